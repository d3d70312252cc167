// The page, from top to bottom.

head();
totals();
roofline();
dumbbells();
phases();
comparison();
batches();
samples();
cases();
provenance();

addEventListener("scroll", () => tip(), { passive: true });
addEventListener("beforeprint", () => charts.forEach((figure) => figure.redraw()));
