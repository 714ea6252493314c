// The number of comments beside a clause, which also opens them; created if the page had none to
// show.

import { make, part, setText } from "../../lib/dom.js";

// The citation; the number in the margin is empty for a list item or plain paragraph.
const nameOf = (article) =>
  article.dataset.name || article.querySelector(".num")?.textContent.trim() || article.dataset.eid;
export const countOf = (article) => article.querySelector('[data-part="count"]');
const shown = (count) => Number(part(count, "number").textContent) || 0;

// Returns whether the number changed.
export function showCount(article, number, say) {
  const count = countOf(article) ?? (number > 0 ? addCount(article) : null);
  if (!count || shown(count) === number) return false;
  setText(part(count, "number"), number > 0 ? String(number) : "+");
  count.classList.toggle("add", number === 0);
  const name = nameOf(article);
  setText(
    count.querySelector(".vh"),
    `${number > 0 ? say("threads_on", { name }) : say("comment_on", { name })} `,
  );
  return true;
}

function addCount(article) {
  const href = article.querySelector(".num").getAttribute("href");
  const count = make(
    "a",
    { class: "count", "data-part": "count", href: `${href}#threads`, "aria-expanded": "false" },
    [make("span", { class: "vh" }), make("span", { "data-part": "number" })],
  );
  article.querySelector('[data-part="words"]').after(count);
  return count;
}

export const newOn = (article, say) => say("new_on", { name: nameOf(article) });
