// Runs before the first paint: the language and the look that the page begins with. Away from the start page, the beginning of
// it in index.html is not shown.
(() => {
  const read = (storage, name) => {
    try {
      return storage().getItem(name);
    } catch {
      // The browser forbids storage.
      return null;
    }
  };
  const root = document.documentElement;
  const language = read(() => localStorage, "language") ?? navigator.language;
  root.lang = language.toLowerCase().startsWith("fr") ? "fr" : "en";
  const look = read(() => localStorage, "theme");
  const preferred = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  root.dataset.theme = look === "dark" || look === "light" ? look : preferred;
  if (location.pathname !== "/" || read(() => sessionStorage, "session") !== null) root.dataset.elsewhere = "";
})();
