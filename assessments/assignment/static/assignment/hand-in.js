/* A hand-in: the text is saved as it is written, and files are uploaded in parts, which go on where they were cut off. Without this module the form works as it is. */
const form = document.querySelector("[data-hand-in]");
const STEP = 1_500, LONGEST_WAIT = 30_000;
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xEDB88320 ^ n >>> 1 : n >>> 1;
  return n;
});

/* RFC 9562, 5.7; crypto.randomUUID is absent on plain http. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0, now = Date.now(); i < 6; i++) bytes[i] = now / 2 ** (40 - 8 * i);
  bytes[6] = bytes[6] & 15 | 112;
  bytes[8] = bytes[8] & 63 | 128;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

/* CRC-32 of a file, by which the server knows it again. */
async function sumOf(file) {
  let sum = ~0;
  for (let at = 0; at < file.size; at += 1 << 20) {
    for (const byte of new Uint8Array(await file.slice(at, at + (1 << 20)).arrayBuffer())) sum = TABLE[(sum ^ byte) & 255] ^ sum >>> 8;
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
const pause = (milliseconds) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

function handingIn() {
  const words = form.dataset, field = form.querySelector("textarea"), input = form.elements.file;
  const status = form.querySelector("[data-status]"), problem = form.querySelector("[data-problem]"), bar = form.querySelector("[data-progress]");
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  let kept = field?.defaultValue, timer = 0, saving = null, uploads = 0;

  async function post(address, body) {
    try {
      return await fetch(address, { method: "POST", body, headers, redirect: "manual", keepalive: false });
    } catch { return null; /* no connection */ }
  }

  async function send(text) {
    const response = await post(words.handIn, new URLSearchParams({ event_id: uuid7(), [field.name]: text }));
    const word = response?.headers.get("Mafunzo-Answer");
    if (word === "stored") {
      kept = text;
      status.textContent = fill(words.saved, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) });
    } else if (word) tell(await response.text());
    else {
      status.textContent = response ? words.stale : words.unsaved;
      timer = setTimeout(save, 5 * STEP);
    }
  }
  function save() {
    clearTimeout(timer);
    if (!field || field.value === kept || saving) return saving;
    return saving = send(field.value).finally(() => {
      saving = null;
      if (field.value !== kept) timer ||= setTimeout(save, STEP);
      timer = 0;
    });
  }

  function tell(text) {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) problem.scrollIntoView({ block: "nearest" });
  }

  function add(file, address) {
    const row = form.querySelector("template").content.cloneNode(true), button = row.querySelector("button");
    row.querySelector("a").href = address;
    if (file.scan) {
      row.querySelector("a").replaceWith(row.querySelector("bdi"));
      Object.assign(row.querySelector("span > span"), { textContent: file.scan }).dataset.scan = "";
    }
    row.querySelector("bdi").textContent = row.querySelector("button span").textContent = file.name;
    button.value = file.id;
    form.querySelector("[data-files]").append(row);
  }

  /* Asks where the upload stands, sends part after part, and waits and asks again where the connection is lost. */
  async function upload(file) {
    const about = new URLSearchParams({ name: file.name, size: file.size, sum: await sumOf(file) });
    for (let wait = 1_000, place = null; ;) {
      const at = place?.received;
      const response = place ? await post(`${place.url}?offset=${at}`, file.slice(at, at + place.part)) : await post(words.upload, about);
      const answer = response && await response.json().catch(() => null);
      if (response?.ok && answer?.file) {
        if (!form.querySelector(`button[value="${answer.file.id}"]`)) add(answer.file, answer.url);
        status.textContent = fill(words.added, { name: file.name });
        return;
      }
      if (response?.ok && answer) place = answer;
      else if (response?.status === 409 && answer) place.received = answer.received;
      else if (answer?.message) return tell(answer.message);
      else if (response && response.status !== 503 && response.status < 500) return tell(words.refused);
      else {
        status.textContent = words.waits;
        await pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
        place = null;
        continue;
      }
      wait = 1_000;
      bar.value = 100 * place.received / file.size;
      status.textContent = fill(words.sending, { name: file.name, percent: Math.floor(bar.value) });
    }
  }

  async function uploadAll(files) {
    uploads++;
    bar.hidden = false;
    tell("");
    for (const file of files) await upload(file);
    uploads--;
    bar.hidden = uploads === 0;
  }

  /* Brings up to date which files are checked for viruses; what is written stays as it is. */
  async function look() {
    const before = form.querySelector("[data-files]")?.textContent;
    if (form.querySelector("[data-scan]") && !uploads) {
      const answer = await fetch(words.handIn).catch(() => null);
      const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["[data-infected]", "[data-files]"]) {
        const fresh = page && page.querySelector(part);
        if (fresh && form.querySelector("[data-files]").textContent === before) form.querySelector(part).replaceChildren(...fresh.childNodes);
      }
    }
    setTimeout(look, 5_000);
  }

  field?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, STEP); });
  field?.addEventListener("change", save);
  function take() {
    const files = [...input.files];
    input.value = "";
    if (files.length) uploadAll(files);
  }
  input?.addEventListener("change", take);
  form.addEventListener("submit", (event) => {
    if (uploads) {
      event.preventDefault();
      tell(status.textContent);
    } else kept = field?.value;
  });
  addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("beforeunload", (event) => (uploads || (field && field.value !== kept)) && event.preventDefault());
  /* What was written or chosen before this module was there. */
  save();
  if (input) {
    take();
    setTimeout(look, 5_000);
  }
}

if (form) handingIn();
