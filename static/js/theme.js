// Light or dark, before the first paint: what the visitor chose here, else what the device asks for.
// A classic script in <head>, on purpose: a module would run too late and the page would flash.
(function () {
  const root = document.documentElement;
  const device = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be forbidden
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // then the choice lasts for this page only
    }
  }

  function show(theme) {
    root.dataset.bsTheme = theme;
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.setAttribute("aria-pressed", String(theme === "dark"));
    }
  }

  const wanted = () => chosen() || (device.matches ? "dark" : "light");

  function toggle() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    remember(next);
    show(next);
  }

  show(wanted());
  device.addEventListener("change", () => show(wanted()));
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", toggle);
    }
    show(wanted());
  });
})();
