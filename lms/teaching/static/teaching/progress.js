// Brings the part of the page marked data-live up to date while it says "running". Without scripts the page reloads itself instead.
const PAUSE = 2000;

async function refresh() {
  const part = document.querySelector("[data-live]");
  if (part?.dataset.live !== "running") return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (answer.ok && fresh) part.replaceWith(fresh);
  } catch {
    // No network just now: the next round tries again.
  }
  setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
