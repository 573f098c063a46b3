/* A click on the picture chooses a region in the list below it, which is the answer. What is chosen there is outlined in the picture. */
const several = (field) => field.type === "checkbox";

for (const picture of document.querySelectorAll("[data-hotspot]")) {
  const { hotspot, elsewhere } = picture.dataset;
  const svg = picture.querySelector("svg"), mark = svg.querySelector("[data-mark]");
  const fields = [...document.getElementsByName(hotspot)].filter((field) => field.type !== "hidden");
  const draw = () => {
    for (const shape of svg.querySelectorAll("[data-region]"))
      shape.classList.toggle("chosen", fields.some((field) => field.value === shape.dataset.region && field.checked));
    if (!fields.some((field) => field.value === elsewhere && field.checked)) mark.setAttribute("hidden", "");
  };
  const place = ({ clientX, clientY }) => {
    const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    mark.setAttribute("cx", at.x);
    mark.setAttribute("cy", at.y);
    mark.removeAttribute("hidden");
  };
  picture.addEventListener("click", (event) => {
    const shape = event.target.closest("[data-region]"), wanted = shape ? shape.dataset.region : elsewhere;
    const field = fields.find((one) => one.value === wanted);
    if (!shape) place(event);
    field.checked = several(field) ? !field.checked : true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const field of fields) field.addEventListener("change", draw);
  picture.classList.add("live");
  addEventListener("load", draw);
  draw();
}
