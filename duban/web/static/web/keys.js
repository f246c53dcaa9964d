// Keys that work on every page: / focuses search, ? shows the keys. A page adds its own by its script.
"use strict";

(() => {
  const writing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

  const open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && event.target instanceof HTMLElement && writing(event.target)) event.target.blur();
    if (writing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("main input[type=search], main [data-search], input[type=search]");
      if (search instanceof HTMLInputElement) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "?") {
      event.preventDefault();
      open("keys");
    } else if (/^[a-z1-9]$/.test(event.key)) {
      const marked = document.querySelector(`[data-key="${event.key}"]`); // a page's own button for the key
      if (marked instanceof HTMLElement) marked.click();
    }
  });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target && target.closest("[data-opens]");
    if (opener) open(opener.getAttribute("data-opens"));
    const account = document.querySelector("details.account[open]");
    if (account && target && !account.contains(target)) account.removeAttribute("open");
  });

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  });
})();
