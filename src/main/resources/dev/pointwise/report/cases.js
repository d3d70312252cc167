// The table of cases. It sorts by every column; what is the same in all rows is said once, above.

const PAGE = 250;

function columns() {
  const named = [
    { title: "#", value: (row) => row.number, number: true },
    { title: "layer", value: layerName },
    { title: "network", value: networksOf },
    { title: "shape", value: (row) => row.shape },
    { title: "dtype", value: (row) => row.dtype },
    { title: "layout", value: (row) => row.layout },
    { title: "fuse", value: (row) => row.fuse },
    { title: "backend", value: (row) => where(row.at) },
    { title: "run", value: (row) => row.run + 1, number: true },
    { title: "plan", value: (row) => row.plan ?? "", long: true },
  ];
  const same = named.slice(2).filter((column) => data.rows.length > 1 && new Set(data.rows.map(column.value)).size === 1);
  const shown = named.filter((column) => !same.includes(column));
  const said = same.filter((column) => column.title !== "run");
  const plan = shown.findIndex((column) => column.long);
  const last = plan < 0 ? [] : shown.splice(plan, 1);
  shown.push({ title: "status", value: statusOf, status: true });
  for (const series of seriesIn(data.rows).filter((name) => !name.endsWith("_again"))) {
    const group = MARKS[series].name;
    const column = (title, value, show, label) => ({ group, title, label: `${group}: ${label}`, value, show, number: true });
    shown.push(
      column("time", (row) => row.times[series]?.median, formatSeconds, "median time"),
      column("±", (row) => spread(row.times[series]), formatPercent, "spread"),
      column("FLOP/s", (row) => rate(row.flops, row, series), (value) => formatCount(value), "operations per second"));
    if (data.rows.some((row) => known(row.times[series]?.percent))) {
      shown.push(column("roofline", (row) => row.times[series]?.percent, formatPercent, "percent of roofline"),
        { group, title: "bound", label: `${group}: bound`, value: (row) => row.times[series]?.bound ?? "" });
    }
  }
  if (data.comparison) {
    shown.push({ group: "baseline", title: "verdict", label: "baseline: verdict", value: (row) => row.compared?.verdict ?? "", verdict: true });
    for (const series of ["cold", "hot"].filter((name) => data.comparison.rows.some((each) => each.series[name]))) {
      shown.push({ group: "baseline", title: MARKS[series].name, label: `baseline: ${MARKS[series].name}, now ÷ before`, value: (row) => row.compared?.series[series]?.ratio, show: (value) => (known(value) ? `${digits(value)}×` : NONE), number: true });
    }
  }
  return { shown: [...shown, ...last], same: said };
}

function cases() {
  if (data.rows.length === 0) return;
  const { shown, same } = columns();
  const entries = data.rows.map((row) => ({ row }));
  let visible = entries;
  let limit = PAGE;
  let sorted = { column: -1, direction: 1 };
  const body = make("tbody");
  const note = make("p", { class: "note", role: "status" });
  const more = make("button", { type: "button", class: "more", onclick: () => { limit = Infinity; render(); } });
  const heads = shown.map((column, i) => make("th", { scope: "col", class: column.number ? "number" : column.long ? "long" : null, "aria-sort": "none" },
    make("button", { type: "button", onclick: () => sort(i), "aria-label": column.label }, column.title)));

  function sort(index) {
    sorted = { column: index, direction: sorted.column === index ? -sorted.direction : 1 };
    heads.forEach((head, i) => head.setAttribute("aria-sort", i !== index ? "none" : sorted.direction > 0 ? "ascending" : "descending"));
    const value = shown[index].value;
    const text = new Intl.Collator("en", { numeric: true });
    const empty = (some) => some === undefined || some === null || some === "" || Number.isNaN(some);
    entries.sort((a, b) => {
      const [left, right] = [value(a.row), value(b.row)];
      if (empty(left) || empty(right)) return empty(left) - empty(right);
      return sorted.direction * (typeof left === "number" ? left - right : text.compare(left, right));
    });
    search();
  }

  const filter = make("input", { type: "search", oninput: search, autocomplete: "off" });
  function search() {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word);
    visible = words.length === 0 ? entries : entries.filter((entry) => {
      entry.text ??= searchText(entry.row);
      return words.every((word) => entry.text.includes(word));
    });
    render();
  }

  function render() {
    const part = visible.slice(0, limit);
    body.replaceChildren(...part.flatMap((entry) => {
      entry.tr ??= tableRow(entry);
      return entry.details ? [entry.tr, entry.details] : [entry.tr];
    }));
    more.hidden = part.length === visible.length;
    more.textContent = `Show all ${visible.length.toLocaleString("en")}`;
    note.textContent = visible.length === part.length ? plural(visible.length, "case") : `${part.length} of ${plural(visible.length, "case")}`;
  }

  function tableRow(entry) {
    const { row } = entry;
    return make("tr", { class: row.impossible || row.status !== "MEASURED" ? "odd" : null }, shown.map((column, i) => {
      const value = column.value(row);
      const text = column.show ? column.show(value) : value;
      if (column.title === "layer") return make("th", { scope: "row" }, make("button", { type: "button", class: "opens", "aria-expanded": "false", onclick: (event) => toggle(entry, event.currentTarget) }, text));
      if (column.status) return make("td", { class: `status ${row.impossible ? "IMPOSSIBLE" : disturbed(row) ? "disturbed" : row.status}`, title: row.reason }, text, row.reason ? make("span", { class: "reason" }, row.reason) : null);
      if (column.long) return make("td", { class: "long", title: text }, text);
      if (column.verdict) return make("td", { class: `verdict ${value}` }, text);
      return make("td", { class: column.number ? "number" : null }, text);
    }));
  }

  function toggle(entry, button) {
    if (entry.details) {
      entry.details.remove();
      entry.details = undefined;
    } else {
      entry.details = make("tr", { class: "open" }, make("td", { colspan: shown.length }, caseDetails(entry.row)));
      entry.tr.after(entry.details);
    }
    button.setAttribute("aria-expanded", String(entry.details !== undefined));
  }

  render();
  const said = same.map((column) => (column.title === "plan" ? `plan ${column.value(data.rows[0])}` : column.value(data.rows[0]))).filter((text) => text !== "");
  section("cases", "Cases",
    make("p", {}, said.length > 0 ? `In every row: ${said.join(", ")}. ` : "", "A layer's name opens its details and the command that measures exactly it again."),
    make("div", { class: "choices" }, make("label", { class: "choice" }, "Filter: ", filter), note),
    make("div", { class: "box tall", tabindex: 0, role: "region", "aria-label": "Table of cases" },
      make("table", { class: "cases" }, make("thead", {}, groupHeads(shown), make("tr", {}, heads)), body)), more);
}

function groupHeads(shown) {
  const groups = [];
  for (const column of shown) {
    if (groups.length > 0 && groups.at(-1).name === column.group) groups.at(-1).span++;
    else groups.push({ name: column.group, span: 1 });
  }
  return make("tr", { class: "groups" }, groups.map((group) => (group.name ? make("th", { scope: "colgroup", colspan: group.span }, group.name) : make("td", { colspan: group.span }))));
}

function searchText(row) {
  return [statusOf(row), row.reason ?? "", row.shape, row.dtype, row.layout, row.fuse, row.plan ?? "", where(row.at), networksOf(row), ...row.uses.map((use) => use.layer)].join(" ").toLowerCase();
}
