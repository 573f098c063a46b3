/* Counts the words of a text while it is written, as assessments.questions.types.freetext.marking counts them. A text that does not keep to its limits
   is not valid, which nothing stops; the quiz calls it unfinished. */
const BETWEEN = /[\s\u1360-\u1368\u060c\u061b\u061f\u06d4\u2014]+/;

for (const place of document.querySelectorAll("[data-words]")) {
  const field = document.getElementById(place.dataset.of);
  const count = () => {
    const number = field.value.split(BETWEEN).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
    place.textContent = place.dataset.words.replace("{number}", number.toLocaleString(document.documentElement.lang));
    place.hidden = false;
    field.setCustomValidity(number < (place.dataset.least || 0) || number > (place.dataset.most || Infinity) ? place.textContent : "");
  };
  field.addEventListener("input", count);
  addEventListener("load", count);
  count();
}
