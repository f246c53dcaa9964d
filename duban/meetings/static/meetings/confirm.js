// The confirm page by keyboard and mouse: one row is chosen, a key or a button does one thing to it.
// Every write goes to the server with the version of the row that was seen; the server sends the redrawn parts back.
"use strict";

(() => {
  const page = document.getElementById("confirm");
  if (!page) return;
  htmx.config.attributesToSettle = []; // else htmx takes the chosen row's class away again after a swap
  const writes = page.hasAttribute("data-writes");
  const tree = document.getElementById("tree");
  const source = document.getElementById("source");
  const dock = document.getElementById("dock");
  let chosen = "";
  let place = 0;
  let scrolled = null;
  let wanted = null;
  let busy = false;

  const byKey = (key) => (key ? document.getElementById(key) : null);
  const rows = () => [...tree.querySelectorAll("li[data-row]")];
  const current = () => byKey(chosen);
  const documentOf = () => source.querySelector(".document");

  // Choosing a row: it is shown in the tree and its words in the text.
  const mark = (key) => {
    for (const old of document.querySelectorAll(".chosen-mark")) old.classList.remove("chosen-mark");
    const pieces = [...source.querySelectorAll(`[data-keys~="${CSS.escape(key)}"]`)];
    pieces.forEach((piece) => piece.classList.add("chosen-mark"));
    return pieces[0];
  };

  const reveal = (scroller, element, margin) => {
    if (!element) return;
    const box = element.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (box.top < frame.top + margin || box.bottom > frame.bottom - 30) {
      scroller.scrollTop += box.top - frame.top - Math.max(margin, frame.height / 3);
    }
  };

  const choose = (key, { follow = true, focus = true } = {}) => {
    const row = byKey(key);
    if (!row || !tree.contains(row)) return false;
    for (const old of tree.querySelectorAll(".row.chosen")) old.classList.remove("chosen");
    chosen = key;
    place = rows().indexOf(row);
    row.classList.add("chosen");
    if (focus) row.focus({ preventScroll: true });
    reveal(tree, row.querySelector(".line") || row, 40);
    const shown = documentOf();
    if (follow && row.dataset.text && shown && row.dataset.text !== shown.dataset.text) {
      htmx.ajax("GET", `${location.pathname}?text=${row.dataset.text}`, { target: source, swap: "innerHTML" });
      return true;
    }
    const piece = mark(key);
    if (follow) reveal(source, piece, 20);
    return true;
  };

  // Of a long text one part is shown: nothing undecided here any more leads to the part where something is.
  const otherPart = () => {
    const shown = documentOf();
    if (shown && "nextOpen" in shown.dataset) location.search = `?text=${shown.dataset.text}&place=${shown.dataset.nextOpen}`;
  };

  const move = (by, open = false) => {
    const all = rows().filter((row) => !open || row.classList.contains("d-undecided"));
    if (!all.length) {
      if (open) otherPart();
      return;
    }
    const every = rows();
    const here = every.indexOf(current());
    let next;
    if (by > 0) next = all.find((row) => every.indexOf(row) > here) || (open ? all[0] : null);
    else next = [...all].reverse().find((row) => every.indexOf(row) < here);
    if (next || here < 0) choose((next || all[0]).id);
    else if (open) otherPart();
  };

  // Where to go once something is decided: the next undecided row after it, as far as the answer still has it.
  const after = (row) => {
    const all = rows();
    const inside = new Set(row.querySelectorAll("li[data-row]"));
    const rest = all.slice(all.indexOf(row) + 1).filter((other) => !inside.has(other));
    return rest.filter((other) => other.classList.contains("d-undecided")).map((other) => other.id);
  };

  const send = (url, values, going = null) => {
    if (!writes || busy) return;
    wanted = going;
    const shown = documentOf();
    htmx.ajax("POST", url, { values: { text: shown ? shown.dataset.text : "", ...values }, swap: "none", source: page });
  };

  const perform = (verb, row, extra = {}) => {
    const values = { verb, target: row.dataset.row, version: row.dataset.version, ...extra };
    const decides = verb === "keep" || verb === "drop";
    const all = rows();
    const before = all[all.indexOf(row) - 1];
    send(page.dataset.step, values, { next: decides ? after(row) : [], stay: [row.id, before ? before.id : ""] });
  };

  // Dropping: a reason by its number.
  const drop = document.getElementById("drop");
  const askReason = (row) => {
    drop.dataset.row = row.id;
    drop.showModal();
  };
  if (drop) {
    const answer = (button) => {
      drop.close();
      perform("drop", byKey(drop.dataset.row), { reason: button.dataset.reason });
    };
    drop.addEventListener("click", (event) => {
      const button = event.target.closest("[data-reason]");
      if (button) answer(button);
    });
    drop.addEventListener("keydown", (event) => {
      const button = drop.querySelectorAll("[data-reason]")[Number(event.key) - 1];
      if (button && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        answer(button);
      }
    });
  }

  // Splitting: the place is the caret in the quote; offsets count code points, as the server's do.
  const split = document.getElementById("split");
  const words = document.getElementById("split-words");
  const points = (value) => [...value].length;
  const askPlace = (row) => {
    const line = row.querySelector("[data-words]");
    split.dataset.row = row.id;
    words.value = line.dataset.quote || line.textContent;
    split.showModal();
    words.focus();
    const first = words.value.search(/[，、；,;]/);
    words.setSelectionRange(first + 1, first + 1);
    showHalves();
  };
  const showHalves = () => {
    document.getElementById("split-first").textContent = words.value.slice(0, words.selectionStart);
    document.getElementById("split-second").textContent = words.value.slice(words.selectionStart);
  };
  const doSplit = () => {
    const row = byKey(split.dataset.row);
    const at = Number(row.dataset.start) + points(words.value.slice(0, words.selectionStart));
    split.close();
    perform("split", row, { at });
  };
  if (split) {
    for (const name of ["keyup", "click", "select"]) words.addEventListener(name, showHalves);
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        doSplit();
      } else if (event.key === "Tab" && !event.shiftKey) {
        const rest = words.value.slice(words.selectionStart).search(/[，、；,;。]/);
        if (rest >= 0) {
          event.preventDefault();
          const place = words.selectionStart + rest + 1;
          words.setSelectionRange(place, place);
          showHalves();
        }
      }
    });
    document.getElementById("split-do").addEventListener("click", doSplit);
  }

  // The form docked under the tree.
  const openDock = (url, focus = "") => htmx.ajax("GET", focus ? `${url}?focus=${focus}` : url, { target: dock, swap: "innerHTML" });
  const closeDock = () => {
    dock.replaceChildren();
    if (current()) current().focus({ preventScroll: true });
  };
  const edit = (row, focus = "wording") => {
    const action = row.dataset.edit ? row : row.querySelector("[data-edit]");
    if (action && writes) {
      choose(action.id, { follow: false });
      openDock(action.dataset.edit, focus);
    }
  };

  // Selecting words in the text.
  const bar = () => document.getElementById("selection");
  const placeOf = (node, offset) => {
    const piece = (node instanceof Element ? node : node.parentElement).closest("[data-at]");
    if (!piece) return null;
    const within = node instanceof Element ? (offset > 0 ? piece.textContent : "") : node.textContent.slice(0, offset);
    return Number(piece.dataset.at) + points(within);
  };
  const selected = () => {
    const selection = document.getSelection();
    const shown = documentOf();
    if (!selection || selection.isCollapsed || !shown || "original" in shown.dataset) return null;
    const range = selection.getRangeAt(0);
    if (!shown.contains(range.startContainer) || !shown.contains(range.endContainer)) return null;
    const touched = [...shown.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece));
    if (!touched.length) return null;
    const last = touched[touched.length - 1];
    const start = placeOf(range.startContainer, range.startOffset) ?? Number(touched[0].dataset.at);
    const end = placeOf(range.endContainer, range.endOffset) ?? Number(last.dataset.at) + points(last.textContent);
    return end > start ? { start, end, text: shown.dataset.text } : null;
  };
  document.addEventListener("selectionchange", () => {
    const place = selected();
    if (!bar()) return;
    bar().hidden = !place;
    if (place) document.getElementById("selection-length").textContent = `${place.end - place.start} ${page.dataset.characters}`;
  });
  const markSelection = () => {
    const place = selected();
    if (place) send(page.dataset.mark, place);
  };

  const does = {
    keep: (row) => perform("keep", row),
    drop: askReason,
    reopen: (row) => perform("reopen", row),
    trackable: (row) => row.dataset.kind === "action" && perform("trackable", row),
    merge: (row) => row.dataset.kind !== "sentence" && perform("merge", row),
    split: (row) => row.dataset.kind !== "sentence" && askPlace(row),
    edit: (row) => edit(row),
  };
  const inBranch = (what) => {
    const branch = (current() || tree).closest(".branch") || tree.querySelector(".branch");
    const button = branch && branch.querySelector(what);
    if (button) button.click();
  };
  const keys = {
    j: () => move(1), k: () => move(-1), J: () => move(1, true), K: () => move(-1, true),
    ArrowDown: () => move(1), ArrowUp: () => move(-1),
    x: does.keep, d: does.drop, o: does.reopen, t: does.trackable, m: does.merge, s: does.split, e: does.edit,
    Enter: does.edit,
    l: (row) => edit(row, "lead_unit"), r: (row) => edit(row, "responsible_units"), p: (row) => edit(row, "supporting_units"),
    w: (row) => edit(row, "limit"), g: (row) => edit(row, "deliverable"), f: (row) => edit(row, "reporting_rhythm"),
    h: (row) => edit(row, "leading_official"), v: (row) => edit(row, "data_units"),
    n: markSelection, u: () => send(page.dataset.undo, {}),
    a: () => inBranch("[data-assign]"), X: () => inBranch("[data-keep-rest]"),
    i: (row) => {
      const why = row.querySelector(".line > .why");
      if (why) why.open = !why.open;
    },
  };
  const needsRow = new Set("xdotmselrpwgfhvi".split("").concat("Enter"));
  const reading = new Set(["j", "k", "J", "K", "ArrowDown", "ArrowUp", "i"]);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && dock.firstElementChild) {
      event.preventDefault();
      closeDock();
      return;
    }
    if (target.closest("input, textarea, select, dialog, .top")) return;
    if ((event.key === "Enter" || event.key === " ") && target.closest("button, a, summary")) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!act || (!writes && !reading.has(event.key))) return;
    const row = current();
    if (needsRow.has(event.key) && !row) {
      move(1);
      return;
    }
    event.preventDefault();
    act(row);
  });

  page.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest(".why, a, summary")) return;
    if (target.closest("[data-close-dock]")) return closeDock();
    if (target.closest("[data-mark-selection]")) return markSelection();
    const correct = target.closest("[data-correct-selection]");
    if (correct) {
      const place = selected();
      if (place) openDock(`${correct.dataset.url}?start=${place.start}&end=${place.end}`);
      return;
    }
    const doing = target.closest("[data-do]");
    if (doing) {
      const row = doing.closest("[data-row]");
      if (doing.dataset.focus) edit(row, doing.dataset.focus);
      else {
        if (tree.contains(row)) choose(row.id, { follow: false });
        does[doing.dataset.do](row);
      }
      return;
    }
    const piece = target.closest("[data-at]");
    if (piece && document.getSelection().isCollapsed) {
      if (piece.classList.contains("m-unsure") && piece.dataset.repair) openDock(piece.dataset.repair);
      const key = piece.dataset.target;
      if (key && !choose(key, { follow: false })) {
        mark(key);
        reveal(tree, byKey(key), 8);
      }
      return;
    }
    const title = target.closest(".branch-title[data-target]");
    if (title && !target.closest("button")) {
      reveal(source, mark(title.dataset.target), 20);
      return;
    }
    const row = target.closest("li[data-row]");
    if (row && tree.contains(row) && !target.closest("button")) choose(row.id);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-undo-button]")) send(page.dataset.undo, {});
    for (const open of document.querySelectorAll("details.why[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  // Whatever is sent says which text and which part of it is shown, so that the answer draws the same.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const shown = documentOf();
    if (!shown) return;
    const given = event.detail.parameters;
    if (event.detail.path.includes("text=")) return; // asks for another text
    if (!given.text) given.text = shown.dataset.text;
    if (!given.place) given.place = shown.dataset.start;
  });

  // Answers: conflicts and form errors are drawn like any other answer; places and the chosen row stay.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    busy = event.detail.requestConfig.verb === "post";
    scrolled = [tree.scrollTop, source.scrollTop];
  });
  document.body.addEventListener("htmx:afterRequest", () => { busy = false; });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status !== 409 && status !== 422) return;
    wanted = null; // nothing was written: stay where it was tried
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    if (event.detail.serverResponse.trimStart().startsWith("<form")) {
      event.detail.target = dock;
      event.detail.swapOverride = "innerHTML";
    }
  });
  const settle = () => {
    if (scrolled) [tree.scrollTop, source.scrollTop] = scrolled;
    scrolled = null;
    const form = dock.querySelector("[data-dock]");
    const { next, stay } = wanted || { next: [], stay: [] };
    wanted = null;
    const open = (key) => byKey(key) && byKey(key).classList.contains("d-undecided");
    if (!choose(next.find(open) || stay.find(byKey) || chosen, { focus: !form })) {
      const all = rows(); // the chosen row is gone: the one that stands in its place now
      if (all.length) choose(all[Math.min(place, all.length - 1)].id, { focus: !form });
    }
    if (!form || form.dataset.focused) return;
    form.dataset.focused = "1";
    const wrong = form.querySelector(".errors a");
    const field = wrong ? form.querySelector(wrong.hash)
      : form.querySelector("#conflict") ? form.querySelector("[type=submit]") : form.elements[form.dataset.focus];
    if (field instanceof HTMLElement) {
      field.focus();
      if (field.select) field.select();
    }
  };
  let settling = 0;
  document.body.addEventListener("htmx:afterSettle", () => {
    cancelAnimationFrame(settling);
    settling = requestAnimationFrame(settle);
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    cancelAnimationFrame(settling);
    settling = requestAnimationFrame(settle);
  });
  document.body.addEventListener("chosen", (event) => requestAnimationFrame(() => choose(event.detail.value)));
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.body.addEventListener(name, (event) => {
      event.preventDefault(); // told here, so the frame need not
      const line = document.createElement("p");
      line.className = "notice note-wrong";
      line.setAttribute("role", "alert");
      line.textContent = page.dataset.unsaved;
      document.getElementById("notes").replaceChildren(line);
    });
  }

  const named = () => decodeURIComponent(location.hash.slice(1));
  window.addEventListener("hashchange", () => choose(named()));
  if (!choose(named())) {
    const shown = documentOf();
    const undecided = rows().filter((row) => row.classList.contains("d-undecided"));
    const open = undecided.find((row) => shown && row.dataset.text === shown.dataset.text) || undecided[0] || rows()[0];
    if (open) choose(open.id, { focus: false });
  }
})();
