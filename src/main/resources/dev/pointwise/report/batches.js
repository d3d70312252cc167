// Scaling with batch: images per second of networks that were measured with several.

function batches() {
  const groups = new Map();
  for (const network of data.networks) {
    if (!(network.batch > 0)) continue;
    for (const series of ["cold", "hot"]) {
      const seconds = network.seconds[series];
      if (!(seconds > 0)) continue;
      const name = networkTitle({ ...network, title: network.title.replace(` n${network.batch} `, " ") });
      const key = `${name}, ${series}`;
      if (!groups.has(key)) groups.set(key, { name, series, steps: [] });
      groups.get(key).steps.push({ batch: network.batch, seconds });
    }
  }
  const curves = [...groups.values()].filter((group) => new Set(group.steps.map((step) => step.batch)).size > 1);
  if (curves.length === 0) return;
  for (const curve of curves) curve.steps.sort((a, b) => a.batch - b.batch);
  section("batches", "Scaling with batch", make("p", {}, "Images per second of the forward passes that were measured with several batches."),
    legend([...seriesLegend([...new Set(curves.map((curve) => curve.series))])]),
    chart("Images per second against the batch, on logarithmic axes.", (width) => batchContent(curves, width)));
}

function batchContent(curves, width) {
  const height = Math.round(Math.min(400, Math.max(300, width * 0.45)));
  const frame = { left: 56, right: width - (width < 620 ? 12 : 190), top: 30, bottom: height - 44 };
  const steps = curves.flatMap((curve) => curve.steps);
  const batchSizes = [...new Set(steps.map((step) => step.batch))].sort((a, b) => a - b);
  const rates = steps.map((step) => step.batch / step.seconds);
  const x = logarithmic(batchSizes[0], batchSizes.at(-1), frame.left + 14, frame.right - 14);
  x.ticks = (most) => thinned(batchSizes, most);
  const y = logarithmic(Math.min(...rates) / 1.3, Math.max(...rates) * 1.3, frame.bottom, frame.top);
  const nodes = axes(frame, x, y, "batch", "images/s", short, (tick) => (tick >= 1e3 ? `${short(tick / 1e3)} k` : short(tick)));
  const points = [];
  let labelled = [];
  for (const curve of curves) {
    const places = curve.steps.map((step) => [x.place(step.batch), y.place(step.batch / step.seconds)]);
    nodes.push(draw("path", { class: `curve ${curve.series}`, d: places.map(([px, py], i) => `${i === 0 ? "M" : "L"}${at(px)} ${at(py)}`).join("") }), marks(curve.series, places, 4.5));
    labelled.push({ text: `${curve.name.split(" ")[0]} ${curve.series}`, y: places.at(-1)[1] });
    curve.steps.forEach((step, i) => points.push({ x: places[i][0], y: places[i][1],
      text: () => [`${curve.name}, ${curve.series}`, `batch ${step.batch}: ${formatCount(step.batch / step.seconds)} images/s`, `${formatSeconds(step.seconds)} a pass, ${formatSeconds(step.seconds / step.batch)} an image`] }));
  }
  labelled = labelled.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labelled.length; i++) labelled[i].y = Math.max(labelled[i].y, labelled[i - 1].y + 14);
  if (width >= 620) nodes.push(...labelled.filter((label) => label.y < frame.bottom).map((label) => draw("text", { class: "label", x: frame.right, y: label.y + 4 }, label.text)));
  return { height, marks: nodes, points };
}
