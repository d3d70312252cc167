// What was measured, on what, and what a reader has to know before believing it.

function head() {
  const networks = [...new Set(data.networks.map((network) => network.network))];
  const named = networks.length > 4 ? `${networks.slice(0, 4).join(", ")} and ${networks.length - 4} more` : networks.join(", ");
  const title = named || (data.rows.length > 0 ? plural(data.rows.length, "case") : "no cases");
  document.title = `Pointwise: ${title}`;
  const devices = [...new Set(data.runs.map(where))];
  document.querySelector("header").append(
    make("p", { class: "kind" }, "Pointwise benchmark"),
    make("h1", {}, title),
    make("p", { class: "lead" }, devices.length > 0 ? `on ${devices.join(" and ")}` : "no run"),
    make("p", { class: "summary" }, summary()),
    ...warnings().map((text) => make("p", { class: "warning", role: "note" }, make("strong", {}, text[0]), ` ${text[1]}`)));
}

function summary() {
  const settings = (name) => [...new Set(data.runs.map((run) => run.settings[name]))].join(" and ");
  const types = (name) => [...new Set(data.rows.map((row) => row[name]))].join(", ");
  const parts = [plural(data.rows.length, "case")];
  if (failed.length > 0) parts.push(`${plural(data.rows.length - failed.length, "case")} measured`);
  if (data.rows.length > 0) parts.push(types("dtype"), types("layout"), `fuse ${types("fuse")}`);
  if (data.runs.length > 0) {
    parts.push(`${settings("timing") === "e2e" ? "host to host" : `times on the ${settings("timing")}`}`, `inputs ${settings("fill")}`,
      data.runs.map((run) => run.started.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")).at(0));
  }
  return parts.join(" · ");
}

function warnings() {
  const found = [];
  const standIns = data.runs.filter((run) => run.standIn);
  if (standIns.length > 0) found.push(["No measurement.", standIns[0].standIn]);
  if (data.rows.length === 0) found.push(["Nothing was measured.", "The results hold no case."]);
  const count = (predicate) => data.rows.filter(predicate).length;
  const wrong = count((row) => row.status === "MISMATCH");
  if (wrong > 0) found.push(["Wrong results.", `${plural(wrong, "case")} did not compute what the oracle does, and were not timed.`]);
  const errors = count((row) => row.status === "ERROR");
  if (errors > 0) found.push(["Failures.", `${plural(errors, "case")} failed; the table says why.`]);
  const impossible = count((row) => row.impossible);
  if (impossible > 0) found.push(["Impossible times.", `${plural(impossible, "case")} came out above 100 % of the roofline; no total counts them.`]);
  const unquiet = count(disturbed);
  if (unquiet > 0) found.push(["Disturbed samples.", `${plural(unquiet, "case")} could be sampled under disturbance only: throttled or interrupted.`]);
  if (data.runs.some((run) => run.settings.fill === "zeros")) {
    found.push(["Inputs are zeros.", "They flatter: hardware draws less power on zeros and may clock higher."]);
  }
  if (data.comparison?.forced?.length > 0) {
    found.push(["Forced comparison.", `The two results differ in what makes them comparable: ${data.comparison.forced.join("; ")}.`]);
  }
  return found;
}
