// The reading page: the number beside a clause opens its comments in place, one panel at a time;
// new comments of others change the numbers; selected words can be commented on. Without a script
// the number leads to the clause's own page.

import { make, part } from "../../lib/dom.js";
import { addPanelNavigation } from "./panel-navigation.js";
import { countOf, newOn, showCount } from "./thread-count.js";
import { ThreadPanel } from "./thread-panel.js";
import { follow, threadTools } from "./thread-tools.js";
import { SelectionButton } from "./selection-button.js";

export class ClauseReader {
  constructor(main, tools) {
    Object.assign(this, { main, tools, open: null });
    for (const count of main.querySelectorAll('[data-part="count"]'))
      count.setAttribute("aria-expanded", "false");
    addPanelNavigation(main, this, ".clause");
    document.addEventListener("round-closed", () => this.open?.panel.reload());
    if (main.dataset.mayComment === "true") {
      const onPress = (article, selector) => this.#speak(article, selector);
      this.selectionButton = new SelectionButton({
        main,
        say: tools.say,
        timers: tools.timers,
        onPress,
      });
    }
    this.feed = follow(main, tools, {
      onChanged: (change) => this.#changed(change),
      onBack: () => this.#lookAgain(),
    });
  }

  async openAt(article, { takeFocus = true } = {}) {
    this.close({ giveFocusBack: false });
    const count = countOf(article);
    const { eid } = article.dataset;
    const element = make(
      "aside",
      {
        class: "thread panel",
        id: `threads-${eid}`,
        "data-part": "panel",
        "data-count": "",
        lang: document.documentElement.lang,
        "aria-label": this.tools.say("threads_opening"),
        tabindex: "-1",
      },
      [make("p", { class: "meta", role: "status" }, [this.tools.say("threads_opening")])],
    );
    article.append(element);
    count.setAttribute("aria-expanded", "true");
    count.setAttribute("aria-controls", element.id);
    history.replaceState(null, "", `#${article.id}`);
    const panel = new ThreadPanel({
      element,
      href: count.getAttribute("href"),
      words: part(article, "words"),
      tools: this.tools,
      onTaken: () => this.#taken(article, element),
    });
    this.open = { article, panel };
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
    const count = countOf(article);
    count.setAttribute("aria-expanded", "false");
    count.removeAttribute("aria-controls");
    if (giveFocusBack) count.focus();
  }

  #taken(article, element) {
    const close = element.querySelector('[data-part="close"]');
    if (close) close.hidden = false;
    if (element.dataset.count !== "")
      showCount(article, Number(element.dataset.count), this.tools.say);
  }

  async #speak(article, selector) {
    if (this.open?.article !== article) await this.openAt(article, { takeFocus: false });
    if (this.open?.article === article) this.open.panel.speakAbout(selector);
  }

  async #changed({ eid, what }) {
    const article = eid === null ? null : document.getElementById(`c-${eid}`);
    if (!article) return;
    const isNew =
      this.open?.article === article
        ? await this.open.panel.reload()
        : what !== "answer" && (await this.#recount(article));
    if (isNew) this.tools.announce(newOn(article, this.tools.say));
  }

  // Updates all numbers at once, and the open panel.
  async #lookAgain() {
    const [counts] = await Promise.all([
      this.tools.requests.readJson(this.main.dataset.countsHref),
      this.open?.panel.reload(),
    ]);
    if (counts === null) return;
    const known = new Map(Object.entries(counts));
    for (const article of this.main.querySelectorAll(".clause"))
      showCount(article, known.get(article.dataset.eid) ?? 0, this.tools.say);
  }

  async #recount(article) {
    const href = (countOf(article) ?? article.querySelector(".num")).getAttribute("href");
    const answer = await this.tools.requests.read(href, { isFragment: true });
    return (
      answer.kind === "panel" &&
      showCount(article, Number(answer.panel.dataset.count), this.tools.say)
    );
  }
}

export const clauseReader = (main) => new ClauseReader(main, threadTools());
