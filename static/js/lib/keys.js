// Single keys as commands: only without modifiers, and never while somebody is typing or choosing.

export const isTyping = (target) =>
  Boolean(target?.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]"));

export function commandOf(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing && !event.defaultPrevented;
  return isPlain && !isTyping(event.target) ? event.key.toLowerCase() : "";
}
