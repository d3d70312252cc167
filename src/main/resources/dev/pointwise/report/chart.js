// Charts: drawn as wide as there is room, anew when that changes; explored by pointer, touch and keys.

const charts = [];

// content(width) returns { height, marks: nodes, points: [{ x, y, text: lines }], reach: "both" | "y" }.
function chart(label, content) {
  const svg = draw("svg", { tabindex: 0, role: "group", "aria-roledescription": "chart", "aria-label": `${label} Arrow keys step through it.` });
  const figure = make("figure", {}, svg);
  let points = [];
  let keys = [];
  let reach = "both";
  let current = -1;
  const ring = draw("circle", { class: "ring", r: 8, visibility: "hidden" });

  function render(width) {
    const made = content(Math.max(280, Math.floor(width)));
    points = made.points;
    keys = made.keys ?? made.points;
    reach = made.reach ?? "both";
    current = -1;
    svg.setAttribute("viewBox", `0 0 ${Math.max(280, Math.floor(width))} ${made.height}`);
    svg.replaceChildren(...made.marks, ring);
    ring.setAttribute("visibility", "hidden");
  }

  function show(point) {
    ring.setAttribute("cx", point.x);
    ring.setAttribute("cy", point.y);
    ring.setAttribute("visibility", "visible");
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    tip(box.left + point.x * scale, box.top + point.y * scale, point.text());
  }

  function hide() {
    ring.setAttribute("visibility", "hidden");
    tip();
  }

  function hover(event) {
    const box = svg.getBoundingClientRect();
    const scale = svg.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    let nearest;
    let least = event.pointerType === "touch" ? 900 : 400;
    for (const point of keys === points ? points : [...points, ...keys]) {
      const distance = reach === "y" ? (point.y - y) ** 2 + (point.x - x) ** 2 * 1e-6 : (point.x - x) ** 2 + (point.y - y) ** 2;
      if (distance < least) {
        least = distance;
        nearest = point;
      }
    }
    if (nearest) show(nearest);
    else hide();
  }

  function step(event) {
    if (event.key === "Escape") return hide();
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity, PageDown: 10, PageUp: -10 };
    if (!(event.key in moves) || keys.length === 0) return;
    event.preventDefault();
    current = Math.min(keys.length - 1, Math.max(0, current + moves[event.key]));
    show(keys[current]);
  }

  svg.addEventListener("pointermove", hover);
  svg.addEventListener("pointerdown", hover);
  svg.addEventListener("pointerleave", (event) => event.pointerType === "touch" || hide());
  svg.addEventListener("keydown", step);
  svg.addEventListener("focus", () => {
    if (svg.matches(":focus-visible") && keys.length > 0) {
      current = Math.max(0, current);
      show(keys[current]);
    }
  });
  svg.addEventListener("blur", hide);

  let drawn = 0;
  figure.redraw = () => {
    const width = figure.clientWidth;
    if (width > 0) {
      drawn = width;
      render(width);
    }
  };
  new ResizeObserver(() => requestAnimationFrame(() => figure.clientWidth !== drawn && figure.redraw())).observe(figure);
  charts.push(figure);
  return figure;
}

function tip(x, y, lines) {
  const box = document.getElementById("tip");
  box.hidden = lines === undefined;
  if (box.hidden) return;
  box.replaceChildren(...lines.map((line, i) => make(i === 0 ? "strong" : "span", {}, line)));
  const room = document.documentElement.clientWidth;
  const left = x + 14 + box.offsetWidth > room ? x - 14 - box.offsetWidth : x + 14;
  box.style.left = `${Math.max(4, Math.min(left, room - box.offsetWidth - 4))}px`;
  const above = y - 14 - box.offsetHeight;
  box.style.top = `${above < 4 ? y + 18 : above}px`;
}

// The frame of a chart with two axes.
function axes(frame, x, y, xLabel, yLabel, xTick, yTick) {
  const { left, right, top, bottom } = frame;
  const nodes = [];
  for (const tick of x.ticks(Math.floor((right - left) / 70))) {
    const place = at(x.place(tick));
    nodes.push(draw("line", { class: "grid", x1: place, x2: place, y1: top, y2: bottom }),
      draw("text", { class: "tick", x: place, y: bottom + 17, "text-anchor": "middle" }, xTick(tick)));
  }
  for (const tick of y.ticks(Math.floor((bottom - top) / 42))) {
    const place = at(y.place(tick));
    nodes.push(draw("line", { class: "grid", x1: left, x2: right, y1: place, y2: place }),
      draw("text", { class: "tick", x: left - 7, y: place + 4, "text-anchor": "end" }, yTick(tick)));
  }
  nodes.push(draw("text", { class: "axis", x: right, y: bottom + 36, "text-anchor": "end" }, xLabel),
    draw("text", { class: "axis", x: 0, y: top - 12 }, yLabel));
  return nodes;
}
