/* Lets pushes come to this browser, where it can. Without this the part of the page is not shown. */

const part = document.querySelector("[data-push]");
const [on, off, problem] = ["on", "off", "problem"].map((name) => part?.querySelector(`[data-push-${name}]`));

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function tell(fields) {
  const body = new FormData(part);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(part.action, { method: "POST", body, redirect: "error" });
  if (!answer.ok) throw new Error(answer.statusText);
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

/* Signing out ends pushes here and leaves the browser's subscription: the page says whether the site has it. */
async function show() {
  const known = part.dataset.pushHere && (await subscription());
  on.hidden = Boolean(known);
  off.hidden = !known;
  part.hidden = false;
}

async function turnOn() {
  const registration = await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const key = bytes(part.dataset.push);
  const known = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = known.toJSON();
  try {
    await tell({ address: endpoint, key: keys.p256dh, auth: keys.auth });
  } catch (error) {
    await known.unsubscribe();
    throw error;
  }
  location.reload();
}

async function turnOff() {
  const known = await subscription();
  await tell({ off: "1", address: known?.endpoint ?? "" });
  await known?.unsubscribe();
  part.dataset.pushHere = "";
  await show();
}

function pressed(work) {
  return (event) => {
    event.preventDefault();
    problem.hidden = true;
    work().catch(() => {
      problem.hidden = false;
    });
  };
}

if (part && "serviceWorker" in navigator && "PushManager" in window) {
  on.addEventListener("click", pressed(turnOn));
  off.addEventListener("click", pressed(turnOff));
  show();
}
