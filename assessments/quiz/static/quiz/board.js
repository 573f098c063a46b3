/* The live board: fetches its part again every twelve seconds while somebody looks at it. Without it there is a link. */

const EVERY = 12_000;
const board = document.querySelector("[data-live]");
const stale = document.querySelector("[data-stale]");

async function refresh() {
  try {
    const response = await fetch(board.dataset.live, { headers: { "X-Requested-With": "fetch" }, redirect: "error", cache: "no-store" });
    if (!response.ok) throw new Error(response.statusText);
    show(await response.text());
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
}

/** Whoever was on a link, or had scrolled, stays there. */
function show(html) {
  const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
  const { scrollTop = 0, scrollLeft = 0 } = document.getElementById("lines") ?? {};
  board.innerHTML = html;
  document.getElementById("lines")?.scrollTo(scrollLeft, scrollTop);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

if (board) {
  setInterval(() => document.hidden || refresh(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
