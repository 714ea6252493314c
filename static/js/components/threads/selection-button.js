// The button “Comment on these words”: appears with a selection inside one clause, right after its
// text in the tab order, and disappears with it. It reports the selection only; `find` decides to
// which text the words belong.

import { selectionIn } from "../../anchoring/selection-to-selector.js";
import { button } from "../../lib/dom.js";
import { commandOf } from "../../lib/keys.js";

const PAUSE_MS = 150; // a selection that is being drawn changes all the time
const GAP = 4; // pixels
const inClause = (range, main) =>
  selectionIn(range, [...main.querySelectorAll('[data-part="words"]')]);
const articleOf = ({ root }) => root.closest("article");

export class SelectionButton {
  constructor({ main, say, timers, onPress, find = inClause, selected = () => getSelection() }) {
    Object.assign(this, { main, timers, onPress, find, selected, timer: null, found: null });
    this.button = button(say("comment_on_words"), () => this.press(), {
      class: "btn comment-words",
      "aria-keyshortcuts": "C Alt+C",
    });
    // otherwise the selection would be lost
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => {
      timers.clear(this.timer);
      this.timer = timers.set(() => this.look(), PAUSE_MS);
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  look() {
    if (document.activeElement === this.button) return;
    const selection = this.selected();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const near = range && this.main.contains(range.startContainer);
    const found = near ? this.find(range, this.main) : null;
    if (found) this.#show(found, range);
    else this.hide();
  }

  hide() {
    if (this.found) articleOf(this.found).classList.remove("choosing");
    this.found = null;
    this.button.remove();
  }

  press() {
    const { found } = this;
    if (!found) return;
    this.hide();
    this.onPress(articleOf(found), found.selector, found);
  }

  #show(found, range) {
    if (this.found?.root !== found.root) this.hide();
    this.found = found;
    articleOf(found).classList.add("choosing");
    if (!this.button.isConnected) found.root.after(this.button);
    const [words, frame] = [
      range.getBoundingClientRect(),
      (this.button.offsetParent ?? document.body).getBoundingClientRect(),
    ];
    this.button.style.setProperty("top", `${Math.round(words.bottom - frame.top + GAP)}px`);
    const rightmost = frame.width - this.button.offsetWidth;
    const left = Math.max(0, Math.min(words.left - frame.left, rightmost));
    this.button.style.setProperty("left", `${Math.round(left)}px`);
  }

  #key(event) {
    const isAltC = event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyC";
    if (!this.found || !(isAltC || commandOf(event) === "c")) return;
    event.preventDefault();
    this.press();
  }
}
