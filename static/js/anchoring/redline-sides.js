// Decides to which version the selected words of a redline belong, and quotes them as that
// version's clause has them: inserted words are not part of the old text, deleted ones not part of
// the new.

import { LABELS } from "./text-offsets.js";
import { selectionIn, selectorOf } from "./selection-to-selector.js";

const OURS = `${LABELS}, .lno`;
export const SKIPPED = { new: `${OURS}, del`, old: `${OURS}, ins` };

const touches = (range, root, name) =>
  [...root.querySelectorAll(name)].some(
    (one) => range.intersectsNode(one) && selectorOf(range, one),
  );

// Inserted words belong to the new text, deleted words to the old one, unless only the new one is
// in `open` and other words are selected too.
export function sideOf(range, root, open = ["old", "new"]) {
  if (root.dataset.side) return root.dataset.side;
  if (touches(range, root, "ins") || !touches(range, root, "del")) return "new";
  return open.includes("old") || !selectorOf(range, root, SKIPPED.new) ? "old" : "new";
}

// Returns null unless the selection lies in one clause and on one side.
export function redlineSelection(range, main, open) {
  const found = selectionIn(range, [...main.querySelectorAll('[data-part="words"]')], OURS);
  if (!found) return null;
  const side = sideOf(range, found.root, open);
  const selector = selectorOf(range, found.root, SKIPPED[side]);
  return selector ? { root: found.root, side, selector } : null;
}
