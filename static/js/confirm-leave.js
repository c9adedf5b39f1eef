// On forms marked data-confirm-leave: asks before a page with unsaved words is left.
const forms = [...document.querySelectorAll("form[data-confirm-leave]")];
const words = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
const before = new Map(forms.map((form) => [form, words(form)]));
let sending = false;

for (const form of forms) form.addEventListener("submit", () => (sending = true));
addEventListener("pageshow", () => (sending = false));

addEventListener("beforeunload", (event) => {
  const unsaved = forms.some((form) => words(form) !== before.get(form) || form.matches(":has(.error-summary)"));
  if (unsaved && !sending) event.preventDefault();
});
