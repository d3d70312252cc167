// Charts with a line for each case: groups that open, the first at once, the rest when asked to; long ones in part.

const SHOWN = 60;

// groups: [{ title, note, entries }]; drawing(entries, width) as in chart().
function groupedChart(groups, label, drawing) {
  let open = SHOWN;
  return groups.map((group) => {
    const details = make("details", { open: open > 0 }, make("summary", {}, make("span", { class: "name" }, group.title), group.note ? make("span", { class: "aside" }, group.note) : null));
    open -= group.entries.length;
    let all = group.entries.length <= SHOWN * 1.25;
    let figure;
    function draws() {
      if (figure || !details.open) return;
      figure = chart(`${label} ${group.title}.`, (width) => drawing(all ? group.entries : group.entries.slice(0, SHOWN), width));
      details.append(figure);
      figure.redraw();
      if (all) return;
      const more = make("button", { type: "button", class: "more", onclick: () => {
        all = true;
        more.remove();
        figure.redraw();
      } }, `Show all ${group.entries.length.toLocaleString("en")}`);
      details.append(more);
    }
    details.addEventListener("toggle", draws);
    draws();
    return details;
  });
}

// Lines with a label before them, or above them where it is narrow; entries: [{ label, missing, text: lines }].
function lines(entries, width, low, high, axis, tick, body) {
  const narrow = width < 620;
  const gutter = narrow ? 0 : Math.min(300, Math.max(120, 7.2 * Math.max(...entries.map((entry) => entry.label.length)) + 16));
  const right = narrow ? 4 : 150;
  const pitch = narrow ? 36 : 21;
  const frame = { left: gutter + 6, right: width - right, top: 28 };
  frame.bottom = frame.top + entries.length * pitch;
  const x = axis(low, high, frame.left + 6, frame.right - 6);
  const nodes = [];
  for (const value of x.ticks(Math.floor((frame.right - frame.left) / 64))) {
    const place = at(x.place(value));
    nodes.push(draw("line", { class: "grid", x1: place, x2: place, y1: frame.top - 4, y2: frame.bottom }),
      draw("text", { class: "tick", x: place, y: frame.top - 10, "text-anchor": place > width - 24 ? "end" : "middle" }, tick(value)));
  }
  const points = [];
  for (const [i, entry] of entries.entries()) {
    const top = frame.top + i * pitch;
    const y = narrow ? top + 26 : top + pitch / 2;
    const room = Math.floor((narrow ? width - 130 : gutter) / 7.2);
    const label = entry.label.length > room ? `${entry.label.slice(0, room - 1)}…` : entry.label;
    nodes.push(draw("text", narrow ? { class: "row", x: 4, y: top + 13 } : { class: "row", x: gutter, y: y + 4, "text-anchor": "end" }, label));
    if (entry.missing) {
      nodes.push(draw("text", { class: "missing", x: frame.left + 6, y: y + 4 }, entry.missing.slice(0, Math.floor((frame.right - frame.left) / 6.8))));
    } else {
      nodes.push(...body(entry, x, y));
      nodes.push(draw("text", { class: "value", x: width - 2, y: narrow ? top + 13 : y + 4, "text-anchor": "end" }, entry.value));
    }
    points.push({ x: entry.missing ? frame.left + 6 : x.place(entry.place), y, text: entry.text });
  }
  return { height: frame.bottom + 8, marks: nodes, points, reach: "y" };
}
