// Switches between text and preview on narrow screens. On wide screens both are shown and the
// switch is hidden.

import { button } from "../../lib/dom.js";

const NARROW = "(max-width: 63.99rem)";

export function paneSwitch({ element, root, text, preview, say, media = matchMedia(NARROW) }) {
  const choices = {
    text: button(say("pane_text"), () => choose("text")),
    preview: button(say("pane_preview"), () => choose("preview")),
  };
  element.replaceChildren(...Object.values(choices));
  element.classList.add("seg");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", say("pane_label"));
  let chosen = "text";
  function choose(pane) {
    chosen = pane;
    draw();
  }
  function draw() {
    element.hidden = !media.matches;
    root.dataset.pane = media.matches ? chosen : "both";
    text.hidden = media.matches && chosen === "preview";
    preview.hidden = media.matches && chosen === "text";
    for (const [pane, choice] of Object.entries(choices))
      choice.setAttribute("aria-pressed", String(pane === chosen));
  }
  media.addEventListener("change", draw);
  draw();
}
