// Numbers with units, as everywhere in Pointwise.

const NONE = "–";

function digits(value) {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function known(value) {
  return value !== undefined && value !== null && Number.isFinite(value);
}

function formatSeconds(value) {
  if (!known(value)) return NONE;
  if (value >= 1) return `${digits(value)} s`;
  if (value >= 1e-3) return `${digits(value * 1e3)} ms`;
  return value >= 1e-6 || value === 0 ? `${digits(value * 1e6)} µs` : `${digits(value * 1e9)} ns`;
}

function formatCount(value, unit = "") {
  if (!known(value)) return NONE;
  for (const [scale, prefix] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (value >= scale) return `${digits(value / scale)} ${prefix}${unit}`;
  }
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : digits(value)} ${unit}`.trim();
}

function formatExtent(bytes) {
  for (const [scale, unit] of [[2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"]]) {
    if (bytes >= scale) return `${+(bytes / scale).toPrecision(3)} ${unit}`;
  }
  return `${bytes} bytes`;
}

function formatPercent(value) {
  return known(value) ? `${value.toFixed(value >= 10 ? 0 : 1)} %` : NONE;
}

function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

// The label of a tick: as few digits as it needs.
function short(value) {
  return String(+value.toPrecision(3));
}
