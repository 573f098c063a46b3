// The editor of certificate designs: draws the pages anew after a change, and moves boxes by mouse, finger and keys.
const form = document.querySelector("[data-design]");
const shown = form.querySelector("[data-previews]");
let waiting = 0;
let number = 0;

async function draw() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  const mine = ++number;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: data, credentials: "same-origin" });
  if (!answer.ok || mine !== number) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.dataset?.element; // now: meanwhile its fields may have been opened
  shown.replaceChildren(...drawn.body.childNodes);
  prepare();
  if (focused) shown.querySelector(`[data-element="${focused}"]`)?.focus();
}

function drawSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 300);
}

function field(element, name) {
  return form.elements[`e-${element}-${name}`];
}

function move(element, x, y) {
  for (const [name, by] of [["x", x], ["y", y]]) {
    const input = field(element, name);
    if (input) input.value = Math.max(0, Math.round((Number(input.value) + by) * 10) / 10);
  }
  drawSoon();
}

// Boxes of the first page can be moved; the others follow, mirrored where a language begins on the right.
function prepare() {
  const page = shown.querySelector(".design-page");
  if (!page) return;
  page.setAttribute("role", "group");
  for (const box of page.querySelectorAll("[data-element]")) {
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", box.textContent);
  }
}

shown.addEventListener("keydown", (event) => {
  const element = event.target.dataset?.element;
  const step = event.shiftKey ? 5 : 1;
  const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  if (element === undefined || !(by || event.key === "Enter")) return;
  event.preventDefault(); // else Enter sends the form from the field that is focused next
  if (by) move(element, ...by);
  else open(element);
});

function open(element) {
  const details = document.getElementById(`element-${element}`);
  if (!details) return;
  details.open = true;
  details.querySelector("input:not([type=hidden])")?.focus();
}

shown.addEventListener("dblclick", (event) => {
  if (event.target.dataset?.element) open(event.target.dataset.element);
});

shown.addEventListener("pointerdown", (event) => {
  const box = event.target;
  const page = shown.querySelector(".design-page");
  if (!box.dataset?.element || box.ownerSVGElement !== page) return;
  const scale = page.viewBox.baseVal.width / page.getBoundingClientRect().width;
  const start = [event.clientX, event.clientY];
  const from = [Number(box.getAttribute("x")), Number(box.getAttribute("y"))];
  box.setPointerCapture(event.pointerId);
  const by = (now) => [(now.clientX - start[0]) * scale, (now.clientY - start[1]) * scale];
  const moved = (now) => ["x", "y"].forEach((name, axis) => box.setAttribute(name, from[axis] + by(now)[axis]));
  box.addEventListener("pointermove", moved);
  box.addEventListener("pointerup", (now) => {
    box.removeEventListener("pointermove", moved);
    const [x, y] = by(now);
    if (Math.abs(x) > 0.3 || Math.abs(y) > 0.3) move(box.dataset.element, x, y);
  }, { once: true });
});

form.addEventListener("input", drawSoon);
form.addEventListener("change", drawSoon);
prepare();
