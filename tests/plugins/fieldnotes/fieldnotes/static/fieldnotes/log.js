// A clock beside the form of a practice log: it fills in the minutes.
const button = document.querySelector("[data-fieldnotes-clock]");
if (button) {
  let begun = 0;
  const start = button.textContent;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    if (begun) {
      document.getElementById("minutes").value = Math.max(1, Math.round((Date.now() - begun) / 60000));
      button.textContent = start;
    } else {
      button.textContent = button.dataset.stop;
    }
    begun = begun ? 0 : Date.now();
  });
}
