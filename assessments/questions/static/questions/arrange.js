/* Arranging by hand and by keyboard what select boxes say. The select boxes stay the truth and stay in sight: whatever is dragged or pressed here
   sets one and sends its `change`, so that whoever listens to a form (the quiz, which saves) needs to know nothing of this. Without this module
   the select boxes work alone. A template says with `data-arrange` what it wants; in it, each `[data-slot]` holds one select:
     slots   Each option becomes a chip in `[data-pool]`, to be dragged onto a slot as often as one likes.
     bins    Each slot stands in the `[data-bin]` whose name is the value of its select, and can be dragged into another.
     order   The slots are siblings whose selects hold places, 1 first; they stand in that order and are dragged, or moved by `[data-move]`
             buttons (-1, 1). `[data-keep]` takes the order as it stands; a `[data-said]` says "{place}" after a button was pressed.
   What is `hidden` in the template because it is of no use without this module is marked `data-live`. A `.grip` is where a finger may drag. */

const selectOf = (slot) => slot.querySelector("select");

/* Sets a select box as if a person had chosen `value`. */
export function choose(select, value) {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

/* Lets what matches `item` inside `root` be dragged onto what matches `target`: by mouse anywhere on it, by finger and pen at a `.grip` (itself or
   inside), so that a page can still be scrolled. Calls `drop(item, target)`; Escape or leaving the targets changes nothing. */
export function drag(root, item, target, drop) {
  root.addEventListener("pointerdown", (down) => {
    const from = down.target, moved = from.closest(item);
    if (!moved || down.button || from.closest("select, button, a, input, fieldset:disabled") || !(from.closest(".grip") || down.pointerType === "mouse")) return;
    const start = { x: down.clientX, y: down.clientY + scrollY };
    let over = null, dragging = false, timer = 0, last = down;

    const follow = () => {
      const x = last.clientX - start.x, y = last.clientY + scrollY - start.y;
      if (!dragging && Math.hypot(x, y) < 6) return;
      dragging = true;
      root.classList.add("dragging");
      moved.classList.add("dragged");
      moved.style.translate = `${x}px ${y}px`;
      const under = document.elementFromPoint(last.clientX, last.clientY)?.closest(target);
      over?.classList.remove("over");
      over = under && root.contains(under) && under !== moved ? under : null;
      over?.classList.add("over");
    };
    const move = (event) => { last = event; follow(); };
    /* Near an edge of the window the page follows. */
    const scroll = () => {
      const edge = last.clientY < 48 ? -8 : last.clientY > innerHeight - 48 ? 8 : 0;
      if (dragging && edge) { scrollBy(0, edge); follow(); }
      timer = requestAnimationFrame(scroll);
    };
    const end = (event) => {
      for (const name of ["pointermove", "pointerup", "pointercancel", "keydown"]) removeEventListener(name, listeners[name], true);
      cancelAnimationFrame(timer);
      root.classList.remove("dragging");
      moved.classList.remove("dragged");
      moved.style.translate = "";
      over?.classList.remove("over");
      if (event.type === "pointerup" && over) drop(moved, over);
    };
    const listeners = { pointermove: move, pointerup: end, pointercancel: end, keydown: (event) => { if (event.key === "Escape") end(event); } };
    for (const name in listeners) addEventListener(name, listeners[name], true);
    scroll();
    if (down.pointerType === "mouse") down.preventDefault();
  });
}

/* Puts `node` elsewhere without losing the focus. */
function put(node, where) {
  const focused = document.activeElement;
  where(node);
  if (focused !== document.activeElement) focused.focus();
}

const starts = {
  slots(root) {
    const slots = [...root.querySelectorAll("[data-slot]")], pool = root.querySelector("[data-pool]");
    const chips = [...selectOf(slots[0]).options].filter((option) => option.value).map((option) => {
      const chip = document.createElement("li");
      chip.className = "chip grip";
      chip.dataset.value = option.value;
      for (const name of ["lang", "dir"]) if (option.hasAttribute(name)) chip.setAttribute(name, option.getAttribute(name));
      chip.textContent = option.textContent;
      return chip;
    });
    pool.append(...chips);
    drag(root, "[data-value]", "[data-slot]", (chip, slot) => choose(selectOf(slot), chip.dataset.value));
    return () => chips.forEach((chip) => chip.classList.toggle("used", slots.some((slot) => selectOf(slot).value === chip.dataset.value)));
  },

  bins(root) {
    const slots = [...root.querySelectorAll("[data-slot]")], bins = [...root.querySelectorAll("[data-bin]")];
    drag(root, "[data-slot]", "[data-bin]", (slot, bin) => choose(selectOf(slot), bin.dataset.bin));
    return () => slots.forEach((slot) => {
      const bin = bins.find((one) => one.dataset.bin === selectOf(slot).value);
      if (bin && !bin.contains(slot)) put(slot, () => bin.append(slot));
    });
  },

  order(root) {
    const list = root.querySelector("[data-slot]").parentElement, keep = root.querySelector("[data-keep]"), status = root.querySelector("[data-said]");
    const slots = () => [...list.children], value = (slot) => selectOf(slot).value;
    drag(root, "[data-slot]", "[data-slot]", (slot, other) => choose(selectOf(slot), slots().indexOf(other) + 1));
    keep.addEventListener("click", () => { choose(selectOf(list.firstElementChild), 1); selectOf(list.firstElementChild).focus(); });
    list.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-move]"), slot = button?.closest("[data-slot]");
      if (!slot) return;
      const place = Math.min(Math.max(slots().indexOf(slot) + 1 + Number(button.dataset.move), 1), slots().length);
      choose(selectOf(slot), place);
      status.textContent = status.dataset.said.replace("{place}", place);
    });
    /* One place that is chosen settles all of them; one that is taken away takes the answer back. */
    list.addEventListener("change", ({ target }) => {
      const slot = target.closest("[data-slot]"), to = slots().filter((one) => one !== slot)[target.value - 1];
      if (target.value) {
        if (slots()[target.value - 1] !== slot) put(slot, () => to ? to.before(slot) : list.append(slot));
        slots().forEach((one, i) => { selectOf(one).value = i + 1; });
      } else for (const one of slots()) selectOf(one).value = "";
      root.querySelector(".error")?.remove();
    });
    const given = slots().sort((one, other) => (value(one) || Infinity) - (value(other) || Infinity));
    list.append(...given);
    return () => { keep.hidden = slots().some(value); };
  },
};

function start() {
  for (const root of document.querySelectorAll("[data-arrange]")) {
    const draw = starts[root.dataset.arrange](root);
    for (const live of root.querySelectorAll("[data-live]")) live.hidden = false;
    root.classList.add("live");
    root.addEventListener("change", draw);
    draw();
  }
}

/* Not before the modules of the page have filled in what was answered here and not sent yet. */
if (document.readyState === "complete") start();
else addEventListener("DOMContentLoaded", start);
