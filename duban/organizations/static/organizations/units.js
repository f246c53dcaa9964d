// Completion over units' names, short names and former names: arrows, Enter, Tab or a click choose.
"use strict";

(() => {
  const list = document.createElement("ul");
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  let field = null;
  let asked = 0;

  const cut = (input) => {
    const before = input.value.slice(0, input.selectionStart ?? input.value.length);
    const start = input.dataset.units === "many" ? before.search(/[^、,，;；]*$/) : 0;
    return { start, word: before.slice(start).trim() };
  };

  const options = () => [...list.querySelectorAll("[data-name]")];
  const selected = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const close = () => {
    list.hidden = true;
    if (field) field.setAttribute("aria-expanded", "false");
    field = null;
  };

  const select = (index) => {
    const all = options();
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (all[index]) all[index].scrollIntoView({ block: "nearest" });
  };

  const choose = (option) => {
    const input = field;
    const { start } = cut(input);
    const after = input.value.slice(input.selectionStart ?? input.value.length);
    const many = input.dataset.units === "many";
    input.value = (many ? input.value.slice(0, start) : "") + option.dataset.name + (many ? after : "");
    const place = (many ? start : 0) + option.dataset.name.length;
    input.setSelectionRange(place, place);
    close();
  };

  const ask = async (input) => {
    const { word } = cut(input);
    if (!word) return close();
    const ticket = ++asked;
    const answer = await fetch(`${input.dataset.complete}?q=${encodeURIComponent(word)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || ticket !== asked || document.activeElement !== input) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.body.querySelectorAll("li"));
    const box = input.getBoundingClientRect();
    document.body.append(list);
    list.hidden = false;
    const above = box.bottom + 224 > window.innerHeight;
    list.style.left = `${box.left}px`;
    list.style.top = above ? "auto" : `${box.bottom}px`;
    list.style.bottom = above ? `${window.innerHeight - box.top}px` : "auto";
    field = input;
    input.setAttribute("aria-expanded", "true");
    select(0);
  };

  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.units && !event.isComposing) ask(event.target);
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.units) ask(event.target);
  });
  document.addEventListener("focusout", () => setTimeout(() => {
    if (field && document.activeElement !== field) close();
  }, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target instanceof Element && event.target.closest("[data-name]");
    event.preventDefault();
    if (option && field) choose(option);
  });
  document.addEventListener("keydown", (event) => {
    if (!field || list.hidden || event.target !== field || event.isComposing) return;
    const all = options();
    const place = selected();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select((place + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && all[place]) {
      if (event.key === "Enter") event.preventDefault();
      event.stopPropagation();
      choose(all[place]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  }, true);
})();
