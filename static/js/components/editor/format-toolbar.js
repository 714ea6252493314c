// The buttons above the text. The toolbar is one tab stop with arrow keys inside; each button runs
// an editor command.

import { openSearchPanel } from "@codemirror/search";
import { formatting } from "../../lib/formatting.js";

const commands = (undoManager) => ({
  ...formatting,
  undo: () => undoManager.undo(),
  redo: () => undoManager.redo(),
  find: openSearchPanel,
});

export function formatToolbar(element, current) {
  const buttons = [...element.querySelectorAll("button[data-command]")];
  element.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-command]");
    const editor = current();
    if (!pressed || !editor) return;
    const { command } = pressed.dataset;
    commands(editor.undoManager)[command]?.(editor.view);
    if (command !== "find") editor.view.focus();
  });
  element.addEventListener("keydown", (event) => moveFocus(event, buttons));
  buttons.forEach((button, at) => (button.tabIndex = at === 0 ? 0 : -1));
  return {
    setEditable: (allowed) =>
      buttons.forEach(
        (button) => (button.disabled = !allowed && button.dataset.command !== "find"),
      ),
  };
}

export function nextIndex(key, at, count) {
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count - 1 };
  return key in steps ? (steps[key] + count) % count : null;
}

function moveFocus(event, all) {
  const buttons = all.filter((button) => !button.disabled);
  const to = nextIndex(event.key, buttons.indexOf(event.target), buttons.length);
  if (to === null) return;
  event.preventDefault();
  all.forEach((button) => (button.tabIndex = -1));
  buttons[to].tabIndex = 0;
  buttons[to].focus();
}
