/* The service worker shows pushes, and where a page cannot be fetched the one that says what to do. It keeps no other
page: everything comes from the server. */

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    fetch(event.request).catch(async (problem) => {
      const kept = await caches.match("/offline/");
      if (!kept) throw problem;
      return kept;
    }),
  );
});

self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const { title = "Mafunzo", body = "", lang = "", url = "/notices/" } = said;
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag: "mafunzo", data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url));
});
