/* The service worker of /verify/: what was opened there once opens again without a network. Keys and the list go past it:
   the page keeps them itself, and has to know whether they are new. */

const CACHE = "verify";
const LONGEST = 4000; // milliseconds: a network that is there and does not answer

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept =
    (await cache.match(request, { ignoreVary: true })) ??
    (request.mode === "navigate" ? await cache.match(request, { ignoreSearch: true, ignoreVary: true }) : undefined);
  const answered = fetch(request).then((response) => {
    const whole = response.ok && !response.redirected && response.headers.has("Content-Type");
    if (whole) cache.put(request, response.clone());
    return response;
  });
  if (!kept) return answered;
  const late = new Promise((done) => setTimeout(done, LONGEST));
  return (await Promise.race([answered, late]).catch(() => undefined)) ?? kept;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = origin === self.location.origin && !/\/(keys|list)\/$/.test(pathname);
  if (ours && request.method === "GET") event.respondWith(answer(request));
});
