// Turns a reader's selection into a quote with its context (W3C TextQuoteSelector), if it lies in
// one clause only.

import { LABELS, offsetOf, textOf, wordsOf } from "./text-offsets.js";

export const CONTEXT = 32; // code points on either side

export function selectorOf(range, root, skip = LABELS) {
  const words = wordsOf(root, skip);
  let start = offsetOf(words, range.startContainer, range.startOffset);
  let end = offsetOf(words, range.endContainer, range.endOffset);
  while (start < end && words[start].character === " ") start += 1;
  while (end > start && words[end - 1].character === " ") end -= 1;
  if (start >= end) return null;
  return {
    exact: textOf(words, start, end),
    prefix: textOf(words, start - CONTEXT, start),
    suffix: textOf(words, end, end + CONTEXT),
  };
}

// A triple click ends at the start of the next clause, so the clause of the selected words counts,
// not that of the end.
export function selectionIn(range, roots, skip = LABELS) {
  const touched = roots
    .filter((root) => range.intersectsNode(root))
    .map((root) => ({ root, selector: selectorOf(range, root, skip) }))
    .filter(({ selector }) => selector);
  return touched.length === 1 ? touched[0] : null;
}
