/* Bring the passage and the clause in hand into view in their panes; without JavaScript a link does the same. */
(() => {
  "use strict";
  for (const pane of document.querySelectorAll("[data-follow]")) {
    const wanted = pane.querySelector("mark, [aria-current]");
    if (wanted) pane.scrollTop = wanted.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
  }
})();
