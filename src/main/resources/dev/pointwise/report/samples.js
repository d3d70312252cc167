// Samples over time, which shows drift: of all cases beside their medians, or of one in its own time.

function samplesOf(row, series) {
  const raw = row.times[series].samples;
  const found = [];
  let milliseconds = 0;
  for (let i = 0; i < raw.length; i += 2) {
    milliseconds += raw[i];
    found.push({ row, series, at: milliseconds / 1e3, ratio: raw[i + 1] / 1e3, seconds: (row.times[series].median * raw[i + 1]) / 1e3 });
  }
  return found;
}

function samples() {
  const runs = data.runs.map((run) => ({ run, rows: data.rows.filter((row) => row.at === run && row.status === "MEASURED") })).filter((each) => each.rows.length > 0);
  if (runs.length === 0) return;
  let run = runs[0];
  let row;
  const figure = chart("Samples over time.", (width) => sampleContent(row ? [row] : run.rows, row !== undefined, width));
  const rowChoices = make("span");
  function offerRows() {
    const rows = [...run.rows];
    rowChoices.replaceChildren(choice("Case:", ["all, each sample ÷ its case's median", ...rows.map((each) => `#${each.number} ${layerName(each)} ${each.shape} ${each.dtype}`)], (index) => {
      row = index === 0 ? undefined : rows[index - 1];
      figure.redraw();
    }));
  }
  offerRows();
  const series = seriesIn(data.rows);
  const drawn = data.rows.reduce((sum, each) => sum + Object.values(each.times).reduce((some, time) => some + time.samples.length / 2, 0), 0);
  const taken = data.rows.reduce((sum, each) => sum + Object.values(each.times).reduce((some, time) => some + time.count, 0), 0);
  section("samples", "Samples over time",
    make("p", {}, "Where the machine's speed drifted, all samples of that time lie high or low together; the line is their median."),
    make("div", { class: "choices" }, runs.length > 1 ? choice("Run:", runs.map((each) => `${data.runs.indexOf(each.run) + 1}: ${where(each.run)}`), (index) => {
      run = runs[index];
      row = undefined;
      offerRows();
      figure.redraw();
    }) : null, rowChoices),
    legend(seriesLegend(series)), figure,
    drawn < taken ? make("p", { class: "note" }, `Of ${taken.toLocaleString("en")} samples, ${drawn.toLocaleString("en")} are drawn, evenly chosen; all figures are of all.`) : null);
}

function sampleContent(rows, single, width) {
  const height = 300;
  const frame = { left: 52, right: width - 10, top: 30, bottom: height - 44 };
  const series = seriesIn(rows);
  const spots = rows.flatMap((row) => Object.keys(row.times).flatMap((name) => samplesOf(row, name))).filter((spot) => spot.seconds > 0);
  if (spots.length === 0) return { height, marks: [], points: [] };
  spots.sort((a, b) => a.at - b.at);
  const value = (spot) => (single ? spot.seconds : spot.ratio);
  const sorted = spots.map(value).sort((a, b) => a - b);
  const quantile = (part) => sorted[Math.floor(part * (sorted.length - 1))];
  const low = single ? sorted[0] / 1.05 : Math.min(0.8, quantile(0.02) / 1.05);
  const high = single ? sorted.at(-1) * 1.05 : Math.max(1.25, quantile(0.98) * 1.05);
  const x = linear(spots[0].at, spots.at(-1).at, frame.left + 6, frame.right - 6);
  const y = logarithmic(low, high, frame.bottom, frame.top);
  const nodes = axes(frame, x, y, "seconds since the benchmark began", single ? "time of one run" : "sample ÷ median", short, single ? formatTick : (tick) => `${short(tick)}×`);
  const points = spots.map((spot) => ({
    x: x.place(spot.at), y: Math.min(frame.bottom, Math.max(frame.top, y.place(value(spot)))), spot,
    text: () => [`${layerName(spot.row)}, ${MARKS[spot.series].name}`, `${formatSeconds(spot.seconds)}, ${digits(spot.ratio)} × its median`, `${digits(spot.at)} s after the beginning`, `${spot.row.shape} ${spot.row.dtype} ${spot.row.layout}`],
  }));
  const r = single ? 3.5 : spots.length > 3000 ? 1.5 : 2;
  for (const name of series) {
    const places = points.filter((point) => point.spot.series === name);
    nodes.push(single || spots.length <= 1500 ? marks(name, places.map((point) => [point.x, point.y]), r)
      : draw("path", { class: `dots ${name}`, d: places.map((point) => `M${at(point.x)} ${at(point.y)}h0`).join("") }));
  }
  const keys = single ? points : medians(points, value, x, y, frame);
  if (!single) nodes.push(draw("path", { class: "trend", d: keys.map((key, i) => `${keys[i - 1]?.stretch === key.stretch - 1 ? "L" : "M"}${at(key.x)} ${at(key.y)}`).join("") }));
  return { height, marks: nodes, points, keys };
}

// The median of all samples of each stretch of time.
function medians(points, value, x, y, frame) {
  const stretches = Math.max(2, Math.min(60, Math.floor(points.length / 25)));
  const bins = Array.from({ length: stretches }, () => []);
  for (const point of points) {
    bins[Math.min(stretches - 1, Math.floor(((point.spot.at - x.low) / (x.high - x.low || 1)) * stretches))].push(value(point.spot));
  }
  return bins.flatMap((bin, i) => {
    if (bin.length === 0) return [];
    bin.sort((a, b) => a - b);
    const middle = bin[Math.floor(bin.length / 2)];
    const from = x.low + ((x.high - x.low) * i) / stretches;
    return [{ stretch: i, x: x.place(from + (x.high - x.low) / stretches / 2), y: Math.min(frame.bottom, Math.max(frame.top, y.place(middle))),
      text: () => [`${digits(middle)} × the median`, `${plural(bin.length, "sample")} from ${digits(from)} s on`] }];
  });
}
