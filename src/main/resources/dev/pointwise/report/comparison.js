// Against a baseline: each case's time now ÷ before, by verdict.

const VERDICTS = { SLOW: "SLOW: more time than before", FAST: "FAST: less time than before", AMBIGUOUS: "AMBIGUOUS: the evidence contradicts itself, or the conditions differ", SAME: "SAME: no difference was shown" };

function comparison() {
  const found = data.comparison;
  if (!found) return;
  const series = seriesIn(data.rows).filter((name) => found.rows.some((each) => each.series[name]));
  const groups = Object.entries(VERDICTS).map(([verdict, title]) => {
    const rows = found.rows.filter((each) => each.verdict === verdict);
    rows.sort((a, b) => effect(b) - effect(a));
    return { title, note: plural(rows.length, "case"), entries: rows.map(comparedEntry) };
  }).filter((group) => group.entries.length > 0);
  const ratios = found.rows.flatMap((each) => Object.values(each.series).map((one) => one.ratio)).filter((ratio) => ratio > 0);
  const reach = Math.max(1.1, ...ratios, ...ratios.map((ratio) => 1 / ratio)) * 1.02;
  section("comparison", "Against the baseline",
    make("p", {}, `Time now ÷ time before: right of 1 takes longer. Before: ${found.baseline.map((run) => `${run.version}${run.commit ? ` (${run.commit.slice(0, 10)}${run.dirty ? ", changed" : ""})` : ""} on ${where(run)}, ${run.started}`).join("; ")}.`),
    ...found.notes.map((note) => make("p", { class: "note" }, note)),
    totalsTable(found.totals), legend(seriesLegend(series)),
    ...groupedChart(groups, "Time now ÷ before,", (entries, width) => lines(entries, width, 1 / reach, reach, logarithmic, (value) => `${short(value)}×`, (entry, x, y) => comparedBars(entry, series, x, y))),
    found.unmatched.length > 0 ? make("details", {}, make("summary", {}, make("span", { class: "name" }, "Not compared"), make("span", { class: "aside" }, plural(found.unmatched.length, "case"))),
      make("ul", {}, found.unmatched.map((text) => make("li", {}, text)))) : null);
}

function effect(each) {
  return Math.max(0, ...Object.values(each.series).map((one) => Math.abs(Math.log(one.ratio))));
}

function comparedEntry(each) {
  const row = data.rows[each.row];
  const ones = Object.entries(each.series);
  const [use] = row.uses;
  const network = use && data.networks.length > 1 ? `${use.network.network}${use.network.batch > 0 ? ` n${use.network.batch}` : ""} ` : "";
  return { label: `${network}${layerName(row)}`, series: each.series, place: ones[0]?.[1].ratio ?? 1,
    value: ones.filter(([name]) => !name.endsWith("_again")).map(([, one]) => `${digits(one.ratio)}×`).join(" · "), missing: ones.length === 0 ? each.reasons.join("; ") || "not measured in both" : "",
    text: () => [`${layerName(row)}: ${each.verdict}`, ...each.reasons, ...ones.flatMap(([name, one]) => [comparedText(name, one, row), ...one.reasons]), ...describe(row).slice(1, 4)] };
}

function comparedText(name, one, row) {
  return `${MARKS[name].name} ${one.verdict}: ${formatSeconds(one.before)} before, ${formatSeconds(row.times[name]?.median)} now, ${digits(one.ratio)}×; intervals ${one.apart ? "apart" : "not apart"}, p ${short(one.p)}, noise ${formatPercent(100 * one.floor)} (${one.source})${one.shift !== 1 ? `, rows beside it ${digits(one.shift)}×` : ""}`;
}

function comparedBars(entry, series, x, y) {
  const one = x.place(1);
  const nodes = [draw("line", { class: "unit", x1: at(one), x2: at(one), y1: y - 10, y2: y + 11 })];
  const there = series.filter((name) => entry.series[name]);
  for (const [i, name] of there.entries()) {
    const place = x.place(entry.series[name].ratio);
    const row = y + (i - (there.length - 1) / 2) * 7;
    nodes.push(draw("line", { class: `span ${name}`, x1: at(one), x2: at(place), y1: row, y2: row }), marks(name, [[place, row]], 3));
  }
  return nodes;
}

function totalsTable(totals) {
  if (totals.length === 0) return null;
  return make("div", { class: "box", tabindex: 0, role: "region", "aria-label": "Totals against the baseline" }, make("table", {},
    make("thead", {}, make("tr", {}, ["total of", "", "before", "now", "now ÷ before", "mean of ratios", "noise", "verdict", "because"].map((text, i) => make("th", { scope: "col", class: i > 1 && i < 7 ? "number" : null }, text)))),
    make("tbody", {}, totals.map((total) => make("tr", {}, make("th", { scope: "row" }, several ? `${total.name} on ${total.backend}` : total.name),
      make("td", {}, MARKS[total.series].name),
      ...[formatSeconds(total.before), formatSeconds(total.now), `${digits(total.now / total.before)}×`, known(total.mean) ? `${digits(total.mean)}×` : NONE, formatPercent(100 * total.floor)].map((text) => make("td", { class: "number" }, text)),
      make("td", { class: `verdict ${total.verdict}` }, total.verdict),
      make("td", {}, `${total.rows < total.expected ? `${total.rows} of ${total.expected} rows; ` : ""}${total.reason}`))))));
}
