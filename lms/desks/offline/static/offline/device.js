/* The key of this phone for the person who is signed in: made here, never given away, and registered with the site. */

const headers = { Accept: "application/json", "X-Requested-With": "fetch" };

/* The service worker made the database. */
const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("offline");
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function about(mode, work) {
  const change = (await opened).transaction("about", mode, { durability: "strict" });
  const asked = work(change.objectStore("about"));
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve(asked.result);
    change.onabort = () => reject(change.error);
  });
}

async function make(place) {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const made = { id: crypto.randomUUID(), keys };
  await about("readwrite", (rows) => rows.put(made, place));
  return made;
}

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

async function send({ id, keys }, person, token) {
  const { seq, head } = (await about("readonly", (rows) => rows.get(`head-${person}`))) ?? {};
  const key = base64(await crypto.subtle.exportKey("spki", keys.publicKey));
  const body = JSON.stringify({ device: id, key, seq, head });
  const bytes = new TextEncoder().encode(body);
  const signature = base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, bytes));
  const more = { "Content-Type": "application/json", "X-CSRFToken": token, "X-Device-Signature": signature };
  return fetch("/offline/devices/", { method: "POST", headers: { ...headers, ...more }, body, redirect: "error" });
}

/* Registers the phone where it is not; after it was revoked, only where its person keeps a course anew. */
export async function register(isAnew) {
  const asked = await fetch("/offline/sync/", { headers, cache: "no-store", redirect: "error" });
  if (!asked.ok) return;
  const { person, token } = await asked.json();
  const place = `device-${person}`;
  let device = await about("readonly", (rows) => rows.get(place));
  if (device?.isKnown && !isAnew) return;
  device ??= await make(place);
  let answer = await send(device, person, token);
  if (answer.status === 409 && isAnew) {
    device = await make(place);
    answer = await send(device, person, token);
  }
  if (answer.ok) await about("readwrite", (rows) => rows.put({ ...device, isKnown: true }, place));
}
