// Passkeys. A form with data-passkey ("create" or "get") fetches a question from data-question, has the browser answer
// it, and sends the answer in its field "credential". Where there are no passkeys the form stays hidden.

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The question as the browser takes it: what is written in Base64url becomes bytes. */
function asked(options) {
  const bytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const question = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) question.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) question.excludeCredentials = bytes(options.excludeCredentials);
  if (options.allowCredentials) question.allowCredentials = bytes(options.allowCredentials);
  return question;
}

/** The answer as JSON (WebAuthn 3, 5.1: RegistrationResponseJSON, AuthenticationResponseJSON). */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const part = credential.response[name];
    if (part) response[name] = toText(part);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function send(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const answer = await fetch(form.dataset.question, { method: "POST", headers });
  if (!answer.ok) return location.reload();
  const { publicKey } = await answer.json();
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(publicKey) });
  form.elements.credential.value = answered(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    send(form).catch(() => {
      failed.hidden = false;
    });
  });
}
