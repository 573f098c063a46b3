/* A small server on the phone, for learners who keep a course on it. It shows kept lessons and forms without network,
takes the same forms as the site, keeps them in IndexedDB, and sends them to /offline/sync/. All that it keeps is under
the name of a person; of anybody but the one who signed in last nothing is shown. */

const SHELL = "offline-shell";
const FINAL = ["stored", "known", "late"];
const GONE = [502, 503, 504];
const KEPT_DAYS = 60;
const DOORS = /^\/sign-(in|on|out)\//;
const OWN = ["csrfmiddlewaretoken", "event_id", "next", "review", "draw"];
const headers = { Accept: "application/json", "X-Requested-With": "fetch" };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/* What is kept: events (in order), courses by person and slug, and who signed in last. */

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("offline", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("events", { keyPath: "seq", autoIncrement: true });
    asked.result.createObjectStore("courses", { keyPath: ["person", "course"] });
    asked.result.createObjectStore("about");
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function kept(stores, mode, work) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const change = database.transaction(stores, mode, { durability: "strict" });
    const asked = work(...[stores].flat().map((name) => change.objectStore(name)));
    change.oncomplete = () => resolve(asked?.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

const read = (store, work) => kept(store, "readonly", work);
const write = (store, work) => kept(store, "readwrite", work);
const person = () => read("about", (rows) => rows.get("person"));
const course = async (slug, whose) => whose && read("courses", (rows) => rows.get([whose, slug]));
const isOf = (whose) => (row) => row.person === whose;
const isWaiting = (row) => !row.verdict;

const allEvents = () => read("events", (rows) => rows.getAll());

async function eventsOf(whose) {
  return (await allEvents()).filter(isOf(whose)).map((row) => ({ ...JSON.parse(row.raw), ...row }));
}

async function coursesOf(whose) {
  return (await read("courses", (rows) => rows.getAll())).filter(isOf(whose));
}

/* Keeps an event as the text that will be sent, numbered, with the SHA-256 of the hash before it and this text. */
function store({ person: whose, course: slug, title, ...event }) {
  return navigator.locks.request("offline-chain", async () => {
    const last = (await read("about", (rows) => rows.get(`head-${whose}`))) ?? { seq: 0, head: "" };
    const [seq, at] = [last.seq + 1, new Date().toISOString()];
    const raw = JSON.stringify({ ...event, seq, at });
    const chain = hex(await crypto.subtle.digest("SHA-256", bytesOf(last.head + raw)));
    await write(["events", "about"], (events, about) => {
      events.add({ person: whose, course: slug, title, raw, chain });
      return about.put({ seq, head: chain }, `head-${whose}`);
    });
  });
}

/* Who is signed in now says the site alone. Whoever signs in or out, with a password, a passkey or a provider, locks
what is kept until then. */

const lock = () => write("about", (rows) => rows.put("", "person"));

const bytesOf = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(Date.now() / 65536));
  new DataView(bytes.buffer).setUint16(4, Date.now() % 65536);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* Sending: one run at a time, also of the workers of other addresses, the oldest events first; what has no final
verdict stays. A phone that is registered signs what it sends, so that also another person can carry it. */

let running = null;
function send() {
  running ??= navigator.locks.request("offline", run).finally(() => (running = null));
  return running;
}

async function run() {
  const asked = await fetch("/offline/sync/", { headers, cache: "no-store", redirect: "error" });
  if (!asked.ok) return;
  const { person: whose, token } = await asked.json();
  if (whose !== (await person())) await write("about", (rows) => rows.put(whose, "person"));
  const old = Date.now() - KEPT_DAYS * 86400000;
  for (const { seq } of (await eventsOf(whose)).filter((row) => row.verdict && row.sent < old)) {
    await write("events", (rows) => rows.delete(seq));
  }
  for (const one of new Set([whose, ...(await allEvents()).filter(isWaiting).map((row) => row.person)])) {
    const device = await read("about", (rows) => rows.get(`device-${one}`));
    if (device || one === whose) await sendOf(one, device, token);
  }
}

async function sendOf(whose, device, token) {
  let [after, size] = [0, 50];
  while (size >= 1) {
    const waiting = (await allEvents()).filter(isOf(whose)).filter(isWaiting);
    const rows = waiting.filter((row) => row.seq > after).slice(0, size);
    if (!rows.length) return;
    for (const row of rows) await write("events", (all) => all.put({ ...row, sent: Date.now() }));
    const events = rows.map(({ raw, chain }) => ({ raw, chain }));
    const body = JSON.stringify({ device: device?.id, person: whose, now: new Date().toISOString(), events });
    const about = { ...headers, "Content-Type": "application/json", "X-CSRFToken": token };
    if (device) about["X-Device-Signature"] = await signature(device, body);
    const answer = await fetch("/offline/sync/", { method: "POST", headers: about, body, redirect: "error" });
    if (answer.status === 413) {
      size = Math.floor(size / 2);
      continue;
    }
    if (!answer.ok) return;
    const { verdicts } = await answer.json();
    for (const [place, { verdict, reason }] of verdicts.entries()) {
      const final = FINAL.includes(verdict) || verdict.startsWith("held:");
      const row = { ...rows[place], sent: Date.now(), reason };
      await write("events", (all) => all.put(final ? { ...row, verdict } : row));
    }
    after = rows.at(-1).seq;
  }
}

async function signature({ keys }, body) {
  const made = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, bytesOf(body));
  return btoa(String.fromCharCode(...new Uint8Array(made)));
}

const later = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const sendSoon = (seconds) => Promise.race([send().catch(() => {}), later(seconds)]);

/* Keeping and removing a course. */

async function get(address, more) {
  const answer = await fetch(address, { redirect: "error", ...more });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

const boxOf = (pack) => `pack-${pack.person}-${pack.course}`;

/* The name that this phone gives itself, for which forms are drawn. */
async function phoneName() {
  const made = (await read("about", (rows) => rows.get("phone"))) ?? crypto.randomUUID();
  await write("about", (rows) => rows.put(made, "phone"));
  return made;
}

async function keep(slug) {
  await send().catch(() => {});
  const [{ token }, query] = [await (await get("/offline/sync/", { headers })).json(), `?device=${await phoneName()}`];
  const drawing = { ...headers, "X-CSRFToken": token };
  await fetch(`/offline/draws/${slug}/${query}`, { method: "POST", headers: drawing, redirect: "error" });
  const known = await course(slug, await person());
  const about = known ? { ...headers, "If-None-Match": `"${known.digest}"` } : headers;
  const answer = await fetch(`/offline/pack/${slug}/${query}`, { headers: about, cache: "no-store", redirect: "error" });
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(String(answer.status));
  const pack = await answer.json();
  const [shell, box] = [await caches.open(SHELL), await caches.open(boxOf(pack))];
  for (const address of [pack.shell, pack.page, ...pack.files]) {
    await shell.put(address, await get(address, { cache: "no-cache" }));
  }
  const lost = await caches.open("offline"); // the page of the site for a lost connection
  if (!(await lost.match("/offline/"))) await lost.add("/offline/");
  const pieces = pack.activities.map(({ piece, form }) => piece || form).filter(Boolean);
  for (const address of pieces) if (!(await box.match(address))) await box.put(address, await get(address));
  for (const { url } of await box.keys()) if (!pieces.includes(new URL(url).pathname)) await box.delete(url);
  await write("courses", (rows) => rows.put(pack));
  await write("about", (rows) => rows.put(pack.person, "person"));
}

async function remove(slug) {
  const pack = await course(slug, await person());
  if (!pack) return;
  await caches.delete(boxOf(pack));
  await write("courses", (rows) => rows.delete([pack.person, slug]));
}

/* Pages that are made here: strings that the site drew, joined. */

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const link = (url, text, look = "") => `<a${look && ` class="${look}"`} href="${url}">${escaped(text)}</a>`;
const choiceOf = (row) => [...(row.data.choice ?? [])].sort().join(" ");

function wordOf(words, row) {
  if (isWaiting(row)) return row.sent ? words.sent : words.saved;
  if (row.verdict === "late") return words.late;
  return row.verdict.startsWith("held:") ? words.held : words.counted;
}

async function page(pack, title, content, waiting) {
  const shell = await (await caches.open(SHELL)).match(pack.shell, { ignoreVary: true });
  if (!shell) return null;
  const parts = { title: escaped(title), content, waiting: waiting || "" };
  const html = (await shell.text()).replace(/\[\[(\w+)\]\]/g, (_all, name) => parts[name]);
  const policy = shell.headers.get("Content-Security-Policy");
  return new Response(html, {
    headers: { "Content-Type": "text/html; charset=utf-8", ...(policy && { "Content-Security-Policy": policy }) },
  });
}

function rowsOf(pack, rows) {
  return pack.activities.map((one) => {
    const last = rows.filter((row) => row.activity === one.id).at(-1);
    const state = last ? wordOf(pack.words, last) : one.done ? pack.words.done : "";
    const title = `<span>${escaped(one.title)}</span>`;
    const name = one.piece || one.form ? link(`/learn/${pack.course}/${one.slug}/`, one.title) : title;
    const about = one.piece || one.form ? state : pack.words.online;
    return `<li class="activity">${name} <span class="soft">${escaped(about)}</span></li>`;
  });
}

const fresh = (html) => html.replaceAll('name="event_id" value=""', () => `name="event_id" value="${uuid7()}"`);

/* A drawn form with the answers that were given last. */
const signs = { amp: "&", quot: '"', lt: "<", gt: ">", "#x27": "'", "#39": "'" };
const attribute = (tag, name) =>
  (tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "").replace(/&([\w#]+);/g, (all, sign) => signs[sign] ?? all);

function filled(html, data) {
  const of = (tag) => data[attribute(tag, "name")];
  const mark = (tag, word, values) =>
    tag.replace(RegExp(`\\s${word}\\b`), "").replace(/^<\w+/, values.includes(attribute(tag, "value")) ? `$& ${word}` : "$&");
  return html
    .replace(/<input\b[^>]*\sname="[qc]:[^>]*>/g, (tag) => {
      if (/type="(radio|checkbox)"/.test(tag)) return mark(tag, "checked", of(tag) ?? []);
      if (/type="hidden"/.test(tag)) return tag;
      return of(tag) ? tag.replace(/\svalue="[^"]*"/, "").replace("<input", () => `<input value="${escaped(of(tag)[0])}"`) : tag;
    })
    .replace(/(<textarea\b[^>]*>)([^]*?)(<\/textarea>)/g, (all, tag, _text, end) =>
      of(tag) ? `${tag}\n${escaped(of(tag)[0])}${end}` : all,
    )
    .replace(/(<select\b[^>]*>)([^]*?)(<\/select>)/g, (all, tag, options, end) =>
      of(tag) ? tag + options.replace(/<option\b[^>]*>/g, (one) => mark(one, "selected", of(tag))) + end : all,
    );
}

function quiz({ words }, one, { parts }, rows, back) {
  const given = rows.filter((row) => row.draw === one.draw);
  const last = given.at(-1);
  const said = last ? `<p class="callout" role="status">${escaped(wordOf(words, last))}` : "";
  if (given.some((row) => row.data.submit)) return `${said}. ${escaped(words.result)}</p><nav class="pager">${back}</nav>`;
  const html = filled(parts.join(""), last?.data ?? {});
  const named = () => `name="event_id" value="${uuid7()}"><input type="hidden" name="draw" value="${one.draw}"`;
  return said + html.replaceAll('name="event_id" value=""', named);
}

async function lesson(pack, place, rows) {
  const [one, next] = [pack.activities[place], pack.activities[place + 1]];
  const address = one.piece || one.form;
  const found = address && (await (await caches.open(boxOf(pack))).match(address, { ignoreVary: true }));
  const { words, course: slug } = pack;
  const back = link(`/learn/${slug}/`, words.back, "back");
  if (!found) return `<p>${escaped(words.online)}</p><nav class="pager">${back}</nav>`;
  if (one.form) return quiz(pack, one, await found.json(), rows, back);
  const done = rows.filter((row) => row.activity === one.id);
  const parts = (await found.json()).parts.map((part) => {
    if (typeof part === "string") return part;
    const last = done.filter((row) => row.data.check?.[0] === part.check).at(-1);
    const said = last ? `<p class="small soft" role="status">${escaped(wordOf(words, last))}</p>` : "";
    return ((last && part.answered[choiceOf(last)]) ?? part.blank) + said;
  });
  const end = done.find((row) => row.data.done);
  const [hidden, label] = ['<input type="hidden" name=', escaped(next ? words.next : words.done)];
  const fields = `${hidden}"event_id" value="">${hidden}"done" value="1">${hidden}"next" value="1">`;
  const form = `<form method="post">${fields}<button type="submit" class="button next">${label}</button></form>`;
  const said = end ? `<p class="small soft" role="status">${escaped(wordOf(words, end))}</p>` : "";
  const onward = next ? link(`/learn/${slug}/${next.slug}/`, next.title, "button next") : "";
  return fresh(`${parts.join("")}${said}<nav class="pager">${back}${end || one.done ? onward : form}</nav>`);
}

/* The page at an address below /learn/, or null where nothing of it is kept for whoever signed in last. */
async function made(path) {
  const whose = await person();
  const [, , slug, activity] = path.split("/");
  const all = whose ? await coursesOf(whose) : [];
  const pack = slug ? all.find((one) => one.course === slug) : all[0];
  if (!pack) return null;
  const rows = await eventsOf(whose);
  const waiting = rows.filter(isWaiting).length;
  if (!slug) {
    const list = all.map((one) => `<li>${link(`/learn/${one.course}/`, one.title)}</li>`).join("");
    return page(pack, pack.words.courses, `<ul class="stack">${list}</ul>`, waiting);
  }
  const place = pack.activities.findIndex((one) => one.slug === activity);
  if (place >= 0) return page(pack, pack.activities[place].title, await lesson(pack, place, rows), waiting);
  return page(pack, pack.title, `<ol class="activities">${rowsOf(pack, rows).join("")}</ol>`, waiting);
}

async function show(event, path) {
  const whose = await person();
  if (whose && (await eventsOf(whose)).some(isWaiting)) await sendSoon(4);
  else event.waitUntil(send().catch(() => {}));
  try {
    const answer = await fetch(event.request);
    if (!GONE.includes(answer.status)) return answer;
    return (await made(path)) ?? answer;
  } catch (problem) {
    const found = (await made(path)) ?? (await caches.match("/offline/"));
    if (!found) throw problem;
    return found;
  }
}

/* A form of a kept lesson: to the site where it answers and nothing waits before it, else kept, and sent later. */
async function take(event, path) {
  const { request } = event;
  const [, , slug, activity] = path.split("/");
  const pack = await course(slug, await person());
  const place = pack?.activities.findIndex((one) => one.slug === activity && (one.piece || one.form)) ?? -1;
  if (place < 0) return fetch(request);
  const again = request.clone();
  const form = await request.formData();
  const draw = form.get("draw") ?? undefined; // of a page that was made here
  if (!draw && !pack.activities[place].piece) return fetch(again);
  const waits = (await eventsOf(pack.person)).some(isWaiting);
  if (!waits && form.has("csrfmiddlewaretoken")) {
    const answer = await fetch(path, { method: "POST", headers, body: form, redirect: "error" }).catch(() => null);
    if (answer?.ok) return Response.redirect((await answer.json()).address || path, 303);
    if (answer && answer.status !== 401 && answer.status !== 403 && answer.status < 429) return fetch(again);
  }
  const data = {};
  for (const name of new Set(form.keys())) if (!OWN.includes(name)) data[name] = form.getAll(name).map(String);
  if (data.check && !data.choice) return Response.redirect(`${path}#check-${data.check[0]}`, 303);
  const one = pack.activities[place];
  const about = { person: pack.person, enrolment: pack.enrolment, activity: one.id, course: slug, title: one.title };
  const id = form.get("event_id") || uuid7();
  await store({ ...about, id, data, draw });
  await sendSoon(2);
  if (request.headers.get("X-Requested-With") === "fetch") return new Response(null, { status: 204 });
  const next = pack.activities[place + 1];
  const onward = next ? `/learn/${slug}/${next.slug}/` : `/learn/${slug}/`;
  return Response.redirect(form.has("next") ? onward : path + (data.check ? `#check-${data.check[0]}` : ""), 303);
}

/* What the pages of this room ask: the state of the phone, and acts on it. */
async function tell(path, request) {
  const [, , , act, slug] = path.split("/");
  if (request.method === "POST" && act === "keep") await keep(slug);
  if (request.method === "POST" && act === "remove") await remove(slug);
  if (act === "send") await send().catch(() => {});
  const whose = await person();
  const rows = whose ? await eventsOf(whose) : [];
  const courses = whose ? await coursesOf(whose) : [];
  const events = rows.map(({ title, at, verdict, sent, reason }) => ({ title, at, verdict, sent, reason }));
  const state = { events, courses: courses.map(({ course: name, title }) => ({ course: name, title })) };
  return new Response(JSON.stringify(state), { headers: { "Content-Type": "application/json" } });
}

async function file(request) {
  const found = await caches.match(request.url, { cacheName: SHELL, ignoreVary: true });
  return found ?? fetch(request);
}

const pathOf = (url) => (url.startsWith(self.location.origin) ? new URL(url).pathname : "");

async function ownPage(request) {
  return fetch(request).catch(() => file(request));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const isPage = request.mode === "navigate";
  const isDoor = [pathname, pathOf(request.referrer)].some((path) => DOORS.test(path));
  if (pathname.startsWith("/sign-on/") || (isDoor && request.method === "POST")) {
    event.waitUntil(lock());
  } else if (pathname.startsWith("/learn/") && request.method === "POST") event.respondWith(take(event, pathname));
  else if (pathname.startsWith("/learn/") && isPage) event.respondWith(show(event, pathname));
  else if (/^\/offline\/phone\/\w/.test(pathname)) {
    event.respondWith(tell(pathname, request).catch((problem) => new Response(String(problem), { status: 503 })));
  } else if (pathname === "/offline/phone/") event.respondWith(ownPage(request));
  else if (request.method === "GET" && !isPage && pathname.startsWith("/static/")) event.respondWith(file(request));
});
