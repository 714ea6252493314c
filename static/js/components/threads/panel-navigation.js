// The ways to the threads of a clause and back, the same on every page that shows clauses: the
// number beside it opens and closes them, so do the cross and Escape. `owner` has `open` (what is
// open, with its `article`), `openAt(article)` and `close()`.

import { isPlainClick } from "../../lib/plain-click.js";

export function addPanelNavigation(main, owner, selector) {
  main.addEventListener("click", (event) => {
    if (!isPlainClick(event)) return;
    const count = event.target.closest('[data-part="count"]');
    if (event.target.closest('[data-part="close"]')) owner.close();
    else if (count) {
      event.preventDefault();
      const article = count.closest(selector);
      if (owner.open?.article === article) owner.close();
      else owner.openAt(article);
    }
  });
  main.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (!owner.open?.article.contains(event.target)) return;
    event.preventDefault();
    owner.close();
  });
}
