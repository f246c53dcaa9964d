// Bringing texts in: drag and drop, pasted lists keep their automatic numbers, nothing is sent twice.
"use strict";

(() => {
  const zone = document.getElementById("drop-zone");
  const input = zone && zone.querySelector("input[type=file]");
  const shown = document.getElementById("chosen-files");

  const show = () => {
    const rows = [...input.files].map((file) => {
      const row = document.createElement("li");
      row.textContent = `${file.name}　${(file.size / 1024).toFixed(file.size < 10240 ? 1 : 0)} KB`;
      return row;
    });
    shown.replaceChildren(...rows);
  };

  if (input) {
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) {
      document.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) zone.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      const all = new DataTransfer();
      for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
      input.files = all.files;
      show();
    });
  }

  const DIGITS = "零一二三四五六七八九";
  const chinese = (n) => {
    if (n < 10) return DIGITS[n];
    const tens = Math.floor(n / 10);
    return (tens > 1 ? DIGITS[tens] : "") + "十" + (n % 10 ? DIGITS[n % 10] : "");
  };

  // An office program puts the numbers of a list into the markup only: <ol><li>. They are written out here.
  const numbered = (page) => {
    for (const list of page.querySelectorAll("ol")) {
      const cjk = /cjk|chinese|ideographic/.test(list.getAttribute("style") || "");
      let number = Number(list.getAttribute("start") || 1);
      for (const item of list.children) {
        if (item.tagName !== "LI") continue;
        item.prepend(cjk ? `${chinese(number)}、` : `${number}.`);
        number += 1;
      }
    }
    const lines = [];
    for (const block of page.body.querySelectorAll("p, li, h1, h2, h3, h4, div, tr")) {
      if (block.querySelector("p, li, h1, h2, h3, h4, div, tr")) continue;
      lines.push(block.textContent.replace(/[\r\n\t]+/g, " ").trim());
    }
    return lines.filter(Boolean).join("\n");
  };

  const words = document.querySelector("#new-meeting textarea");
  if (words) {
    words.addEventListener("paste", (event) => {
      const markup = event.clipboardData.getData("text/html");
      if (!/<ol[\s>]/i.test(markup)) return;
      const plain = event.clipboardData.getData("text/plain");
      const text = numbered(new DOMParser().parseFromString(markup, "text/html"));
      const has = (value) => (value.match(/^\s*(?:[一二三四五六七八九十]+、|\d+[.．、])/gm) || []).length;
      if (has(text) <= has(plain)) return;
      event.preventDefault();
      words.setRangeText(text, words.selectionStart, words.selectionEnd, "end");
    });
  }

  for (const form of document.querySelectorAll("form[data-once], #new-meeting")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.classList.add("htmx-request");
    });
    window.addEventListener("pageshow", () => delete form.dataset.sent);
  }
})();
