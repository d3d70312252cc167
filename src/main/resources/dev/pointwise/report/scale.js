// Axes: from values to places, and where the ticks go.

function linear(low, high, from, to) {
  const place = (value) => from + ((value - low) / (high - low || 1)) * (to - from);
  return { low, high, place, ticks: (most) => linearTicks(low, high, most) };
}

function logarithmic(low, high, from, to) {
  const span = Math.log(high / low) || 1;
  const place = (value) => from + (Math.log(value / low) / span) * (to - from);
  return { low, high, place, ticks: (most) => logarithmicTicks(low, high, most) };
}

function linearTicks(low, high, most) {
  const raw = (high - low || 1) / Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = magnitude * [1, 2, 5, 10].find((factor) => factor * magnitude >= raw * 0.999);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

function logarithmicTicks(low, high, most) {
  if (high / low < 4) return linearTicks(low, high, most);
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  for (const steps of [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1]]) {
    const ticks = [];
    for (let power = first; power <= last; power++) {
      for (const step of steps) {
        const tick = +(step * 10 ** power).toPrecision(1);
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    }
    if (ticks.length <= most || steps.length === 1) return thinned(ticks, most);
  }
  return [];
}

function thinned(ticks, most) {
  const every = Math.ceil(ticks.length / Math.max(1, most));
  return ticks.filter((_, i) => i % every === 0);
}
