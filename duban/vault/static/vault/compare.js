// Comparing by hand: words selected in the original are masked, numbered ones opened, and the result is drawn anew.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-compare]");
  const take = form && form.querySelector("[data-take]");
  if (!take) return;
  const original = form.querySelector("[data-original]");
  const result = form.querySelector("[data-result]");
  const masks = new Map([...form.querySelectorAll("[data-mask]")].map((one) => [one.dataset.mask, one.textContent]));
  const anyMask = new RegExp(`(${[...masks.values()].join("|")})`);
  const rows = [...form.querySelectorAll("input[name^=words]")].map((words) => ({
    words, kind: form.elements[words.name.replace("words", "kind")],
  }));
  for (const one of form.querySelectorAll("[data-with-script]")) one.hidden = false;
  for (const one of form.querySelectorAll("[data-without-script]")) one.hidden = true;

  const draw = () => {
    let text = "";
    for (const run of original.querySelectorAll("[data-run]")) {
      const box = run instanceof HTMLLabelElement && document.getElementById(run.htmlFor);
      run.classList.toggle("opened", Boolean(box && box.checked));
      text += box && box.checked ? run.textContent : run.dataset.shown;
    }
    for (const { words, kind } of rows) {
      const given = words.value.trim();
      if (given.length < 2 || !masks.has(kind.value)) continue;
      const pieces = text.split(anyMask);
      text = pieces.map((piece, at) => (at % 2 ? piece : piece.split(given).join(masks.get(kind.value)))).join("");
    }
    result.replaceChildren(...text.split(anyMask).map((piece, at) => {
      if (at % 2 === 0) return document.createTextNode(piece);
      const mark = document.createElement("mark");
      mark.className = "mask";
      mark.textContent = piece;
      return mark;
    }));
  };

  const within = (selection) => selection.rangeCount > 0 && original.contains(selection.anchorNode)
    && original.contains(selection.focusNode);

  const put = () => {
    const selection = window.getSelection();
    const chosen = within(selection) ? selection.toString().trim() : "";
    const holder = selection.anchorNode && selection.anchorNode.parentElement;
    const label = holder && holder.closest("label.gone");
    if (chosen && label && label.contains(selection.focusNode)) {
      document.getElementById(label.htmlFor).click();
      return;
    }
    const free = rows.find(({ words }) => !words.value.trim());
    if (!chosen || !free) return;
    free.words.value = chosen;
    free.kind.focus();
    draw();
  };

  // Without a caret the character it stands on is selected, so that one sees where one is.
  const keys = { ArrowRight: ["forward", "character"], ArrowLeft: ["backward", "character"],
    ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] };
  original.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      put();
      return;
    }
    if (!keys[event.key]) return;
    event.preventDefault();
    const selection = window.getSelection();
    const [way, step] = keys[event.key];
    if (!within(selection)) {
      selection.collapse(original, 0);
      selection.modify("extend", "forward", "character");
    } else if (event.shiftKey) {
      selection.modify("extend", way, step);
    } else {
      const range = selection.getRangeAt(0);
      selection.collapse(range.startContainer, range.startOffset);
      selection.modify("move", way, step);
      selection.modify("extend", "forward", "character");
    }
  });
  take.addEventListener("click", put);
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();
});
