// While background work goes on: brings what the page says of it up to date, and loads the whole page anew when it is done.
const PAUSE = 2000;

async function look() {
  const shown = document.querySelector("[data-work]");
  if (shown?.dataset.work !== "working") return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-work]");
    if (answer.ok) {
      if (fresh?.dataset.work !== "working") return location.reload();
      update(shown, fresh);
      for (const part of document.querySelectorAll("[data-work-part]")) {
        const changed = page.querySelector(`[data-work-part="${part.dataset.workPart}"]`);
        if (changed && changed.innerHTML !== part.innerHTML) part.innerHTML = changed.innerHTML;
      }
    }
  } catch {
    // no connection: look again later
  }
  setTimeout(look, PAUSE);
}

/** The words and the bar are changed in place: a status that is replaced is not read out. */
function update(shown, fresh) {
  const [said, words] = [shown.querySelector("[role=status]"), fresh.querySelector("[role=status]")];
  if (said && words && said.innerHTML !== words.innerHTML) said.innerHTML = words.innerHTML;
  const [bar, next] = [shown.querySelector("progress"), fresh.querySelector("progress")];
  if (bar && next) Object.assign(bar, { max: next.max, value: next.value });
}

setTimeout(look, PAUSE);
