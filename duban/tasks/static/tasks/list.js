// The ledger by keyboard: j and k move from row to row, x chooses one, e opens its change; enter opens it by itself.
"use strict";

(() => {
  const rows = () => [...document.querySelectorAll(".ledger-table a.matter")];
  const boxes = () => [...document.querySelectorAll(".ledger-table input[name=task]")];

  const tell = () => {
    const place = document.querySelector("[data-count]");
    if (!place) return;
    const chosen = boxes().filter((box) => box.checked).length;
    place.textContent = chosen ? place.getAttribute("data-count").replace("{n}", String(chosen)) : "";
    for (const button of document.querySelectorAll(".chosen-bar button")) button.disabled = !chosen;
    for (const box of boxes()) box.closest("tr").classList.toggle("chosen", box.checked);
    const all = document.querySelector("[data-all]");
    all.checked = chosen > 0 && chosen === boxes().length;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target instanceof HTMLElement && /^(TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.target instanceof HTMLInputElement && event.target.type !== "checkbox") return;
    const all = rows();
    const here = all.indexOf(document.activeElement);
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? Math.min(here + 1, all.length - 1) : Math.max(here - 1, 0);
      if (!all[next]) return;
      event.preventDefault();
      all[next].focus();
      all[next].scrollIntoView({ block: "nearest" });
    } else if (event.key === "x" && here >= 0) {
      const box = boxes()[here];
      box.checked = !box.checked;
      tell();
    } else if (event.key === "e" && here >= 0 && document.querySelector("[formaction*=batch]")) {
      window.location.assign(`${all[here].href}change/`);
    }
  });
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    if ("all" in event.target.dataset) for (const box of boxes()) box.checked = event.target.checked;
    tell();
  });
  document.addEventListener("toggle", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLDetailsElement) || !form.open || !form.matches(".column-choice")) return;
    const first = form.querySelector("input:not([type=hidden])");
    if (first) first.focus();
  }, true);
  document.addEventListener("DOMContentLoaded", tell);
  window.addEventListener("pageshow", tell);
})();
