// A card or message that is opened, or has been in view for a while, is noted as read without a click; without this there
// is a button. “Quick exit” leaves nothing behind that the browser’s way back would show.
const A_WHILE = 2_000;
const waiting = new Map();
const known = new WeakSet();
const about = (form) => `${form.elements.message?.value} ${form.elements.card?.value}`;

function read(form) {
  if (document.hidden || form.hidden || form.dataset.sent) return;
  form.dataset.sent = "yes";
  fetch(form.getAttribute("action") || location.pathname, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
  }).then(
    () => document.querySelectorAll("form[data-opened]").forEach((other) => {
      if (about(other) === about(form)) other.hidden = true;
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

function watch() {
  for (const form of document.querySelectorAll("form[data-opened]")) {
    if (!known.has(form) && !form.closest("details")) looks.observe(form);
    known.add(form);
  }
}

document.addEventListener("toggle", ({ target }) => {
  const form = target.open && target.querySelector?.(":scope form[data-opened]");
  if (form) read(form);
}, true);
document.addEventListener("merged", watch);
watch();

document.querySelector("[data-leave]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});
