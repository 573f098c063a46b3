/* The code on the board: drawn anew whenever it is over. Without this there is a link. */

const AGAIN = 5_000;
const board = document.querySelector("[data-board]");
const stale = document.querySelector("[data-stale]");
let waiting;

function later(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, milliseconds);
}

function untilItIsOver() {
  const left = Number(board.querySelector("[data-left]")?.dataset.left ?? 60);
  later(left * 1000 + 300);
}

async function refresh() {
  try {
    const response = await fetch(board.dataset.board, { redirect: "error", cache: "no-store" });
    if (!response.ok) throw new Error(response.statusText);
    board.innerHTML = await response.text();
    stale.hidden = true;
    untilItIsOver();
  } catch {
    stale.hidden = false;
    later(AGAIN);
  }
}

if (board) {
  untilItIsOver();
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
