/* Keeps the page for a lost connection in this browser, in the language of the reader, and lets the worker show it. */

async function keep() {
  const kept = await caches.open("offline");
  const known = await kept.match("/offline/");
  if (known?.headers.get("Content-Language") !== document.documentElement.lang) await kept.add("/offline/");
  await navigator.serviceWorker.register("/worker.js");
}

if ("serviceWorker" in navigator && "caches" in window) keep().catch(() => {});
