// Marks in the words of one clause: each stretch that a thread is about, in <mark>, across nested
// markup, and away again.

import { make } from "../lib/dom.js";
import { LABELS, piecesOf, wordsOf } from "./text-offsets.js";

export class Highlights {
  constructor(root, skip = LABELS) {
    Object.assign(this, { root, skip, marks: [] });
  }

  // Stretches may overlap: each is looked up anew, in the page as the ones before left it.
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
