// A yes-or-no question in a native dialog; Escape and every other way of closing it mean no.

import { button, make } from "./dom.js";

export function ask({ sentence, yes, no }) {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = make("dialog", { class: "dialog", "aria-label": sentence }, [
      make("p", {}, [sentence]),
      make("div", { class: "actions row" }, [
        button(
          yes,
          () => {
            answer = true;
            dialog.close();
          },
          { class: "btn primary" },
        ),
        button(no, () => dialog.close(), { autofocus: true }),
      ]),
    ]);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
