// The page of one clause, one thread, or a version as a whole: its panel is already there and
// becomes interactive here.

import { part } from "../../lib/dom.js";
import { ThreadPanel } from "./thread-panel.js";
import { follow, threadTools } from "./thread-tools.js";
import { SelectionButton } from "./selection-button.js";

export class ThreadPage {
  // data-href, because the page's own address may be that of a returned form, which cannot be read.
  constructor(main, tools) {
    Object.assign(this, { main, tools });
    const element = part(main, "panel");
    const words = main.querySelector('[data-part="words"]');
    this.panel = new ThreadPanel({ element, href: main.dataset.href, words, tools });
    document.addEventListener("round-closed", () => this.panel.reload());
    if (main.dataset.mayComment === "true" && words) {
      const onPress = (_article, selector) => this.panel.speakAbout(selector);
      this.selectionButton = new SelectionButton({
        main,
        say: tools.say,
        timers: tools.timers,
        onPress,
      });
    }
    this.feed = follow(main, tools, {
      onChanged: (change) => this.#changed(change),
      onBack: () => this.panel.reload(),
    });
  }

  async #changed({ eid }) {
    if (eid !== (this.main.dataset.eid ?? null)) return;
    if (await this.panel.reload()) this.tools.announce(this.tools.say("new_here"));
  }
}

export const threadPage = (main) => new ThreadPage(main, threadTools());
