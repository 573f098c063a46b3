// A clock beside the form of a practice log, which fills in the minutes, and sending the form without loading the page anew.
document.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-fieldnotes-clock]")) return;
  const { begun, start, stop } = target.dataset;
  if (begun) document.getElementById("minutes").value = Math.max(1, Math.round((Date.now() - begun) / 60000));
  target.dataset.begun = begun ? "" : Date.now();
  target.textContent = begun ? start : stop;
});

async function send(form) {
  try {
    const response = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    return await response.json();
  } catch { return null; /* no connection, or no JSON: then as without a script */ }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-fieldnotes]")) return;
  event.preventDefault();
  const answer = await send(form);
  if (!answer) return form.submit();
  if (answer.word === "stored" && answer.activity?.left) {
    form.closest("[data-fieldnotes-log]").outerHTML = answer.html;
    show();
  } else if (answer.word === "stored") location.assign(answer.address);
  else form.querySelector("[data-problem]").textContent = answer.message;
});

function show() {
  const clock = document.querySelector("[data-fieldnotes-clock]");
  if (clock) clock.parentElement.hidden = false;
}
show();
