// Networks: what a forward pass takes, and each layer's times.

function incomplete(network) {
  const missing = network.expected - new Set(network.lines.map((use) => use.index)).size;
  const count = (predicate) => network.lines.filter((use) => predicate(use.row)).length;
  const parts = [
    [missing, "missing"],
    [count((row) => row.status !== "MEASURED"), "not measured"],
    [count((row) => row.impossible), "impossible"],
  ].filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return parts.length > 0 ? `incomplete: ${parts.join(", ")} of ${network.expected}` : "";
}

function networkTitle(network) {
  return several ? `${network.title} on ${network.backend} (${network.device})` : network.title;
}

function totals() {
  if (data.networks.length === 0) return;
  const series = ["cold", "hot", "recorded", "layer_by_layer"].filter((name) => data.networks.some((network) => network.lines.some((use) => use.row.times[name])));
  if (series.length === 0) return;
  const longest = Math.max(...data.networks.flatMap((network) => series.map((name) => network.seconds[name] ?? 0)));
  const best = ["recorded", "hot", "cold"].find((name) => series.includes(name)) ?? series[0];
  const images = data.networks.some((network) => network.batch > 0);
  const head = ["network", ...series.map((name) => MARKS[name].name), "GFLOP", ...(images ? [`images/s, ${MARKS[best].name}`] : []), ""];
  const cell = (network, name) => {
    const seconds = network.seconds[name];
    return make("td", { class: "number" }, known(seconds)
      ? [formatSeconds(seconds), make("span", { class: `bar ${name}`, style: `width:${(100 * seconds) / longest}%` })] : NONE);
  };
  section("totals", "Networks",
    make("p", {}, "The time of one forward pass of all 1×1 layers: the sum of their medians, each as often as its layer is there. What lies between them is not in it."),
    make("div", { class: "box", tabindex: 0, role: "region", "aria-label": "Networks" }, make("table", { class: "totals" },
      make("thead", {}, make("tr", {}, head.map((text, i) => make("th", { scope: "col", class: i > 0 && i < head.length - 1 ? "number" : null }, text)))),
      make("tbody", {}, data.networks.map((network) => make("tr", {}, make("th", { scope: "row" }, networkTitle(network)),
        series.map((name) => cell(network, name)),
        make("td", { class: "number" }, digits(network.flops / 1e9)),
        images ? make("td", { class: "number" }, imagesPerSecond(network, best)) : null,
        make("td", { class: "warn" }, incomplete(network))))))));
}

function imagesPerSecond(network, series) {
  const seconds = network.seconds[series];
  return network.batch > 0 && seconds > 0 ? formatCount(network.batch / seconds) : NONE;
}

function useLabel(use) {
  return use.repeat > 1 ? `${use.layer} ×${use.repeat}` : use.layer;
}

function missingText(row) {
  return row.status === "MEASURED" ? "" : `${statusOf(row)}: ${row.reason ?? ""}`;
}

function groupsOf(entryOf) {
  return data.networks.map((network) => ({
    title: networkTitle(network),
    note: ["cold", "hot"].filter((name) => known(network.seconds[name])).map((name) => `${name} ${formatSeconds(network.seconds[name])}`).join(" · ") || incomplete(network),
    entries: network.lines.flatMap(entryOf),
  })).filter((group) => group.entries.length > 0);
}

function dumbbells() {
  const series = seriesIn(data.rows).filter((name) => !name.endsWith("_again"));
  if (series.length === 0) return;
  const groups = groupsOf((use) => [{
    label: useLabel(use), missing: missingText(use.row), times: use.row.times, impossible: use.row.impossible,
    value: series.filter((name) => use.row.times[name]).map((name) => formatSeconds(use.row.times[name].median)).join(" · "),
    place: Object.values(use.row.times)[0]?.median, text: () => describe(use.row, useLabel(use)),
  }]);
  section("layers", "Layers", make("p", {}, `Medians of each layer${series.includes("cold") ? ": cold, each run after the last-level cache was filled with something else, and hot, runs one right behind the other" : ""}.`),
    legend(seriesLegend(series)), ...groupedChart(groups, "Medians of each layer of", (entries, width) => dumbbellContent(entries, series, width)));
}

function dumbbellContent(entries, series, width) {
  const medians = entries.flatMap((entry) => series.map((name) => entry.times[name]?.median)).filter((median) => median > 0);
  const [low, high] = medians.length > 0 ? [Math.min(...medians), Math.max(...medians)] : [1, 1];
  const axis = (...ends) => (medians.length > 0 ? logarithmic(...ends) : { place: () => ends[2], ticks: () => [] });
  return lines(entries, width, low / 1.1, high * 1.1, axis, formatTick, (entry, x, y) => {
    const places = series.filter((name) => entry.times[name]?.median > 0).map((name) => [name, x.place(entry.times[name].median)]);
    if (places.length === 0) return [];
    const ends = places.map(([, place]) => place);
    return [draw("line", { class: "bell", x1: at(Math.min(...ends)), x2: at(Math.max(...ends)), y1: y, y2: y }),
      ...places.map(([name, place]) => marks(name, [[place, y]], 4.5)),
      entry.impossible ? draw("path", { class: "cross", d: cross(places[0][1], y, 7) }) : null].filter((node) => node);
  });
}

function formatTick(seconds) {
  if (seconds === 0) return "0";
  return seconds >= 1 ? `${short(seconds)} s` : seconds >= 1e-3 ? `${short(seconds * 1e3)} ms` : `${short(seconds * 1e6)} µs`;
}

const PHASES = ["host to device", "compute", "device to host"];

function phases() {
  const groups = groupsOf((use) => Object.entries(use.row.times).filter(([, time]) => time.phases).map(([name, time]) => ({
    label: `${useLabel(use)}, ${MARKS[name].name}`, phases: time.phases, value: formatSeconds(time.median), place: 0,
    text: () => [`${useLabel(use)}, ${MARKS[name].name}`, `${use.row.shape} ${use.row.dtype} ${use.row.layout}`, ...PHASES.map((phase, i) => `${phase} ${formatSeconds(time.phases[i])}`), `in all ${formatSeconds(time.median)}`],
  })));
  if (groups.length === 0) return;
  section("phases", "From host to host", make("p", {}, "Into what the time splits that a run takes with its input's way to the device and its output's way back, as medians."),
    legend(PHASES.map((phase, i) => [draw("rect", { class: `phase p${i}`, x: 2, y: 2, width: 18, height: 10 }), phase])),
    ...groupedChart(groups, "Phases of each layer of", (entries, width) => lines(entries, width, 0, Math.max(...entries.map((entry) => entry.phases[0] + entry.phases[1] + entry.phases[2])), linear, formatTick, (entry, x, y) => {
      let from = 0;
      return entry.phases.map((seconds, i) => {
        const start = x.place(from);
        from += seconds;
        return draw("rect", { class: `phase p${i}`, x: at(start), y: y - 6, width: Math.max(0.5, at(x.place(from) - start)), height: 12 });
      });
    })));
}
