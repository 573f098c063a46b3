// Findings of the course in the editor's panel “Checks”, fetched when the panel is opened.
for (const place of document.querySelectorAll("[data-course-checks]")) {
  const panel = place.closest("[data-side-panel]");
  const load = async () => {
    const answer = await fetch(place.dataset.courseChecks, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok) place.innerHTML = await answer.text();
  };
  panel.addEventListener("show", load, { once: true });
  if (!panel.hidden) load();
}
