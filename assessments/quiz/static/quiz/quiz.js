/* The quiz, one question at a time: a map of what is answered, and each answer saved as it is given. Without this module the form works as it is. */
const form = document.querySelector("[data-quiz]");
const closed = document.querySelector("[data-quiz-closed]");
const nameOf = (attempt) => `quiz-${attempt}`;
const unkept = {};
/* What could not be written, such as on a full phone, is kept in memory, and is newer than what is written. */
const store = {
  read(name) {
    if (name in unkept) return unkept[name];
    try { return JSON.parse(localStorage.getItem(name)) || []; } catch { return []; }
  },
  write(name, list) {
    try { if (list.length) localStorage.setItem(name, JSON.stringify(list)); else localStorage.removeItem(name); delete unkept[name]; } catch { unkept[name] = list; }
  },
};

/* RFC 9562, 5.7; crypto.randomUUID is absent on plain http. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0, now = Date.now(); i < 6; i++) bytes[i] = now / 2 ** (40 - 8 * i);
  bytes[6] = bytes[6] & 15 | 112;
  bytes[8] = bytes[8] & 63 | 128;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

/* The server has the last word on each answer, in a header (docs/use/quizzes.md): without it the answer stays here and is sent again. */
const wordOf = (response) => response ? response.headers.get("Mafunzo-Answer") : null;
/* What is sent as the page is left arrives too; a browser lets 64 KiB outlive a page. */
async function post(where, body, sent = new URLSearchParams(body)) {
  try {
    return await fetch(where.action, {
      method: "POST", body: sent, redirect: "manual", keepalive: String(sent).length < 6e4,
      headers: { "X-Requested-With": "fetch", "X-CSRFToken": where.elements.csrfmiddlewaretoken.value },
    });
  } catch { return null; /* no connection */ }
}

/* Sends what waits under `queue`, one after the other, until everything has its last word: true then. `say` hears how it goes on: "saving", a word or nothing, "done". */
function sender(where, queue, say) {
  let sending = null, wait = 2000, timer = 0;
  async function run() {
    clearTimeout(timer);
    let sent = 0;
    for (let entry; (entry = store.read(queue)[0]);) {
      say("saving");
      const response = await post(where, entry.body), word = wordOf(response);
      if (!word) {
        say("", response);
        timer = setTimeout(send, Math.max(wait, 1000 * (Number(response?.headers.get("Retry-After")) || 0)));
        wait = Math.min(wait * 2, 60000);
        return false;
      }
      wait = 2000;
      store.write(queue, store.read(queue).filter((other) => other.id !== entry.id));
      await say(word, response, entry);
      sent++;
    }
    if (sent) say("done");
    return true;
  }
  const send = () => sending ||= run().finally(() => { sending = null; });
  addEventListener("online", send);
  return { send, busy: () => Boolean(sending) };
}

function answering() {
  const words = form.dataset, queue = nameOf(words.quiz);
  const find = (selector) => form.querySelector(selector);
  const questions = [...form.querySelectorAll("fieldset[id^=question-]")];
  const [bars, lines, numbers] = [...form.querySelectorAll(".map, [data-missing]")].map((map) => [...map.querySelectorAll("[data-here]")]);
  const dialog = find("dialog"), status = find("[data-status]"), overview = find("button[data-overview]"), problem = find("[data-problem]"), missing = find("[data-missing]");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  const idOf = (question) => question.id.slice("question-".length);
  const fieldsOf = (question) => [...question.elements].filter((field) => /^[qc]:/.test(field.name));
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";
  /* “answered”, “unfinished” or nothing. A type says with `data-unfinished` that all its fields have to be filled in, and with validity what fits. */
  const stateOf = (question) => {
    const fields = fieldsOf(question).filter((field) => field.name[0] === "q"), given = {};
    for (const field of fields) given[field.name] ||= ticked(field) ? field.checked : field.value !== "";
    const all = Object.values(given), full = all.every(Boolean) && fields.every((field) => field.validity.valid);
    if ("done" in question.dataset) return "answered";
    return all.some(Boolean) ? full || !wantOf(question) ? "answered" : "unfinished" : "";
  };
  const wantOf = (question) => question.querySelector("[data-unfinished]")?.dataset.unfinished;
  const whole = (part) => part.closest("fieldset[id^=question-]");
  const flagOf = (question) => question.querySelector(".flag");
  let current = 0;

  const say = (text, saved) => { status.textContent = text; status.classList.toggle("saved", Boolean(saved)); };
  const trouble = (response, otherwise) => response?.type === "opaqueredirect" ? words.signedOut : response?.status === 403 ? words.stale : otherwise;
  /* Saved is what the server has: it is said only once nothing waits any more. */
  let leave = false, refused = "";
  const sending = sender(form, queue, async (word, response, entry) => {
    if (word === "saving") say(words.saving);
    else if (word === "late") leave = true;
    else if (word === "refused") refused = await response.text();
    else if (!word) say(trouble(response, words.unsaved));
    else if (word === "done") {
      if (leave) return location.assign(words.url);
      say(refused || fill(words.saved, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) }), !refused);
      refused = "";
    }
    for (const question of questions) if (entry?.about === `q:${idOf(question)}`) complain(question, word === "refused" ? refused : "");
  });

  /* What is wrong stands at its question. */
  function complain(question, text) {
    const place = question.querySelector("[data-refused]");
    place.textContent = text;
    place.hidden = !text;
    return place;
  }

  /* One event for each change; a later change of the same thing replaces one that is still waiting, but not the one that is on its way. */
  function save(about, pairs) {
    const id = uuid7();
    const waiting = store.read(queue).filter((entry, i) => entry.about !== about || (sending.busy() && i === 0));
    store.write(queue, [...waiting, { id, about, body: [["event_id", id], ...pairs] }]);
    draw();
    sending.send();
  }

  function draw() {
    questions.forEach((question, i) => {
      const state = stateOf(question), flag = flagOf(question)?.name === "unflag";
      for (const item of [bars[i], numbers[i]]) item.className = `${state} ${flag ? "flagged" : ""}`;
      bars[i].classList.toggle("current", i === current);
      numbers[i].querySelector("span").textContent = `: ${words[state || "notAnswered"]}${flag ? `, ${words.flagged}` : ""}`;
      lines[i].hidden = state !== "unfinished";
      lines[i].lastElementChild.textContent = wantOf(question);
      question.classList.toggle("shown", i === current);
    });
    const count = (which) => dialog.querySelectorAll(`.map > ${which}`).length;
    const left = count("li:not(.answered, .unfinished)"), undone = count(".unfinished"), flagged = count(".flagged");
    find("[data-step]").textContent = fill(words.step, { number: questions[current].dataset.number, total: count("li") });
    if (overview) overview.textContent = fill(words.overview, { flagged, left: left + undone });
    find("[data-unanswered]").textContent = left ? fill(words.left, { left }) : undone ? "" : words.complete;
    missing.hidden = !undone;
    find("[data-previous]").disabled = current === 0 && !find("[data-go-back]");
  }

  function show(index) {
    const turn = index < 0 ? find("[data-go-back]") : index >= questions.length && find("[data-go-on]");
    if (turn) return act(turn, say);
    if (index >= questions.length) return open();
    current = Math.max(index, 0);
    draw();
    questions[current].focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  }

  function open() { problem.hidden = true; dialog.showModal(); }

  function mark(question, flagged) {
    const button = flagOf(question);
    button.name = flagged ? "unflag" : "flag";
    button.textContent = flagged ? words.unflag : words.flag;
  }

  /* Checks, turns of the page and the end: first what waits, then the whole page, once; then the server shows what is next. */
  async function act(button, tell) {
    button.disabled = true;
    keep();
    let response = null, word = "";
    if (!store.read(queue).length || await sending.send()) {
      const body = new URLSearchParams(new FormData(form));
      body.append(button.name, button.value);
      response = await post(form, String(body).length < 6e4 ? body : [["event_id", uuid7()], [button.name, button.value]]);
      word = wordOf(response);
    }
    button.disabled = false;
    if (word === "late" || (word && button.name === "submit" && word !== "refused")) location.assign(words.url);
    else if (word === "stored") {
      location.hash = button.name === "check" ? `check-${button.value}` : "";
      location.reload();
    } else tell(word ? await response.text() : trouble(response, button.name === "submit" ? words.unsubmitted : words.unsaved));
  }

  /* What was given here and never reached the server is shown, and sent again under its own id. */
  for (const { body } of store.read(queue)) {
    for (const [name, value] of body) {
      const question = questions.find((one) => idOf(one) === (/^[qc]:/.test(name) ? name.split(":")[1] : value));
      if (!question) continue;
      if (name === "flag" || name === "unflag") mark(question, name === "flag");
      else for (const field of fieldsOf(question)) {
        const given = body.filter((pair) => pair[0] === field.name).map((pair) => pair[1]);
        if (ticked(field)) field.checked = given.includes(field.value);
        else field.value = given[0] || "";
      }
    }
  }

  /* A change is saved at once; what is being written, when the writing pauses or the page is left. */
  const kept = {};
  let touched = null, pause = 0;
  function keep() {
    clearTimeout(pause);
    const question = touched, names = question && fieldsOf(question).map((field) => field.name);
    touched = null;
    if (!names) return;
    const pairs = [...new FormData(form)].filter(([name]) => names.includes(name)), now = JSON.stringify(pairs);
    if (kept[question.id] !== now) save(`q:${idOf(question)}`, pairs);
    kept[question.id] = now;
  }
  form.addEventListener("input", ({ target }) => {
    touched = whole(target);
    clearTimeout(pause);
    pause = setTimeout(keep, 1500);
  });
  form.addEventListener("change", ({ target }) => { touched = whole(target); keep(); });
  for (const name of ["pagehide", "visibilitychange"]) addEventListener(name, keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter, { name, value } = button || {};
    if (name === "submit") act(button, (text) => { problem.textContent = text; problem.hidden = false; });
    else if (name === "review") open();
    else if (name === "check") act(button, (text) => complain(whole(button), text).focus());
    else if (name === "go") act(button, say);
    else if (name === "flag" || name === "unflag") {
      mark(whole(button), name === "flag");
      save(`flag:${value}`, [[name, value]]);
    } else show(current + 1);
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      dialog.close();
      show(questions.findIndex((question) => `#${question.id}` === link.hash));
    } else if (event.target.matches("[data-close]")) dialog.close();
  });
  find("[data-previous]").addEventListener("click", () => show(current - 1));
  find("[data-next]").addEventListener("click", () => show(current + 1));
  form.classList.add("one-by-one");
  find("[data-plain]").hidden = true;
  find("[data-steps]").hidden = false;
  const target = document.getElementById(location.hash.slice(1));
  current = Math.max(questions.findIndex((question) => (target ? question.contains(target) : !stateOf(question))), 0);
  draw();
  target?.focus();
  sending.send();
}

/* The time that is left, as the server said when the page was drawn; it decides, this only tells, and submits when it is over. */
function counting(timer) {
  const words = form.dataset, text = timer.querySelector("[data-time]"), announce = form.querySelector("[data-announce]");
  const end = Date.now() + 1000 * timer.dataset.timeLeft, moments = [600, 300, 60];
  let before = Infinity, over = false;
  const say = (seconds) => seconds > 60 ? words.minutes.replace("{number}", Math.ceil(seconds / 60)) : words.seconds.replace("{number}", seconds);
  const waiting = sender(form, nameOf(words.quiz), () => {});
  /* First what waits, then the end; again and again until the server has the last word on both. */
  async function finish() {
    over = true;
    const body = new URLSearchParams(new FormData(form));
    body.append("submit", "1");
    if (await waiting.send() && wordOf(await post(form, body))) location.assign(words.url);
    else setTimeout(finish, 5000);
  }
  function tick() {
    const left = Math.max(Math.ceil((end - Date.now()) / 1000), 0);
    text.textContent = left ? say(left) : words.timeUp;
    timer.classList.toggle("time-warning", left <= 300);
    if (announce && moments.some((moment) => left <= moment && before > moment && before < Infinity)) announce.textContent = say(left);
    before = left;
    if (!left && !over) finish();
  }
  tick();
  setInterval(tick, 1000);
  addEventListener("visibilitychange", tick);
}

const timer = document.querySelector("[data-time-left]");
if (form?.querySelector("dialog")) answering();
if (form && timer) counting(timer);
/* The attempt has ended: what waits here is sent all the same. */
if (closed && store.read(nameOf(closed.dataset.quizClosed)).length) {
  closed.querySelector("[data-unsent]").hidden = false;
  sender(closed.querySelector("form"), nameOf(closed.dataset.quizClosed), (word) => { if (word === "done") location.reload(); }).send();
}
