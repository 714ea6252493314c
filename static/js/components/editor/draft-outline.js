// Lists the headings of the text as links to their lines and marks the one that holds the cursor.
// The worker finds the headings.

import { make, setText } from "../../lib/dom.js";

const NUMBER = /^((?:\d+\.)*\d+\.?|[IVXLC]+\.|[A-Za-z][.)])\s+(?=\S)/;

export function splitNumber(text) {
  const number = NUMBER.exec(text);
  return number ? [number[1], text.slice(number[0].length)] : ["", text];
}

// The last heading at or above the line, -1 above the first. Headings are in the order of the text.
export function sectionAt(headings, line) {
  let [low, high] = [0, headings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headings[middle].line <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class DraftOutline {
  constructor({ list, place, say, goTo }) {
    Object.assign(this, { list, place, say, headings: [], key: "", marked: null });
    list.addEventListener("click", (event) => this.#follow(event, goTo));
  }

  // The list is rebuilt only when its text changes; if only lines move, the links stay.
  show(headings) {
    const key = JSON.stringify(headings.map(({ level, text }) => [level, text]));
    this.headings = headings;
    if (key === this.key) return;
    this.key = key;
    this.marked = null;
    this.list.replaceChildren(
      ...(headings.length
        ? headings.map(entry)
        : [make("li", { class: "empty" }, [this.say("outline_empty")])]),
    );
  }

  mark(line) {
    const at = sectionAt(this.headings, line);
    const heading = this.headings[at];
    const link = heading ? this.list.children[at]?.firstElementChild : null;
    setText(this.place, heading ? this.say("place", { section: heading.text }) : "");
    if (link === this.marked) return;
    this.marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    this.marked = link;
  }

  #follow(event, goTo) {
    const link = event.target.closest("a[data-heading]");
    if (!link) return;
    event.preventDefault();
    this.list.closest("[popover]")?.hidePopover?.();
    goTo(this.headings[Number(link.dataset.heading)].line);
  }
}

function entry({ level, text }, at) {
  const [number, words] = splitNumber(text);
  const cells = [
    make("span", {}, [number]),
    make("span", {}, [words]),
    make("span", { class: "here" }),
  ];
  return make("li", { class: `l${level}` }, [
    make("a", { href: "#main", "data-heading": at }, cells),
  ]);
}
