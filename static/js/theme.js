// Runs in the head, before the first paint, so that the chosen colours never flash. Not a module: modules come too late.
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  const read = () => {
    try {
      return localStorage.getItem(KEY) ?? "auto";
    } catch {
      return "auto";
    }
  };

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const keep = (theme) => {
    try {
      if (theme === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // Storage is closed to us: the choice lasts for this page.
    }
  };

  show(read());

  document.addEventListener("DOMContentLoaded", () => {
    const control = document.querySelector("[data-theme-switch]");
    if (!control) return;
    const chosen = control.querySelector(`[value="${root.dataset.theme ?? "auto"}"]`);
    if (chosen) chosen.checked = true;
    control.hidden = false;
    control.addEventListener("change", ({ target }) => {
      show(target.value);
      keep(target.value);
    });
  });
})();
