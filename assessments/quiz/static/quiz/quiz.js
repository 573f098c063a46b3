/* The quiz, one question at a time: a map of what is answered, and each answer saved as it is given. Without this module the form works as it is. */
const form = document.querySelector("[data-quiz]");
const closed = document.querySelector("[data-quiz-closed]");
const nameOf = (attempt) => `quiz-${attempt}`;
const unkept = {};
const store = {
  read(name) { try { return JSON.parse(localStorage.getItem(name)) || []; } catch { return unkept[name] || []; } },
  write(name, list) {
    unkept[name] = list;
    try { if (list.length) localStorage.setItem(name, JSON.stringify(list)); else localStorage.removeItem(name); } catch { /* kept in memory only */ }
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

function answering() {
  const words = form.dataset, queue = nameOf(words.quiz);
  const find = (selector) => form.querySelector(selector);
  const questions = [...form.querySelectorAll("fieldset[id^=question-]")];
  const [bars, numbers] = [...form.querySelectorAll(".map")].map((map) => [...map.querySelectorAll("[data-here]")]);
  const dialog = find("dialog"), status = find("[data-status]"), overview = find("button[data-overview]"), problem = find("[data-problem]");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  const idOf = (question) => question.id.slice("question-".length);
  const fieldsOf = (question) => [...question.elements].filter((field) => /^[qc]:/.test(field.name));
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";
  const answered = (question) => "done" in question.dataset || fieldsOf(question).some((field) => field.name[0] === "q" && (ticked(field) ? field.checked : field.value !== ""));
  const flagOf = (question) => question.querySelector(".flag");
  let sending = false, wait = 2000, timer = 0, current = 0;

  const say = (text, saved) => { status.textContent = text; status.classList.toggle("saved", Boolean(saved)); };
  /* What is sent as the page is left arrives too; a browser lets 64 KiB outlive a page. */
  const post = (body, sent = new URLSearchParams(body)) => fetch(form.action, {
    method: "POST", body: sent, redirect: "manual", keepalive: String(sent).length < 6e4,
    headers: { "X-Requested-With": "fetch", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });

  /* One event for each change; a later change of the same thing replaces one that is still waiting, but not the one that is on its way. */
  function save(about, pairs) {
    const id = uuid7();
    const waiting = store.read(queue).filter((entry, i) => entry.about !== about || (sending && i === 0));
    store.write(queue, [...waiting, { id, about, body: [["event_id", id], ...pairs] }]);
    draw();
    send();
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    for (let entry; (entry = store.read(queue)[0]);) {
      say(words.saving);
      let response = null;
      try { response = await post(entry.body); } catch { /* no connection */ }
      const code = response ? response.status : 0;
      if (code !== 204 && code !== 409 && code !== 422) {
        say(response && response.type === "opaqueredirect" ? words.signedOut : code === 403 ? words.stale : words.unsaved);
        timer = setTimeout(send, wait);
        wait = Math.min(wait * 2, 60000);
        break;
      }
      wait = 2000;
      store.write(queue, store.read(queue).filter((other) => other.id !== entry.id));
      if (code === 204) say(fill(words.saved, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) }), true);
      else { say(await response.text()); break; }
    }
    sending = false;
  }

  function draw() {
    questions.forEach((question, i) => {
      const given = answered(question), flag = flagOf(question)?.name === "unflag";
      for (const item of [bars[i], numbers[i]]) {
        item.classList.toggle("answered", given);
        item.classList.toggle("flagged", flag);
      }
      bars[i].classList.toggle("current", i === current);
      numbers[i].querySelector("span").textContent = `: ${given ? words.answered : words.notAnswered}${flag ? `, ${words.flagged}` : ""}`;
      question.classList.toggle("shown", i === current);
    });
    const all = dialog.querySelectorAll(".map > li");
    const left = [...all].filter((item) => !item.classList.contains("answered")).length, flagged = dialog.querySelectorAll(".flagged").length;
    find("[data-step]").textContent = fill(words.step, { number: questions[current].dataset.number, total: all.length });
    if (overview) overview.textContent = fill(words.overview, { flagged, left });
    find("[data-unanswered]").textContent = left ? fill(words.left, { left }) : words.complete;
    find("[data-previous]").disabled = current === 0 && !find("[data-go-back]");
  }

  function show(index) {
    const turn = index < 0 ? find("[data-go-back]") : index >= questions.length && find("[data-go-on]");
    if (turn) return act(turn);
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

  /* Checks and turns of the page: everything on it is sent with them, once; then the server shows what comes next. */
  async function act(button) {
    button.disabled = true;
    const body = new URLSearchParams(new FormData(form));
    body.append(button.name, button.value);
    let response = null;
    try { response = await post(body); } catch { /* no connection */ }
    button.disabled = false;
    const code = response ? response.status : 0;
    if (code === 204 || code === 409) {
      location.hash = button.name === "check" ? `question-${button.value}` : "";
      location.reload();
    } else say(code === 422 ? await response.text() : response && response.type === "opaqueredirect" ? words.signedOut : code === 403 ? words.stale : words.unsaved);
  }

  async function submit(button) {
    button.disabled = true;
    const body = new URLSearchParams(new FormData(form));
    body.append("submit", "1");
    let response = null;
    try { response = await post(body); } catch { /* no connection */ }
    button.disabled = false;
    const code = response ? response.status : 0;
    if (code === 204 || code === 409) {
      store.write(queue, []);
      location.assign(words.url);
    } else {
      problem.textContent = code === 422 ? await response.text() : response && response.type === "opaqueredirect" ? words.signedOut : code === 403 ? words.stale : words.unsubmitted;
      problem.hidden = false;
    }
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
    touched = target.closest("fieldset[id^=question-]");
    clearTimeout(pause);
    pause = setTimeout(keep, 1500);
  });
  form.addEventListener("change", ({ target }) => { touched = target.closest("fieldset[id^=question-]"); keep(); });
  for (const name of ["pagehide", "visibilitychange"]) addEventListener(name, keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter, { name, value } = button || {};
    if (name === "submit") submit(button);
    else if (name === "review") open();
    else if (name === "check" || name === "go") act(button);
    else if (name === "flag" || name === "unflag") {
      mark(button.closest("fieldset[id^=question-]"), name === "flag");
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
  addEventListener("online", send);
  form.classList.add("one-by-one");
  find("[data-plain]").hidden = true;
  find("[data-steps]").hidden = false;
  current = Math.max(questions.findIndex((question) => (location.hash ? `#${question.id}` === location.hash : !answered(question))), 0);
  draw();
  send();
}

/* The time that is left, as the server said when the page was drawn; it decides, this only tells, and submits when it is over. */
function counting(timer) {
  const words = form.dataset, text = timer.querySelector("[data-time]"), announce = form.querySelector("[data-announce]");
  const end = Date.now() + 1000 * timer.dataset.timeLeft, moments = [600, 300, 60];
  let before = Infinity, over = false;
  const say = (seconds) => seconds > 60 ? words.minutes.replace("{number}", Math.ceil(seconds / 60)) : words.seconds.replace("{number}", seconds);
  async function finish() {
    over = true;
    const body = new URLSearchParams(new FormData(form));
    body.append("submit", "1");
    try {
      const response = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { "X-Requested-With": "fetch", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } });
      if (response.status === 204 || response.status === 409) return location.assign(words.url);
    } catch { /* no connection: what is saved is submitted by the server */ }
    setTimeout(finish, 5000);
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
if (closed) store.write(nameOf(closed.dataset.quizClosed), []);
