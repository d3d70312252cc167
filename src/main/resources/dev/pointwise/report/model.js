// The data, with each row's places in the networks, and what follows from its figures.

const data = JSON.parse(document.getElementById("data").textContent);

for (const [i, row] of data.rows.entries()) {
  row.number = i + 1;
  row.uses = [];
  row.at = data.runs[row.run];
}
for (const network of data.networks) {
  for (const [i, [row, layer, repeat, index]] of network.lines.entries()) {
    const use = { network, layer, repeat, index, row: data.rows[row] };
    network.lines[i] = use;
    use.row.uses.push(use);
  }
}
for (const compared of data.comparison?.rows ?? []) data.rows[compared.row].compared = compared;
const several = new Set(data.runs.map(where)).size > 1;
const failed = data.rows.filter((row) => row.status !== "MEASURED");

function where(run) {
  return `${run.backend} (${run.device})`;
}

function layerName(row) {
  return row.uses.length === 0 ? row.shape : row.uses[0].layer;
}

function networksOf(row) {
  const names = [...new Set(row.uses.map((use) => use.network.network))];
  return names.join(", ");
}

function rate(amount, row, series) {
  const median = row.times[series]?.median;
  return median > 0 ? amount / median : undefined;
}

function spread(time) {
  return time && time.median > 0 ? (100 * (time.q3 - time.q1)) / time.median : undefined;
}

function disturbed(row) {
  return Object.values(row.times).some((time) => time.disturbed);
}

function statusOf(row) {
  if (!row.impossible && disturbed(row)) return "disturbed";
  return row.impossible ? "IMPOSSIBLE" : { MEASURED: "ok", UNSUPPORTED: "n/a", MISMATCH: "FAILED" }[row.status] ?? row.status;
}

// A row's figures in words, as tooltips say them.
function describe(row, name = layerName(row)) {
  const lines = [name, `${networksOf(row) || "case"} · #${row.number}`, `${row.shape} ${row.dtype} ${row.layout}`];
  if (row.fuse !== "epilogue") lines.push(`fuse ${row.fuse}`);
  if (several) lines.push(where(row.at));
  for (const [series, time] of Object.entries(row.times)) {
    lines.push(`${MARKS[series].name} ${formatSeconds(time.median)} ± ${formatPercent(spread(time))}, ${formatCount(rate(row.flops, row, series), "FLOP/s")}`
      + (known(time.percent) ? `, ${formatPercent(time.percent)} of roofline (${time.bound})` : ""));
  }
  if (row.reason) lines.push(`${statusOf(row)}: ${row.reason}`);
  if (row.impossible) lines.push("IMPOSSIBLE: above 100 % of the roofline");
  return lines;
}

function seriesIn(rows) {
  return Object.keys(MARKS).filter((series) => rows.some((row) => row.times[series]));
}
