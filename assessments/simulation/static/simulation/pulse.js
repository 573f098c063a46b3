// Asks from time to time whether something is new for the seat: every ten seconds while something happened lately, every
// thirty otherwise, never while the page is hidden. Where nobody is writing the page is shown anew; else a line says so.
const line = document.querySelector("[data-pulse]");
const LATELY = 120_000;
const SOON = 10_000;
const LATER = 30_000;
let tag = line?.dataset.tag;
let happened = Date.now();
let timer = 0;

const isWriting = () =>
  [...document.querySelectorAll("main textarea, main input, main select")].some((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.type !== "hidden" && field.tagName !== "SELECT" && field.value !== field.defaultValue,
  );

function later() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, Date.now() - happened < LATELY ? SOON : LATER);
}

async function ask() {
  try {
    const answer = await fetch(line.dataset.pulse, { headers: { "If-None-Match": tag }, cache: "no-store" });
    if (answer.status === 200 && !answer.redirected) {
      tag = answer.headers.get("ETag");
      happened = Date.now();
      if (!isWriting() && line.hidden) return location.assign(location.pathname);
      line.hidden = false;
    }
  } catch {
    // no connection now: the next time there may be one
  }
  later();
}

if (line) {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener("input", () => (happened = Date.now()));
  later();
}
