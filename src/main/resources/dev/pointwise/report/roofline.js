// FLOP/byte against FLOP/s, below what the device can do.

function roofline() {
  const groups = new Map();
  for (const row of data.rows) {
    if (row.status !== "MEASURED" || row.at.settings.timing === "e2e" || !(row.flops > 0) || !(row.bytes > 0)) continue;
    const key = `${row.run} ${row.dtype}`;
    if (!groups.has(key)) groups.set(key, { run: row.at, dtype: row.dtype, rows: [] });
    groups.get(key).rows.push(row);
  }
  const choices = [...groups.values()];
  if (choices.length === 0) return;
  let group = choices[0];
  const series = seriesIn(choices.flatMap((each) => each.rows)).filter((name) => !name.endsWith("_again"));
  const figure = chart("Roofline: operations per byte against operations per second, on logarithmic axes.", (width) => rooflineContent(group, series, width));
  const note = make("p", { class: "note" });
  const say = () => { note.textContent = ceilingsNote(group); };
  say();
  section("roofline", "Roofline",
    make("p", {}, "Each mark is a case: what it does per byte it has to move, and how fast it did it. A mark on a line is as fast as the device can be."),
    choices.length > 1 ? choice("Shown:", choices.map((each) => `${each.dtype} on ${where(each.run)}${data.runs.length > 1 ? `, run ${data.runs.indexOf(each.run) + 1}` : ""}`), (index) => {
      group = choices[index];
      say();
      figure.redraw();
    }) : null,
    legend([...seriesLegend(series),
      ...(data.rows.some((row) => row.impossible) ? [[draw("path", { class: "cross", d: cross(11, 7, 5) }), "impossible"]] : []),
      ...(choices.some((each) => each.run.roofline) ? [[draw("path", { class: "ceiling", d: "M1 7h20" }), "memory and peak"], [draw("path", { class: "ceiling cache", d: "M1 7h20" }), "fastest cache"]] : [])]),
    figure, note);
}

function ceilings(group) {
  const measured = group.run.roofline;
  if (!measured) return undefined;
  const memory = measured.bandwidths.at(-1)[1];
  return { memory, cache: Math.max(...measured.bandwidths.map(([, bytes]) => bytes)), peak: measured.peaks[group.dtype], launch: measured.launch };
}

function ceilingsNote(group) {
  const found = ceilings(group);
  if (!found) return "The device's roofline was not measured, so no ceilings are drawn.";
  return `Memory ${formatCount(found.memory, "B/s")}; fastest cache ${formatCount(found.cache, "B/s")}; `
    + (known(found.peak) ? `peak of ${group.dtype} ${formatCount(found.peak, "FLOP/s")}` : `peak of ${group.dtype} not measured`)
    + `; smallest run ${formatSeconds(found.launch)}. Cold is held against memory, hot against the fastest level that its bytes fit.`;
}

function rooflineContent(group, series, width) {
  const found = ceilings(group);
  const spots = [];
  for (const row of group.rows) {
    for (const name of series) {
      const speed = rate(row.flops, row, name);
      if (speed > 0) spots.push({ row, series: name, intensity: row.flops / row.bytes, speed });
    }
  }
  spots.sort((a, b) => a.intensity - b.intensity || a.speed - b.speed);
  const height = Math.round(Math.min(480, Math.max(320, width * 0.52)));
  const frame = { left: 48, right: width - 10, top: 30, bottom: height - 44 };
  const intensities = spots.map((spot) => spot.intensity);
  const speeds = spots.map((spot) => spot.speed);
  if (known(found?.peak)) {
    intensities.push(found.peak / found.memory);
    const left = found.peak / found.cache;
    if (left > Math.min(...intensities) / 6) intensities.push(left);
    speeds.push(found.peak * 1.25);
  }
  const x = logarithmic(Math.min(...intensities) / 1.6, Math.max(...intensities) * 1.8, frame.left, frame.right);
  const y = logarithmic(Math.min(...speeds) / 1.6, Math.max(...speeds) * 1.3, frame.bottom, frame.top);
  const unit = [["T", 1e12], ["G", 1e9], ["M", 1e6], ["", 1]].find(([, scale]) => y.high >= 10 * scale) ?? ["", 1];
  const nodes = axes(frame, x, y, "FLOP/byte", `${unit[0]}FLOP/s`, short, (tick) => short(tick / unit[1]));
  if (found) nodes.push(...ceilingLines(found, group.dtype, x, y, frame));
  const r = spots.length > 600 ? 3 : 4.5;
  const points = spots.map((spot) => ({
    x: x.place(spot.intensity), y: y.place(spot.speed), spot,
    text: () => [`${layerName(spot.row)}, ${MARKS[spot.series].name}`, `${short(spot.intensity)} FLOP/byte, ${formatCount(spot.speed, "FLOP/s")}`, ...describe(spot.row).slice(1)],
  }));
  for (const name of series) {
    nodes.push(marks(name, points.filter((point) => point.spot.series === name).map((point) => [point.x, point.y]), r));
  }
  nodes.push(draw("path", { class: "cross", d: points.filter((point) => point.spot.row.impossible).map((point) => cross(point.x, point.y, r + 2.5)).join("") }));
  return { height, marks: nodes, points };
}

function ceilingLines(found, dtype, x, y, frame) {
  const nodes = [];
  const peak = known(found.peak) ? found.peak : y.high;
  const slope = (bandwidth, kind, text, shift) => {
    const from = Math.max(x.low, y.low / bandwidth);
    const to = Math.min(x.high, peak / bandwidth, y.high / bandwidth);
    if (from >= to) return;
    const [x1, y1, x2, y2] = [x.place(from), y.place(from * bandwidth), x.place(to), y.place(to * bandwidth)].map(at);
    nodes.push(draw("line", { class: `ceiling ${kind}`, x1, y1, x2, y2 }));
    const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    if (Math.hypot(x2 - x1, y2 - y1) > 130) {
      nodes.push(draw("text", { class: "label", transform: `translate(${at(x1 + (x2 - x1) * 0.06)} ${at(y1 + (y2 - y1) * 0.06)}) rotate(${at(angle)})`, dy: shift }, text));
    }
  };
  slope(found.memory, "", `memory ${formatCount(found.memory, "B/s")}`, 15);
  if (found.cache > found.memory * 1.05) slope(found.cache, "cache", `cache ${formatCount(found.cache, "B/s")}`, -6);
  if (known(found.peak)) {
    const from = x.place(Math.max(x.low, Math.min(x.high, found.peak / found.cache)));
    nodes.push(draw("line", { class: "ceiling", x1: at(from), x2: frame.right, y1: at(y.place(peak)), y2: at(y.place(peak)) }),
      draw("text", { class: "label", x: frame.right, y: at(y.place(peak)) - 6, "text-anchor": "end" }, `peak ${dtype} ${formatCount(peak, "FLOP/s")}`));
  }
  return nodes;
}
