// Asks the question in data-confirm before the button's form is sent. Without a script the form is
// sent at once.

import { ask } from "../../lib/dialog.js";
import { readStrings } from "../../lib/strings.js";

export function confirmButton(element, { say = readStrings(), question = ask } = {}) {
  let sure = false;
  element.addEventListener("click", async (event) => {
    if (sure) return;
    event.preventDefault();
    if (!element.form.reportValidity()) return;
    sure = await question({
      sentence: element.dataset.confirm,
      yes: element.textContent.trim(),
      no: say("cancel"),
    });
    if (!sure) return;
    element.form.requestSubmit(element);
    sure = false;
  });
}
