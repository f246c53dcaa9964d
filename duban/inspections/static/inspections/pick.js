// Choosing rows of a list: all shown, none, those with something found; how many are chosen is told at once.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const count = document.querySelector("[data-chosen]");
  if (!count) return;
  const boxes = [...document.querySelectorAll("input[type=checkbox][name=row]")];
  const wanted = { all: () => true, none: () => false, found: (box) => "found" in box.dataset };
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = count.dataset.chosen.replace("{n}", String(chosen));
    for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked);
    for (const button of document.querySelectorAll("[data-needs-choice]")) button.disabled = !chosen;
  };
  for (const link of document.querySelectorAll("[data-pick]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      for (const box of boxes) box.checked = wanted[link.dataset.pick](box);
      tell();
    });
  }
  document.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
});
