// While somebody is at work on an import: look how far it is, and show the whole page anew when it is done.
const PAUSE = 1500;

async function look() {
  const shown = document.querySelector("[data-progress][data-working]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (now && !("working" in now.dataset)) return location.reload();
    if (now) {
      shown.querySelector("[role=status]").textContent = now.querySelector("[role=status]").textContent;
      const [bar, next] = [shown.querySelector("progress"), now.querySelector("progress")];
      if (bar && next) Object.assign(bar, { max: next.max, value: next.value });
    }
  } catch {
    // no connection: look again later
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
