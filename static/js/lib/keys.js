// Single-key commands: only without modifiers, never while a person types or chooses, and letters
// only if they are not turned off.

import { areLettersCommands } from "./letter-keys.js";

export const isTyping = (target) =>
  Boolean(
    target?.closest?.(
      "input:not([type=checkbox], [type=radio], [type=submit]), " +
        "textarea, select, [contenteditable]",
    ),
  );

export function commandOf(event) {
  const isPlain =
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.isComposing &&
    !event.defaultPrevented;
  const isCommand =
    isPlain && !isTyping(event.target) && (event.key.length > 1 || areLettersCommands());
  return isCommand ? event.key.toLowerCase() : "";
}
