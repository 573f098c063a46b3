// How hard a password is to guess, said while it is typed: asks the address in `data-strength` of the form.
const PAUSE = 500;

for (const form of document.querySelectorAll("form[data-strength]")) {
  const field = form.querySelector("[name=new_password1]");
  const shown = document.createElement("p");
  const meter = Object.assign(document.createElement("meter"), { min: 0, max: 100, low: 60, high: 99, optimum: 100 });
  const said = document.createElement("span");
  let timer, asking;
  meter.setAttribute("aria-hidden", "true");
  said.setAttribute("role", "status");
  shown.className = "small";
  shown.hidden = true;
  shown.append(meter, " ", said);
  field.after(shown);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  form.addEventListener("submit", () => clearTimeout(timer)); // the token of the form may be another one afterwards

  async function look() {
    asking?.abort();
    asking = new AbortController();
    shown.hidden = !field.value;
    if (!field.value) return;
    const body = new FormData();
    body.set("password", field.value);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.strength, { method: "POST", body, signal: asking.signal });
      if (!answer.ok) throw new Error();
      const { message, share } = await answer.json();
      meter.value = share;
      said.textContent = message;
    } catch {
      shown.hidden = true; // no connection, or something newer was typed: the form is still checked when it is sent
    }
  }
}
