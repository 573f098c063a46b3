/* Keeps a course on this phone, or removes it: the service worker of the room does it, and is registered here alone. */

const part = document.querySelector("[data-keep]");
const [on, off, state] = ["on", "off", "state"].map((name) => part?.querySelector(`[data-${name}]`));

async function ask(act, method = "POST") {
  const answer = await fetch(`/offline/phone/${act}/${part.dataset.keep}/`, { method });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function sign(isAnew) {
  const { register: registerPhone } = await import(part.dataset.device);
  await registerPhone(isAnew).catch(() => {});
}

function isOurs() {
  return navigator.serviceWorker.controller?.scriptURL.endsWith(part.dataset.worker);
}

/* The pages of courses, of the phone, and those at which people change. */
async function register() {
  for (const scope of ["/offline/", "/sign-in/", "/sign-on/", "/sign-out/", "/learn/"]) {
    await navigator.serviceWorker.register(part.dataset.worker, { scope });
  }
  await new Promise((resolve) => {
    if (isOurs()) resolve();
    else navigator.serviceWorker.addEventListener("controllerchange", () => isOurs() && resolve());
  });
}

/* A phone on which a course is kept may install the site: its pages name the manifest from then on. */
function installable() {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = part.dataset.manifest;
  document.head.append(link);
}

function show(isKept) {
  if (isKept) installable();
  on.hidden = isKept;
  off.hidden = !isKept;
  state.textContent = isKept ? state.dataset.kept : "";
}

async function begin() {
  const { courses } = isOurs() ? await ask("state", "GET") : { courses: [] };
  const isKept = courses.some(({ course }) => course === part.dataset.keep);
  show(isKept);
  if (!isKept) return;
  await ask("keep");
  await sign(false);
}

function pressed(work) {
  return async () => {
    state.textContent = state.dataset.busy;
    try {
      show(await work());
    } catch {
      state.textContent = state.dataset.failed;
    }
  };
}

if (part && "serviceWorker" in navigator && "caches" in window) {
  on.addEventListener(
    "click",
    pressed(async () => {
      await register();
      await ask("keep");
      await sign(true);
      await navigator.storage?.persist?.();
      return true;
    }),
  );
  off.addEventListener(
    "click",
    pressed(async () => {
      await ask("remove");
      return false;
    }),
  );
  begin().catch(() => {});
}
