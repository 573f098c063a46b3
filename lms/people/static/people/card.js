// A card's QR code has service number and code behind the # of the address, which is never sent: they are filled in and
// taken out of the address and of the browser's history.
const given = new URLSearchParams(location.hash.slice(1));
for (const [key, name] of [["n", "username"], ["c", "code"]]) {
  const field = document.querySelector(`[name=${name}]`);
  if (field && given.has(key) && !field.value) field.value = given.get(key);
}
if (given.has("c")) history.replaceState(null, "", location.pathname);
