/* The page of a phone: what waits on it, what became of the rest, and the courses that it keeps. */

const part = document.querySelector("[data-phone]");
const names = ["count", "send", "save", "items", "kept", "courses", "used"];
const [count, button, save, list, kept, courses, used] = names.map((name) => part.querySelector(`[data-${name}]`));
const words = part.dataset;

function element(name, text, look = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = look;
  return made;
}

function wordOf({ verdict, sent }) {
  if (!verdict) return sent ? words.sent : words.saved;
  if (verdict === "late") return words.late;
  return verdict.startsWith("held:") ? words.held : words.counted;
}

const sizeOf = (bytes) => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

function item(event) {
  const row = element("li", "", "activity");
  const shown = { dateStyle: "medium", timeStyle: "short" };
  const when = new Date(event.at).toLocaleString(document.documentElement.lang, shown);
  row.append(element("span", event.title), " ", element("span", `${when} · ${wordOf(event)}`, "soft"));
  if (event.reason && event.verdict !== "late") row.append(" ", element("span", event.reason, "soft small"));
  return row;
}

function courseRow({ course, title }) {
  const [row, remove] = [element("li", "", "activity"), element("button", words.remove, "button button-quiet")];
  remove.type = "button";
  remove.addEventListener("click", () => show("remove", course, "POST"));
  row.append(element("span", title), " ", remove);
  return row;
}

async function show(act, course = "all", method = "GET") {
  const answer = await fetch(`/offline/phone/${act}/${course}/`, { method });
  if (!answer.ok) return;
  const state = await answer.json();
  if (!state.courses.length && !state.events.length) return;
  const waiting = state.events.filter(({ verdict }) => !verdict);
  count.textContent = waiting.length ? `${words.waits}: ${waiting.length}` : words.none;
  button.hidden = save.hidden = !waiting.length;
  const done = state.events.filter(({ verdict }) => verdict).slice(-300);
  list.replaceChildren(...[...waiting, ...done.reverse()].map(item));
  kept.hidden = !state.courses.length;
  courses.replaceChildren(...state.courses.map(courseRow));
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const left = quota > usage ? ` ${words.left} ${sizeOf(quota - usage)}.` : "";
  used.textContent = `${words.space} ${sizeOf(usage)}.${left}`;
}

save.addEventListener("click", async () => (await import(save.dataset.script)).save());
button.addEventListener("click", () => show("send"));
addEventListener("online", () => show("send"));
if (navigator.serviceWorker?.controller) show("send").catch(() => {});
