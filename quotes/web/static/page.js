"use strict";
// What all pages do: the theme, the name, files that are dropped, waiting for an article, keys.

const say = (text) => {
  const place = document.getElementById("say");
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (place.textContent = ""), 6000);
};

const who = () => document.getElementById("who").value.trim();

const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable]") !== null;

(() => {
  const themes = ["auto", "light", "dark"];
  const root = document.documentElement;
  const name = document.getElementById("theme-name");
  const current = () => root.dataset.theme || "auto";
  name.textContent = current();
  document.getElementById("theme").addEventListener("click", () => {
    const next = themes[(themes.indexOf(current()) + 1) % themes.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    localStorage.setItem("quotes-theme", next);
    name.textContent = next;
    say(`Theme: ${next}`);
  });

  const field = document.getElementById("who");
  field.value = localStorage.getItem("quotes-who") || field.value;
  const tell = () => document.querySelectorAll(".who-field").forEach((one) => (one.value = who()));
  field.addEventListener("change", () => {
    localStorage.setItem("quotes-who", field.value.trim());
    tell();
  });
  tell();

  const form = document.getElementById("check-form");
  if (form) {
    const file = document.getElementById("file");
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) form.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }

  const job = document.getElementById("job");
  if (job) {
    const told = { waiting: "Waiting …", starting: "Loading the models, once …", running: "Finding quotations and speakers …" };
    const look = async () => {
      try {
        const answer = await fetch(`/api/jobs/${job.dataset.job}`);
        const { state } = await answer.json();
        if (!(state in told)) return location.reload();
        document.getElementById("job-state").textContent = told[state];
      } catch {
        document.getElementById("job-state").textContent = "The server does not answer. Was it stopped? Start it again with: quotes serve";
      }
      setTimeout(look, 300);
    };
    setTimeout(look, 150);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) event.target.form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      const words = document.querySelector('input[name="text"]');
      if (words) words.focus();
      else location.href = "/search";
    } else if (event.key === "?") location.href = "/help";
  });
})();
