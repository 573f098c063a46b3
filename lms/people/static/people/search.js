// Search as you type: a GET form marked `data-search` asks for its page and shows its `data-search-results`.
const PAUSE = 250;

for (const form of document.querySelectorAll("form[data-search]")) {
  let timer, asking;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  async function look() {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(form.action || location.href);
    address.search = new URLSearchParams(new FormData(form)).toString();
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
