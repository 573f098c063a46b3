// Search as you type: a form marked `data-search` asks for its page (or the one that the mark names) and shows its
// `data-search-results`. What is ticked there is asked for as well, so that the page gives it back.
const PAUSE = 250;

for (const form of document.querySelectorAll("form[data-search]")) {
  let timer, asking;
  form.addEventListener("input", ({ target }) => {
    if (target.type === "checkbox") return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  // what was typed before this script came
  if ([...form.querySelectorAll("[type=search]")].some((field) => field.value !== field.defaultValue)) look();

  async function look() {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(form.dataset.search || form.action || location.href, location.href);
    const fields = new FormData(form);
    fields.delete("csrfmiddlewaretoken");
    address.search = new URLSearchParams(fields).toString();
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asking.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [shown, fresh] = [document, page].map((one) => one.querySelector("[data-search-results]"));
      if (!shown || !fresh) return;
      shown.replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", address);
    } catch {
      // no connection, or something newer was typed: the button still asks
    }
  }
}
