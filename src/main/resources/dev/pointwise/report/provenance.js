// Where the numbers come from.

function provenance() {
  if (data.runs.length === 0) return;
  section("provenance", "Provenance", ...data.runs.map((run, i) => make("details", { open: data.runs.length <= 2 },
    make("summary", {}, make("span", { class: "name" }, data.runs.length > 1 ? `Run ${i + 1}: ${where(run)}` : where(run))),
    copyable(run.command),
    definitions([
      ["Pointwise", `${run.version}${run.commit ? `, commit ${run.commit}` : ", commit not known"}${run.dirty ? ", with changes that are not committed" : ""}`],
      ["started", run.started],
      ["backend", where(run)],
      ["devices", run.devices.length > 1 || run.devices[0] > 0 ? run.devices.join(", ") : ""],
      ...Object.entries(run.details),
      ...Object.entries(run.condition),
      ["machine", run.machine],
      ["times", run.settings.timing === "e2e" ? "host to host (e2e)" : run.settings.timing],
      ["inputs", `${run.settings.fill}, seed ${run.settings.seed}`],
      ["order", run.settings.order],
      ["sampling", `at most ${run.settings.budget} s for a case`],
      ["roofline", run.roofline ? `measured ${run.roofline.measured}; ${run.roofline.bandwidths.map(([bytes, bandwidth]) => `${formatExtent(bytes)}: ${formatCount(bandwidth, "B/s")}`).join(", ")}; `
        + `${Object.entries(run.roofline.peaks).map(([dtype, peak]) => `${dtype}: ${formatCount(peak, "FLOP/s")}`).join(", ")}; smallest run ${formatSeconds(run.roofline.launch)}` : "not measured"],
    ]))));
}
