// Which version selected words of a redline belong to, and the quote as it stands in that version's
// clause alone: the words that came are no part of the old text, those that went no part of the new
// one.

import { LABELS } from "./text-offsets.js";
import { selectionIn, selectorOf } from "./selection-to-selector.js";

const OURS = `${LABELS}, .lno`;
export const SKIPPED = { new: `${OURS}, del`, old: `${OURS}, ins` };

const touches = (range, root, name) =>
  [...root.querySelectorAll(name)].some(
    (one) => range.intersectsNode(one) && selectorOf(range, one),
  );

// Words that came belong to the new text, words that went to the old one, unless `open` has only
// the new one and other words are selected too.
export function sideOf(range, root, open = ["old", "new"]) {
  if (root.dataset.side) return root.dataset.side;
  if (touches(range, root, "ins") || !touches(range, root, "del")) return "new";
  return open.includes("old") || !selectorOf(range, root, SKIPPED.new) ? "old" : "new";
}

// In one clause, on one side; else null.
export function redlineSelection(range, main, open) {
  const found = selectionIn(range, [...main.querySelectorAll('[data-part="words"]')], OURS);
  if (!found) return null;
  const side = sideOf(range, found.root, open);
  const selector = selectorOf(range, found.root, SKIPPED[side]);
  return selector ? { root: found.root, side, selector } : null;
}
