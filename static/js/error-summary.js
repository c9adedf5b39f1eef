// Takes the reader to what has to be mended, and from each line to its field.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field, .check") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
