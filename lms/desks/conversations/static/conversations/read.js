/* What is open before the reader is read. Without this there is a button. */

const form = document.querySelector("form[data-read]");

function read() {
  if (document.hidden || form.hidden) return;
  form.hidden = true;
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {
    form.hidden = false;
  });
}

if (form) {
  read();
  document.addEventListener("visibilitychange", read);
}
