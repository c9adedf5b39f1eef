// Asks the device to make or use a passkey, as the form's options say, and sends what it answers.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withBytes = (options) => {
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) ready[list] = options[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return ready;
};

const answer = (credential) => {
  const { response } = credential;
  const plain = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    plain.attestationObject = text(response.attestationObject);
    plain.transports = response.getTransports?.() ?? [];
  } else {
    plain.authenticatorData = text(response.authenticatorData);
    plain.signature = text(response.signature);
    plain.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: plain,
    extensions: JSON.stringify(credential.getClientExtensionResults()),
  });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const again = form.querySelector("[data-passkey-again]");
  const trouble = document.querySelector("[data-passkey-trouble]");
  const ask = async () => {
    trouble.hidden = true;
    again.hidden = true;
    try {
      const publicKey = withBytes(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = answer(credential);
      form.submit();
    } catch {
      trouble.hidden = false;
      again.hidden = false;
      again.focus();
    }
  };
  again.addEventListener("click", ask);
  ask();
}
