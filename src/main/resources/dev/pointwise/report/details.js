// All there is to say of a case.

function caseDetails(row) {
  return make("div", { class: "details" },
    make("p", {}, "Measure it again:"), copyable(row.replay),
    definitions([
      ["occurs in", row.uses.map((use) => `${use.network.network}${use.network.batch > 0 ? ` n${use.network.batch}` : ""}: ${useLabel(use)}`).join(", ")],
      ["reason", row.reason],
      ["work", `${formatCount(row.flops, "FLOP")}, ${formatCount(row.bytes, "B")}, ${formatCount(row.parameters)} parameters`],
      ["plan", row.plan ? `${row.plan}: ${row.why}` : ""],
      ["verified", row.gates.join("; ")],
      ...Object.entries(row.times).map(([name, time]) => [MARKS[name].name, seriesText(row, name, time)]),
      ...Object.entries(row.compared?.series ?? {}).map(([name, one]) => [`${MARKS[name].name}, compared`, [comparedText(name, one, row), ...one.reasons].join("; ")]),
      ...Object.entries(row.facts).map(([name, value]) => [name, value.toLocaleString("en")]),
      ["took", `${formatSeconds(row.cost[0])} to verify, ${formatSeconds(row.cost[1])} to prepare, ${formatSeconds(row.cost[2])} to sample`],
    ]));
}

function seriesText(row, name, time) {
  const parts = [
    `median ${formatSeconds(time.median)} of ${plural(time.count, "sample")}${time.runs > 1 ? ` of ${time.runs} runs each` : ""}`,
    `least ${formatSeconds(time.min)}, middle half ${formatSeconds(time.q1)} to ${formatSeconds(time.q3)}, greatest ${formatSeconds(time.max)}`,
    `${formatCount(rate(row.flops, row, name), "FLOP/s")}, ${formatCount(rate(row.bytes, row, name), "B/s")}`,
  ];
  if (known(time.percent)) parts.push(`${formatPercent(time.percent)} of roofline, bound by ${time.bound}`);
  if (time.phases) parts.push(PHASES.map((phase, i) => `${phase} ${formatSeconds(time.phases[i])}`).join(", "));
  parts.push(`ended by: ${time.stop}`);
  if (time.discarded) parts.push(`thrown away: ${Object.entries(time.discarded).map(([reason, count]) => `${count} ${reason}`).join(", ")}`);
  if (time.disturbed) parts.push("disturbed");
  if (known(time.clock)) parts.push(`clock ${Math.round(time.clock)} MHz`);
  return parts.join("; ");
}
