"use strict";
// The chosen colours, before anything is drawn: light, dark, or as the system has it.
(() => {
  const kept = localStorage.getItem("quotes-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
