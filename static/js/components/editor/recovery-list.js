// Lists the recovery copies of this draft on this device: to open, to download, or to remove after
// a question.

import { button, make } from "../../lib/dom.js";
import { ask } from "../../lib/dialog.js";
import { fullTime } from "../../lib/times.js";

export class RecoveryList {
  constructor({ container, copies, say }) {
    Object.assign(this, { container, copies, say, element: null, isOnlyHere: false });
  }

  async refresh() {
    const copies = await this.copies.list();
    this.element?.remove();
    this.element = null;
    this.isOnlyHere = copies.length > 0 && !this.copies.store.lasting;
    if (!copies.length) return;
    this.element = make(
      "section",
      { class: "note copies", "data-note": "recovery", "aria-label": this.say("recovery_title") },
      [
        make("b", {}, [this.say("recovery_title")]),
        make("p", {}, [
          this.copies.store.lasting
            ? this.say("recovery_on_device")
            : this.say("recovery_in_window"),
        ]),
        make(
          "ul",
          { class: "recovery" },
          copies.map((copy) => this.#entry(copy)),
        ),
      ],
    );
    this.container.append(this.element);
  }

  #entry(copy) {
    const time = fullTime(copy.at);
    return make("li", {}, [
      make("span", {}, [this.#reason(copy.reason, time)]),
      make("span", { class: "row" }, [
        button(this.say("recovery_open"), () => this.#open(copy)),
        button(this.say("recovery_download"), () => download(copy)),
        button(this.say("recovery_remove"), () => this.#remove(copy)),
      ]),
    ]);
  }

  #reason(reason, time) {
    switch (reason) {
      case "lineage":
        return this.say("recovery_lineage", { time });
      case "rights":
        return this.say("recovery_rights", { time });
      case "malformed":
        return this.say("recovery_malformed", { time });
      default:
        return this.say("recovery_refused", { time });
    }
  }

  #open({ title, text }) {
    const words = make("textarea", {
      readonly: true,
      rows: 20,
      "aria-label": this.say("recovery_text"),
    });
    words.value = text;
    const dialog = make("dialog", { class: "dialog wide", "aria-label": title }, [
      make("h2", {}, [title]),
      words,
      button(this.say("close"), () => dialog.close()),
    ]);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async #remove({ id }) {
    const sure = await ask({
      sentence: this.say("recovery_confirm"),
      yes: this.say("recovery_remove"),
      no: this.say("cancel"),
    });
    if (!sure) return;
    await this.copies.remove(id);
    await this.refresh();
  }
}

function download(copy) {
  const href = URL.createObjectURL(new Blob([copy.text], { type: "text/markdown;charset=utf-8" }));
  make("a", { href, download: fileName(copy) }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

export function fileName({ title, at }) {
  const name =
    title
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "draft";
  return `${name}-${new Date(at).toISOString().slice(0, 16).replace(/:/g, "")}.md`;
}
