// Keeps the page of a seat or of a console up to date: asks for one small answer, and brings what is new into the page
// as it stands. What is unfolded, typed, focused or in view stays. Forms are sent the same way, so that nothing that is
// typed in another is lost, and a form that could not be sent is sent again as the same entry.
const line = document.querySelector("[data-live]");
const LATELY = 120_000;
const HIDDEN = 60_000;
const LONGEST = 60_000;
const PATIENCE = 30_000;
let happened = Date.now();
let failed = 0;
let timer = 0;
let round = 0;
let settled = null;

// Saying: one line, read out politely, that stays in view.

function say(text, href = "") {
  const said = Object.assign(document.createElement("p"), { className: "callout" });
  const words = href ? Object.assign(document.createElement("a"), { href }) : said;
  words.textContent = text;
  if (words !== said) said.append(words);
  line.replaceChildren(...(text ? [said] : []));
}

// Merging: the page as it stands becomes the page as it is now.

const isChanged = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.type !== "hidden" && field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
};

const isInView = (part) => {
  const { top, bottom } = part.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

/** Somebody is at work here, or still looks at what was read here. What the server has answered is not in use. */
function isUsed(part) {
  if (part.nodeType !== Node.ELEMENT_NODE) return false;
  const all = [part, ...part.querySelectorAll("form, input, textarea, select")];
  return all.some((one) => {
    if (one.matches("[data-sent]")) return isInView(one.parentElement);
    return one.matches("[data-unsent], [aria-busy=true]") || (one.form && one.form !== settled && isChanged(one));
  });
}

const keyOf = (node) => node.id || node.dataset?.key || "";

function merge(old, fresh) {
  if (old === line) return void (line.dataset.tag = fresh.dataset.tag);
  if (old.matches("form") && isUsed(old)) return renew(old, fresh);
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  mergeChildren(old, fresh);
}

/** A form in use is left as it is, but for the proof that it is ours, which a new sign-in changes. */
function renew(old, fresh) {
  const [had, has] = [old, fresh].map((form) => form.querySelector("[name=csrfmiddlewaretoken]"));
  if (had && has) had.value = has.value;
}

function mergeChildren(old, fresh) {
  const keyed = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const others = [...old.childNodes].filter((child) => !keyOf(child));
  const pairs = [...fresh.childNodes].map((next) => [next, match(next, keyed, others)]);
  const matched = new Set(pairs.map(([, found]) => found));
  for (const child of [...old.childNodes]) {
    if (matched.has(child)) continue;
    if (child !== line && !isUsed(child)) child.remove();
    else keep(child);
  }
  let at = old.firstChild;
  for (const [next, found] of pairs) {
    while (at && !matched.has(at)) at = at.nextSibling;
    if (!found) old.insertBefore(document.importNode(next, true), at);
    else {
      if (found === at) at = at.nextSibling;
      else old.insertBefore(found, at);
      if (found.nodeType === Node.ELEMENT_NODE) merge(found, next);
      else if (found.data !== next.data) found.data = next.data;
    }
  }
}

function match(next, keyed, others) {
  const key = keyOf(next);
  if (key) return keyed.get(key)?.nodeName === next.nodeName ? keyed.get(key) : undefined;
  const place = others.findIndex((one) => one.nodeName === next.nodeName);
  return place < 0 ? undefined : others.splice(0, place + 1).at(-1);
}

/** Says of what is not there any more, and in which somebody has written, that it stays. */
function keep(part) {
  for (const form of part.querySelectorAll?.("form") ?? []) {
    if (form.matches("[data-opened]") || form.querySelector("[data-note]") || !isUsed(form)) continue;
    const note = Object.assign(document.createElement("p"), { className: "callout", textContent: line.dataset.kept });
    note.dataset.note = "";
    form.prepend(note);
  }
}

/** Merges while whatever the reader looks at stays where it is on the screen. */
function still(work) {
  const [focused, scrolled] = [document.activeElement, window.scrollY > 0];
  const seen = scrolled ? document.elementFromPoint(innerWidth / 2, innerHeight / 2) : null;
  const before = seen?.getBoundingClientRect().top ?? 0;
  work();
  if (seen?.isConnected) window.scrollBy(0, seen.getBoundingClientRect().top - before);
  if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
  document.dispatchEvent(new Event("merged"));
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

/** Shows a whole page in the place of this one; gives what its messages say. */
function show(page) {
  const said = [...page.querySelectorAll(".messages")].map((one) => (one.remove(), one.textContent.trim())).join(" ");
  document.title = page.title;
  still(() => merge(document.getElementById("main"), page.getElementById("main")));
  return said;
}

// Asking.

function later() {
  clearTimeout(timer);
  const lately = Date.now() - happened < LATELY;
  const usual = 1000 * (lately ? line.dataset.soon : line.dataset.later);
  timer = setTimeout(ask, Math.max(document.hidden ? HIDDEN : 0, Math.min(usual * 2 ** failed, LONGEST)));
}

const get = (address, headers = {}) =>
  fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });

async function ask() {
  const mine = (round += 1);
  try {
    const answer = await get(line.dataset.live, { "If-None-Match": line.dataset.tag });
    if (mine !== round) return; // a newer question, or what was sent, has its own answer
    if (answer.redirected) return void say(line.dataset.out);
    if (answer.status === 403 || answer.status === 404) return void say(line.dataset.gone);
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (failed) say("");
    failed = 0;
    if (answer.status === 200) await bring(answer, mine);
  } catch {
    failed += 1;
    if (failed > 1 || navigator.onLine === false) say(line.dataset.lost);
  }
  later();
}

/** Parts of a console come with the answer; a seat fetches its page. */
async function bring(answer, mine) {
  const tag = answer.headers.get("ETag");
  if (answer.headers.get("Content-Type").startsWith("text/html")) {
    const text = await answer.text();
    if (mine !== round) return;
    const parts = parsed(text).querySelectorAll("[data-part]");
    still(() => parts.forEach((part) => merge(document.getElementById(part.id), part)));
  } else {
    const page = await get(location.href);
    if (!page.ok || page.redirected) throw new Error(page.statusText);
    const text = await page.text();
    if (mine !== round) return;
    show(parsed(text));
  }
  line.dataset.tag = tag;
  happened = Date.now();
  tell();
}

/** Says what a seat has to do now, or what was entered last. */
function tell() {
  const news = document.querySelector("[data-news]");
  if (news) say([...news.children].map((one) => one.textContent.trim().replace(/\s+/g, " ")).join(" · "), `#${news.id}`);
}

// Sending.

async function send(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  const headers = { Accept: "text/html" };
  form.setAttribute("aria-busy", "true");
  round += 1;
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers, signal });
    const there = new URL(answer.url);
    if (there.pathname.startsWith("/sign-in")) return void unsent(form, line.dataset.out);
    if (!answer.ok && answer.status !== 422) return void unsent(form, line.dataset.unsent);
    if (answer.redirected && there.pathname !== location.pathname) return location.assign(there);
    const page = parsed(await answer.text());
    round += 1; // what was asked while the form was on its way is older than this answer
    form.removeAttribute("aria-busy");
    delete form.dataset.unsent;
    if (answer.ok) form.reset();
    settled = form;
    const said = show(page);
    if (answer.ok && !said) tell();
    else say(said);
    const refused = answer.ok ? null : document.querySelector("#main [autofocus]");
    if (refused) refused.focus();
    else if (!document.activeElement || document.activeElement === document.body) line.focus({ preventScroll: true });
  } catch {
    unsent(form, line.dataset.unsent);
  } finally {
    settled = null;
    form.removeAttribute("aria-busy");
    happened = Date.now();
    later();
  }
}

function unsent(form, why) {
  form.dataset.unsent = "yes";
  say(why);
}

// The clock of a live run goes on between two answers.

const clocks = new WeakMap();

function tick() {
  for (const shown of document.querySelectorAll("[data-clock]")) {
    const { clock, pace, words } = shown.dataset;
    if (clocks.get(shown)?.clock !== clock) clocks.set(shown, { clock, since: Date.now() });
    const minute = Math.floor(Number(clock) + ((Date.now() - clocks.get(shown).since) / 1000) * Number(pace));
    const time = [Math.floor((minute % 1440) / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
    shown.textContent = words.trim().replace("{day}", Math.floor(minute / 1440) + 1).replace("{time}", time);
  }
}

if (line) {
  Object.assign(line.style, { position: "sticky", insetBlockStart: "0", zIndex: "1" });
  document.addEventListener("visibilitychange", () => (document.hidden ? later() : ask()));
  window.addEventListener("online", ask);
  document.addEventListener("input", () => (happened = Date.now()));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.closest("#main")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
  });
  setInterval(tick, 1000);
  tick();
  later();
}
