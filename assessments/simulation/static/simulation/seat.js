// A card that is opened, or has been in view for a while, is noted as read without a click; without this there is a
// button. “Quick exit” leaves nothing behind that the browser’s way back would show.
const A_WHILE = 2_000;
const waiting = new Map();

function read(form) {
  if (document.hidden || form.dataset.sent) return;
  form.dataset.sent = "yes";
  fetch(form.getAttribute("action") || location.pathname, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
  }).then(
    () => document.querySelectorAll("form[data-opened]").forEach((other) => {
      if (other.elements.card.value === form.elements.card.value) other.hidden = true;
    }),
    () => delete form.dataset.sent,
  );
}

const looks = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    clearTimeout(waiting.get(target));
    if (isIntersecting) waiting.set(target, setTimeout(() => read(target), A_WHILE));
  }
});

for (const form of document.querySelectorAll("form[data-opened]")) {
  const folded = form.closest("details");
  if (folded) folded.addEventListener("toggle", () => folded.open && !form.hidden && read(form));
  else looks.observe(form);
}

document.querySelector("[data-leave]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});
