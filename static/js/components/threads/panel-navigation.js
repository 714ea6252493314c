// Opens and closes the comments of a clause, alike on every page that shows clauses: by the number
// beside it, the close button and Escape. `owner` has `open` (the open panel with its `article`),
// `openAt(article)` and `close()`.

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
