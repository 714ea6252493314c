// Marks the passages that comments are about with <mark> elements, across nested markup, and
// removes the marks again.

import { make } from "../lib/dom.js";
import { LABELS, piecesOf, wordsOf } from "./text-offsets.js";

export class Highlights {
  constructor(root, skip = LABELS) {
    Object.assign(this, { root, skip, marks: [] });
  }

  // Passages may overlap, so each is located in the page as the marks before it left it.
  show(stretches) {
    this.clear();
    for (const { thread, start, end } of stretches) {
      for (const piece of piecesOf(this.root, wordsOf(this.root, this.skip), start, end, this.skip))
        this.#mark(piece, thread);
    }
  }

  clear() {
    for (const mark of this.marks) {
      const { parentNode } = mark;
      mark.replaceWith(...mark.childNodes);
      parentNode?.normalize();
    }
    this.marks = [];
  }

  #mark({ node, from, to }, thread) {
    // the blank between two cells: a mark there would break the table
    if (node.parentNode.localName === "tr") return;
    const piece = from > 0 ? node.splitText(from) : node;
    if (to - from < piece.data.length) piece.splitText(to - from);
    const mark = make("mark", { "data-thread": thread });
    piece.replaceWith(mark);
    mark.append(piece);
    this.marks.push(mark);
  }
}
