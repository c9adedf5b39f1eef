// Shows the copy buttons, which need a script, and copies the address of the input they name.
const copy = async (input) => {
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    input.select();
    document.execCommand("copy");
  }
};

for (const button of document.querySelectorAll("button[data-copy]")) {
  const input = document.getElementById(button.dataset.copy);
  const status = document.querySelector(`[data-copy-status="${button.dataset.copy}"]`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(input);
    if (status) status.textContent = button.dataset.copied;
  });
}
