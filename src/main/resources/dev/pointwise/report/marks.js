// How each series is marked: by form as well as by colour. Many marks are one path, which draws fast.

const MARKS = {
  cold: { name: "cold", form: circle },
  hot: { name: "hot", form: diamond },
  recorded: { name: "recorded", form: triangle },
  layer_by_layer: { name: "layer by layer", form: square },
  cold_again: { name: "cold again", form: circle },
  hot_again: { name: "hot again", form: diamond },
};

function circle(x, y, r) {
  return `M${at(x - r)} ${at(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

function diamond(x, y, r) {
  const s = at(r * 1.25);
  return `M${at(x)} ${at(y - s)}l${s} ${s}l${-s} ${s}l${-s} ${-s}z`;
}

function triangle(x, y, r) {
  const s = at(r * 1.15);
  return `M${at(x)} ${at(y - s)}l${s} ${2 * s}h${-2 * s}z`;
}

function square(x, y, r) {
  return `M${at(x - r)} ${at(y - r)}h${2 * r}v${2 * r}h${-2 * r}z`;
}

function cross(x, y, r) {
  return `M${at(x - r)} ${at(y - r)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`;
}

function at(value) {
  return Math.round(value * 10) / 10;
}

function marks(series, places, r) {
  return draw("path", { class: `mark ${series}`, d: places.map(([x, y]) => MARKS[series].form(x, y, r)).join("") });
}

function legend(entries) {
  return make("ul", { class: "legend" }, entries.map(([shape, text]) => make("li", {},
    draw("svg", { width: 22, height: 14, viewBox: "0 0 22 14", "aria-hidden": "true" }, shape), text)));
}

function seriesLegend(series) {
  return series.map((name) => [marks(name, [[11, 7]], 4.5), MARKS[name].name]);
}
