/* Names for screen readers of what one fills in, where Wagtail's editor gives none: texts with markup, tags, items of lists and streams. */
const FIELDS = 'input:not([type="hidden"], [type="submit"]), select, textarea, [role="textbox"]';

function isNamed(field) {
  return Boolean(field.labels?.length) || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby");
}

/* What stands nearest above a field as its label, or else as the heading of the part that it is in. */
function labelOf(field) {
  for (let above = field.parentElement; above; above = above.parentElement) {
    const label = above.matches("[data-field-wrapper]") && above.querySelector("label[id]");
    if (label) return label.id;
    if (above.matches("section[aria-labelledby]")) return above.getAttribute("aria-labelledby");
  }
  return "";
}

function name(field) {
  if (isNamed(field)) return;
  const button = field.type === "file" && field.parentElement.querySelector("button");
  const label = button ? "" : labelOf(field);
  if (button) field.setAttribute("aria-label", button.textContent.trim());
  else if (label) field.setAttribute("aria-labelledby", label);
}

function nameAll(part) {
  if (part.matches(FIELDS)) name(part);
  part.querySelectorAll(FIELDS).forEach(name);
}

nameAll(document.body);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) addedNodes.forEach((node) => node.nodeType === Node.ELEMENT_NODE && node.isConnected && nameAll(node));
}).observe(document.body, { childList: true, subtree: true });
