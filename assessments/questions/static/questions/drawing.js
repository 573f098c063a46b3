// In Wagtail's editor: regions of a hot spot are drawn on the chosen picture. The fields hold what counts; this only fills them in and shows them.
{
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const SVG = "http://www.w3.org/2000/svg";
  const numbers = (field) => field.value.split(/[\s,;]+/).filter(Boolean).map(Number);
  const rounded = (list) => list.map((number) => Math.round(Math.min(Math.max(number, 0), 100) * 10) / 10).join(" ");

  class Drawing {
    constructor(prefix) {
      this.prefix = prefix;
      this.chooser = document.getElementById(`${prefix}-image-chooser`);
      this.block = this.chooser.closest(".struct-block") || this.chooser.parentElement.parentElement;
      this.panel = document.createElement("div");
      this.panel.className = "hotspot-drawing";
      this.panel.hidden = true;
      this.picture = this.panel.appendChild(document.createElement("img"));
      this.picture.alt = "";
      this.picture.draggable = false;
      this.svg = this.panel.appendChild(document.createElementNS(SVG, "svg"));
      this.svg.setAttribute("preserveAspectRatio", "none");
      this.chooser.after(this.panel);
      this.picture.addEventListener("load", () => this.draw());
      this.picture.addEventListener("error", () => { this.picture.src = this.thumbnail.src; }, { once: true });
      new MutationObserver(() => this.show()).observe(this.chooser, { attributes: true, subtree: true, attributeFilter: ["src", "class", "href"] });
      for (const name of ["input", "change", "focusin", "click"]) this.block.addEventListener(name, (event) => this.attend(event));
      this.panel.addEventListener("pointerdown", (event) => this.begin(event));
      this.panel.addEventListener("pointermove", (event) => this.go(event));
      this.panel.addEventListener("pointerup", () => { this.start = null; });
      this.show();
    }

    get thumbnail() { return this.chooser.querySelector("[data-chooser-image]"); }

    /* Each region that is not deleted: its fields for shape and place. */
    get regions() {
      const begins = `${this.prefix}-regions-`;
      return [...document.querySelectorAll(`[name^="${begins}"][name$="-value-place"]`)].filter((place) => {
        const deleted = document.getElementsByName(place.name.replace(/-value-place$/, "-deleted"))[0];
        return !deleted || !deleted.value;
      }).map((place) => ({ place, shape: document.getElementsByName(place.name.replace(/place$/, "shape"))[0] }));
    }

    get active() {
      const regions = this.regions;
      return regions.find(({ place }) => place.name.startsWith(this.attended)) || regions.find(({ place }) => !place.value) || regions.at(-1);
    }

    get ratio() { return this.picture.naturalHeight / this.picture.naturalWidth || 1; }

    attend({ target }) {
      const field = target.closest("[name]"), match = field && field.name.match(new RegExp(`^${this.prefix}-regions-\\d+-value-`));
      if (match) [this.attended] = match;
      this.draw();
    }

    /* A larger picture than the thumbnail, where the editor may see it. */
    show() {
      const link = this.chooser.querySelector("[data-chooser-edit-link]"), chosen = !this.chooser.classList.contains("blank");
      const address = link && link.getAttribute("href");
      const wanted = !chosen ? "" : address ? `${address.replace(/\/?$/, "/")}preview/max-800x800/` : this.thumbnail.src;
      this.panel.hidden = !chosen;
      if (chosen && this.wanted !== wanted) this.picture.src = this.wanted = wanted;
    }

    at({ clientX, clientY }) {
      const box = this.picture.getBoundingClientRect();
      return [(clientX - box.x) / box.width * 100, (clientY - box.y) / box.height * 100];
    }

    begin(event) {
      const { active } = this;
      if (!active) return;
      event.preventDefault();
      const point = this.at(event);
      if (active.shape.value === "polygon") this.write(active, [...numbers(active.place), ...point]);
      else {
        this.panel.setPointerCapture(event.pointerId);
        this.start = point;
      }
    }

    go(event) {
      const { active, start } = this;
      if (!active || !start) return;
      const [x, y] = this.at(event), [x0, y0] = start;
      if (active.shape.value === "circle") this.write(active, [x0, y0, Math.hypot(x - x0, (y - y0) * this.ratio)]);
      else this.write(active, [Math.min(x, x0), Math.min(y, y0), Math.max(x, x0), Math.max(y, y0)]);
    }

    write({ place }, list) {
      place.value = rounded(list);
      place.dispatchEvent(new Event("input", { bubbles: true }));
      place.dispatchEvent(new Event("change", { bubbles: true }));
    }

    draw() {
      const high = 100 * this.ratio, { active } = this;
      this.svg.setAttribute("viewBox", `0 0 100 ${high}`);
      this.svg.replaceChildren(...this.regions.flatMap(({ place, shape }, index) => {
        const list = numbers(place), down = (number) => number * this.ratio;
        if (list.length < 3 || list.some(Number.isNaN)) return [];
        const made = document.createElementNS(SVG, shape.value === "circle" ? "ellipse" : "polygon"), label = document.createElementNS(SVG, "text");
        let [x, y] = [list[0], list[1]];
        if (shape.value === "circle") Object.entries({ cx: x, cy: down(y), rx: list[2], ry: list[2] }).forEach((pair) => made.setAttribute(...pair));
        else {
          const [left, top, right, bottom] = list;
          const corners = shape.value === "rect" ? [left, top, right, top, right, bottom, left, bottom] : list;
          made.setAttribute("points", corners.map((number, i) => i % 2 ? down(number) : number).join(" "));
          if (shape.value === "rect") [x, y] = [(left + right) / 2, (top + bottom) / 2];
        }
        made.classList.toggle("active", Boolean(active) && active.place === place);
        label.textContent = index + 1;
        label.setAttribute("x", x);
        label.setAttribute("y", down(y));
        return [made, label];
      }));
    }
  }

  window.telepath.register("questions.HotspotBlock", class extends StructBlockDefinition {
    render(placeholder, prefix, ...rest) {
      const block = super.render(placeholder, prefix, ...rest);
      new Drawing(prefix);
      return block;
    }
  });
}
