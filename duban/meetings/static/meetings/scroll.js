// The confirm page: scrolling one pane by hand takes the other along. Keys and answers that move the panes do not.
"use strict";

(() => {
  const tree = document.getElementById("tree");
  const source = document.getElementById("source");
  if (!tree || !source) return;
  let leading = null;
  let waiting = 0;

  const top = (element) => element.getBoundingClientRect().top;
  const firstBelow = (elements, edge) => [...elements].find((one) => one.getBoundingClientRect().bottom > edge);

  const follow = {
    source: () => {
      const piece = firstBelow(source.querySelectorAll(".m-requirement"), top(source));
      const key = piece && piece.dataset.keys.split(" ").find((one) => one.startsWith("requirement-"));
      const row = key && document.getElementById(key);
      if (row) tree.scrollTop += top(row) - top(tree) - 40;
    },
    tree: () => {
      const row = firstBelow(tree.querySelectorAll(".requirement"), top(tree) + 36);
      const piece = row && source.querySelector(`[data-keys~="${CSS.escape(row.id)}"]`);
      if (piece) source.scrollTop += top(piece) - top(source) - 20;
    },
  };

  for (const pane of [tree, source]) {
    for (const name of ["wheel", "touchmove", "pointerdown"]) {
      pane.addEventListener(name, () => { leading = pane; }, { passive: true });
    }
    pane.addEventListener("scroll", () => {
      if (leading !== pane || waiting) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        follow[pane.id]();
      });
    });
  }
  for (const name of ["keydown", "click", "htmx:beforeRequest"]) {
    document.addEventListener(name, () => { leading = null; }, true);
  }
})();
