/* Verifies what the code of a certificate says, also without a network: by keys and a list that this device keeps.
   The bytes are those of certificates/statement/packing.py. */

const page = document.querySelector("[data-verify]");
const addresses = page.dataset;
const [result, about, video] = ["result", "about", "video"].map((name) => page.querySelector(`[data-${name}]`));
const LANGUAGE = document.documentElement.lang;
const WEEK = 7 * 24 * 3600 * 1000;
const LONGEST = 8000; // milliseconds for a new list
const OLDEST = Date.UTC(2020, 0, 1);
const ALPHABETS = [[7, 0x80], [8, 0x80], [8, 0x600], [9, 0x80], [9, 0x1200], [8, 0x2000], [16, 0x80], [21, 0x80]];
const SERIAL = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const STANDINGS = ["", "revoked", "replaced", "withdrawn"];

const day = (date) => new Date(date).toISOString().slice(0, 10);
const utf8 = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/* What this device keeps: {keys, list}, each as it was signed. */
const kept = (() => {
  try {
    return JSON.parse(localStorage.getItem("verify")) ?? {};
  } catch {
    return {};
  }
})();

function keep(changes) {
  Object.assign(kept, changes);
  try {
    localStorage.setItem("verify", JSON.stringify(kept));
  } catch {
    // a private window: it is kept until the page closes
  }
}

/* --- The code ------------------------------------------------------------------------------------------------- */

function unpack(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  let place = 0;
  const take = (width) => {
    place += width;
    if (place > bits.length) throw new RangeError("cut off");
    return parseInt(bits.slice(place - width, place), 2);
  };
  let text = "";
  while (bits.length - place >= 10) {
    const [width, base] = ALPHABETS[take(3)];
    for (let left = take(7) + 1; left; left -= 1) {
      const value = take(width);
      text += String.fromCodePoint(value < 128 ? value : value - 128 + base);
    }
  }
  if (bits.length - place > 7 || bits.slice(place).includes("1")) throw new RangeError("too long");
  return text;
}

function serial(bytes) {
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const values = [];
  for (let place = 0; place < 11; place += 1, number >>= 5n) values.unshift(Number(number & 31n));
  let check = 0;
  for (const value of values) check = ((check ^ value) << 1) ^ ((check ^ value) & 16 ? 37 : 0);
  return [...values, check].map((value) => SERIAL[value]).join("").replace(/(....)(?=.)/g, "$1-");
}

/* The facts that `digits` hold, with the bytes that are signed and their signature. Throws for anything else. */
function read(digits) {
  if (!/^[1-9]\d{1,999}$/.test(digits)) throw new RangeError("no digits");
  const hex = BigInt(digits).toString(16);
  const data = Uint8Array.from(hex.padStart(hex.length + (hex.length % 2), "0").match(/../g), (two) => parseInt(two, 16));
  if (data[0] !== 1 || data[1] !== 1 || data.length < 88 || data.length > 301) throw new RangeError("not whole");
  const [body, signature] = [data.slice(1, -64), data.slice(-64)];
  const view = new DataView(body.buffer);
  let [issuer, place] = [0, 20];
  do issuer = issuer * 128 + (body[place] & 127);
  while (body[place++] > 127 && place < 25);
  const [name, course, more] = unpack(body.subarray(place)).split("\n");
  if (course === undefined || more !== undefined) throw new RangeError("not two texts");
  const days = (at) => OLDEST + view.getUint16(at) * 86400000;
  return {
    body,
    signature,
    key: Array.from(body.subarray(1, 5), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    index: view.getUint32(5),
    serial: serial(body.subarray(9, 16)),
    signed: days(16),
    until: view.getUint16(18) ? days(18) : undefined,
    issuer,
    name,
    course,
  };
}

/* --- Signatures, keys and the list ---------------------------------------------------------------------------- */

async function isSigned(domain, data, signature, key) {
  const [public_, whole] = [fromBase64(key.public), new Uint8Array([...utf8(`${domain}\0`), ...data])];
  try {
    const imported = await crypto.subtle.importKey("raw", public_, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, whole);
  } catch {
    const { verifyAsync } = await import(addresses.ed25519); // a browser that does not know Ed25519
    return verifyAsync(signature, whole, public_, { zip215: false });
  }
}

/* What `envelope` holds, where one of `keys` signed it that has not leaked and holds on its day. */
async function opened(domain, envelope, keys, always) {
  const held = JSON.parse(envelope.payload);
  for (const key of keys) {
    const signature = envelope.signatures[key.id];
    const holds = always || (key.from <= held.issued.slice(0, 10) && held.issued.slice(0, 10) <= key.until);
    if (!signature || key.leaked || !holds) continue;
    if (await isSigned(domain, utf8(envelope.payload), fromBase64(signature), key)) return held;
  }
  return undefined;
}

/* Takes the present keys and list; an older one, and one that no known key signed, is refused. */
async function refresh() {
  const options = { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout?.(LONGEST) };
  const [keys, list] = await Promise.all([addresses.keys, addresses.list].map((one) => fetch(one, options)));
  if (!keys.ok || !list.ok) return "none";
  const [keySet, listed] = [await keys.json(), await list.json()];
  const known = kept.keys?.keys ?? JSON.parse(keySet.payload).keys;
  const newKeys = await opened("mafunzo-keys-v1", keySet, known, true);
  if (!newKeys || newKeys.seq < (kept.keys?.seq ?? 0)) return "refused";
  keep({ keys: newKeys });
  const newList = await opened("mafunzo-revocations-v1", listed, newKeys.keys, false);
  if (!newList || newList.number < (kept.list?.number ?? 0)) return "refused";
  keep({ list: newList });
  return "refreshed";
}

/* Revoked, replaced, withdrawn or "" by the list; undefined where the list does not reach so far. */
async function standing(index) {
  if (!kept.list || index >= kept.list.size) return undefined;
  const stream = new Blob([fromBase64(kept.list.bits)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = new Uint8Array(await new Response(stream).arrayBuffer());
  const bit = (plane) => (bits[(plane * kept.list.size) / 8 + (index >> 3)] >> (7 - (index & 7))) & 1;
  return STANDINGS[bit(0) + 2 * bit(1)];
}

/* --- The answer ----------------------------------------------------------------------------------------------- */

const written = (date, more) =>
  new Intl.DateTimeFormat(LANGUAGE === "en" ? "en-GB" : LANGUAGE, { dateStyle: "long", calendar: "gregory", timeZone: "UTC", ...more }).format(date);
const moment = (text) => written(new Date(text), { timeStyle: "short", timeZone: undefined });
const copyOf = (name) => page.querySelector(`template[data-say="${name}"]`).content.cloneNode(true);

function fill(part, values) {
  for (const place of part.querySelectorAll("[data-fill]")) {
    const value = values[place.dataset.fill];
    if (value !== undefined) place.textContent = value;
  }
  for (const link of part.querySelectorAll("a[data-serial]")) link.href = link.dataset.serial.replace("SERIAL", values.serial);
  return part;
}

function show(verdict, values = {}, notes = []) {
  const part = copyOf(verdict);
  const block = part.querySelector(".verdict");
  if (values.name !== undefined) {
    block.querySelector("h2").after(copyOf("facts"));
    block.append(copyOf("register"));
  }
  for (const note of notes) block.append(copyOf(note));
  result.replaceChildren(fill(part, values));
  result.focus();
}

function issuerOf(number) {
  const names = kept.list?.issuers?.[number];
  return names?.[LANGUAGE] ?? names?.[""] ?? String(number);
}

/* What the list says, and what could not be checked: [verdict or "", notes]. */
async function checkList(facts) {
  const found = await standing(facts.index).catch(() => undefined);
  if (!kept.list) return ["", ["without-list"]];
  const issued = Date.parse(kept.list.issued);
  if (found === undefined || issued < facts.signed) return ["", ["list-before"]];
  return [found, Date.now() - issued > WEEK ? ["list", "list-old"] : ["list"]];
}

async function verdictOf(facts) {
  const key = kept.keys?.keys.find((one) => one.id === facts.key);
  if (!kept.keys) return ["without-keys"];
  if (!key) return ["unknown-key"];
  if (!(await isSigned("mafunzo-certificate-v1", facts.body, facts.signature, key))) return ["altered"];
  const values = {
    ...facts,
    issuer: issuerOf(facts.issuer),
    signed: written(facts.signed),
    until: facts.until && written(facts.until),
    list: kept.list && moment(kept.list.issued),
  };
  if (key.leaked) return ["leaked", values];
  if (day(facts.signed) < key.from || day(facts.signed) > key.until) return ["outside"];
  const [listed, notes] = await checkList(facts);
  if (facts.name.endsWith("…") || facts.course.endsWith("…")) notes.push("shortened");
  if (facts.signed > Date.now() + 86400000) notes.push("clock");
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return [listed || (facts.until < today ? "expired" : "genuine"), values, notes];
}

/* Checks the text of a code, or what somebody typed. */
async function check(text) {
  const [address, digits] = text.includes("#") ? text.trim().split("#") : ["", text.replace(/\s/g, "")];
  let [host, facts] = [location.host];
  try {
    if (address) host = new URL(address, location).host;
  } catch {
    return show("no-code");
  }
  if (![location.host, addresses.host].includes(host)) return show("foreign", { host });
  if (!/^\d{30,}$/.test(digits)) return show(address ? "altered" : "no-code");
  try {
    facts = read(digits);
  } catch {
    return show("altered");
  }
  try {
    return show(...(await verdictOf(facts)));
  } catch {
    return show("unable");
  }
}

/* A number that is typed proves nothing by itself: the online page knows it, so it is asked where there is a network. */
async function checkTyped(form) {
  const text = form.elements.serial.value.trim();
  if (/^[^#]*#?\d{30,}$/.test(text.replace(/\s/g, ""))) return check(text);
  if (!text || (await update()) !== "offline") return form.submit();
  return show("typed");
}

/* --- The page ------------------------------------------------------------------------------------------------- */

async function update() {
  const state = await refresh().catch(() => "offline");
  const values = { list: kept.list && moment(kept.list.issued) };
  const old = kept.list && Date.now() - Date.parse(kept.list.issued) > WEEK;
  const parts = [copyOf(kept.list ? "has-list" : "has-none"), ...(old ? [copyOf("list-old")] : [])];
  if (["offline", "refused"].includes(state)) parts.push(copyOf(state));
  about.replaceChildren(...parts.map((part) => fill(part, values)));
  return state;
}

async function keepPage() {
  await navigator.serviceWorker.register(addresses.worker, { scope: addresses.scope });
  const cache = await caches.open("verify");
  const decoder = "BarcodeDetector" in window ? "" : addresses.decoder;
  const tables = decoder && new URL("index.js", new URL(decoder, location)).href; // which the decoder imports
  const lazy = [decoder, tables, addresses.ed25519];
  const linked = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href || one.src);
  const wanted = [location.href.split("#")[0], addresses.scan, ...lazy.filter(Boolean), ...linked];
  const urls = new Set(wanted.map((one) => new URL(one, location).href));
  for (const { url } of await cache.keys()) {
    if (!urls.delete(url) && !url.includes(addresses.scope)) await cache.delete(url);
  }
  await cache.addAll(urls);
  page.querySelector("[data-kept]").hidden = false;
}

async function scanned(work) {
  try {
    const text = await work(await import(addresses.scan));
    if (text === undefined) return;
    if (text) await check(text);
    else show("no-code");
  } catch {
    show("no-camera");
  }
}

function turnCamera(on) {
  video.hidden = !on;
  page.querySelector("[data-camera]").hidden = on;
  page.querySelector("[data-stop]").hidden = !on;
}

const pressed = {
  camera: () => {
    turnCamera(true);
    const seen = (scan) => scan.ofCamera(addresses.decoder, video).then((text) => text || undefined);
    return scanned(seen).finally(() => turnCamera(false));
  },
  stop: () => import(addresses.scan).then((scan) => scan.stop(video)),
  refresh: update,
  trust: () => {
    keep({ keys: undefined, list: undefined });
    return update();
  },
};

function checkAddress() {
  if (location.hash.length < 2) return;
  const text = location.href;
  history.replaceState(null, "", location.pathname + location.search);
  check(text);
}

page.addEventListener("click", (event) => {
  const name = Object.keys(pressed).find((one) => event.target.closest(`[data-${one}]`));
  if (name) pressed[name]();
});
page.querySelector("[data-picture]").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  if (file) scanned((scan) => scan.ofPicture(addresses.decoder, file)).finally(() => (target.value = ""));
});
page.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  checkTyped(event.target);
});
addEventListener("hashchange", checkAddress);
for (const part of page.querySelectorAll("[data-scripted]")) part.hidden = false;
/* With a network the newest list is asked first; one that does not answer is not waited for where keys are here. */
await Promise.race([update(), new Promise((done) => setTimeout(done, kept.keys ? 2500 : LONGEST))]);
checkAddress();
if ("serviceWorker" in navigator) keepPage().catch(() => undefined);
