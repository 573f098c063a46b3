/* The service worker: shows pushes, and does nothing else. It takes no request, so pages come from the server. */

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
