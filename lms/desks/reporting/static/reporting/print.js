// Offers printing where scripts run: [data-print] appears and prints the page. A chart that is wider than a phone begins
// at its newest month: [data-newest].
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const chart of document.querySelectorAll("[data-newest]")) {
  chart.scrollLeft = getComputedStyle(chart).direction === "rtl" ? -chart.scrollWidth : chart.scrollWidth;
}
