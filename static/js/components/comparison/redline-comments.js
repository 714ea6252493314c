// Comments on the rendered comparison: “Comment” at a change opens the comments on its clause in
// place, and selected words lead to the clause of their version. Without a script the link leads to
// the clause's own page.

import { SKIPPED, redlineSelection } from "../../anchoring/redline-sides.js";
import { make, part, setText } from "../../lib/dom.js";
import { addPanelNavigation } from "../threads/panel-navigation.js";
import { ThreadPanel } from "../threads/thread-panel.js";
import { follow } from "../threads/thread-tools.js";
import { SelectionButton } from "../threads/selection-button.js";

const usualSide = ({ dataset }) => ("new" in dataset ? "new" : "old");

export class RedlineComments {
  constructor(main, tools) {
    Object.assign(this, {
      main,
      tools,
      open: null,
      may: (main.dataset.mayComment ?? "").split(" ").filter(Boolean),
    });
    addPanelNavigation(main, this, ".change");
    document.addEventListener("round-closed", () => this.open?.panel.reload());
    if (this.may.length > 0) {
      const find = (range, where) => redlineSelection(range, where, this.may);
      this.selectionButton = new SelectionButton({
        main,
        say: tools.say,
        timers: tools.timers,
        find,
        onPress: (...pressed) => this.#speak(...pressed),
      });
    }
    this.feed = follow(main, tools, {
      onChanged: (change) => this.#changed(change),
      onBack: () => this.open?.panel.reload(),
    });
  }

  async openAt(article, side = usualSide(article), { takeFocus = true } = {}) {
    this.close({ giveFocusBack: false });
    const { dataset } = article;
    const element = make(
      "aside",
      {
        class: "thread panel",
        "data-part": "panel",
        "data-count": "",
        lang: document.documentElement.lang,
        "aria-label": this.tools.say("threads_opening"),
        tabindex: "-1",
      },
      [make("p", { class: "meta", role: "status" }, [this.tools.say("threads_opening")])],
    );
    article.append(element);
    countOf(article).setAttribute("aria-expanded", "true");
    const panel = new ThreadPanel({
      element,
      href: `${this.main.dataset[`${side}Clauses`]}${encodeURIComponent(dataset[side])}`,
      words: wordsOn(article, side),
      skip: SKIPPED[side],
      tools: this.tools,
      onTaken: () => this.#taken(article, element, side),
    });
    this.open = { article, side, panel };
    const found = await panel.reload();
    if (this.open?.panel !== panel) return;
    if (found !== null) element.removeAttribute("aria-label");
    if (takeFocus) panel.focus();
  }

  close({ giveFocusBack = true } = {}) {
    if (!this.open) return;
    const { article, panel } = this.open;
    this.open = null;
    panel.close();
    goneIn(article)?.remove();
    countOf(article).setAttribute("aria-expanded", "false");
    if (giveFocusBack) countOf(article).focus();
  }

  #taken(article, element, side) {
    const close = element.querySelector('[data-part="close"]');
    if (close) close.hidden = false;
    if (side === usualSide(article) && element.dataset.count)
      showCount(article, Number(element.dataset.count), this.tools.say);
  }

  // Deleted words belong to the old version; if it accepts no comments any more, a note says so.
  async #speak(article, selector, { side }) {
    const isOpen = this.open?.article === article && this.open.side === side;
    const mayHere = this.may.includes(side);
    if (!isOpen) await this.openAt(article, side, { takeFocus: !mayHere });
    if (this.open?.article !== article) return;
    if (mayHere) this.open.panel.speakAbout(selector);
    else if (!goneIn(article)) {
      const { say } = this.tools;
      const gone = make("p", { class: "note", role: "status", "data-part": "gone" }, [
        side === "old" ? say("words_old_closed") : say("words_new_closed"),
      ]);
      this.open.panel.element.before(gone);
    }
  }

  async #changed({ eid }) {
    const { article, side, panel } = this.open ?? {};
    if (side !== "new" || article.dataset.new !== eid) return;
    if (await panel.reload())
      this.tools.announce(this.tools.say("new_on", { name: article.dataset.name }));
  }
}

const countOf = (article) => part(article, "count");
const goneIn = (article) => article.querySelector('[data-part="gone"]');

// The text of one side; in two columns each side has its own.
function wordsOn(article, side) {
  const roots = [...article.querySelectorAll('[data-part="words"]')];
  return roots.find(({ dataset }) => (dataset.side ?? side) === side) ?? null;
}

function showCount(article, number, say) {
  const { name } = article.dataset;
  setText(part(article, "number"), number > 0 ? String(number) : "");
  setText(
    part(article, "verb"),
    number > 0 ? say("threads_on", { name }) : say("comment_on", { name }),
  );
}
