// Copies the text in data-copy and confirms it on the button for a moment.

import { readStrings } from "../../lib/strings.js";
import { realTimers } from "../../lib/timers.js";

const SHOWN_MS = 2000;

export function copyButton(
  element,
  { say = readStrings(), clipboard = navigator.clipboard, timers = realTimers } = {},
) {
  const label = element.textContent;
  element.setAttribute("aria-live", "polite");
  element.addEventListener("click", async () => {
    try {
      await clipboard.writeText(element.dataset.copy);
      element.textContent = say("copied");
    } catch {
      element.textContent = say("copy_failed");
    }
    timers.set(() => {
      element.textContent = label;
    }, SHOWN_MS);
  });
}
