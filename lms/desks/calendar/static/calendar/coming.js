/* Fetches what comes next into its place. Without a script, or a connection, the link to the calendar stays. */

const place = document.querySelector("[data-coming]");

async function show() {
  const answer = await fetch(place.dataset.coming, { redirect: "error" });
  if (answer.ok) place.innerHTML = await answer.text();
}

if (place) show().catch(() => {});
