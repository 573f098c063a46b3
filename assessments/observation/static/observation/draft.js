/* A checklist that is filled in: kept as a draft by itself. Without this there is a button. */

const SOON = 1_500, AGAIN = 8_000;
const form = document.querySelector("[data-draft]");
const status = document.querySelector("[data-status]");
let waiting = 0, sending = null, unkept = false, overtaken = false;

function later(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(keep, milliseconds);
}

/* Each form that is sent has an id of its own, and says which may be the last that was kept: also one of which no
   answer came back. */
function named() {
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.form.value = id;
  return id;
}

/* What is sent as the page is left arrives too; of files a browser lets nothing outlive a page. */
async function send(body, keepalive) {
  const response = await fetch(form.action, {
    method: "POST", body, keepalive, redirect: "error", headers: { "X-Requested-With": "fetch" },
  });
  if (response.status === 204) return {};
  overtaken = response.status === 409;
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).problems;
}

function bodyOf() {
  const body = new FormData(form);
  for (const [name, value] of [...body.entries()]) {
    if (value instanceof File && !value.size) body.delete(name);
  }
  for (const name of [...body.keys()]) if (/^(without|unphoto)-/.test(name)) body.delete(name);
  return body;
}

function told(problems, body) {
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (!body.has(input.name)) continue;
    const pk = input.name.slice("photo-".length);
    const line = form.querySelector(`[data-photo="${pk}"]`);
    if (input.files[0] && body.get(input.name).name === input.files[0].name) input.value = "";
    line.hidden = false;
    if (problems[pk]) line.textContent = problems[pk];
  }
}

async function keep(keepalive = false) {
  clearTimeout(waiting);
  if (sending) return later(SOON);
  if (overtaken) return;
  const id = named(), body = bodyOf(), { read } = form.elements;
  read.value += ` ${id}`;
  unkept = false;
  sending = send(body, keepalive === true);
  try {
    told(await sending, body);
    read.value = id;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    status.textContent = `${status.dataset.kept} ${time}`;
  } catch {
    unkept = true;
    status.textContent = overtaken ? status.dataset.overtaken : status.dataset.lost;
    if (!overtaken) later(AGAIN);
  } finally {
    sending = null;
  }
}

if (form) {
  form.addEventListener("input", () => { unkept = true; later(SOON); });
  form.addEventListener("change", (event) => event.target.type === "file" && later(0));
  form.addEventListener("submit", () => { clearTimeout(waiting); named(); unkept = false; });
  document.addEventListener("visibilitychange", () => document.hidden && unkept && keep(true));
  addEventListener("online", () => unkept && keep());
  addEventListener("beforeunload", (event) => unkept && event.preventDefault());
}
