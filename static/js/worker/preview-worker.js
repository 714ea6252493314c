// Renders outside the main thread. It remembers what it sent last and answers with the difference
// only; the first answer of a worker is complete, so a page may start a new one at any time.

import { patchBetween, render } from "./render.js";

let shown = null;

self.onmessage = ({ data: { text } }) => {
  const started = performance.now();
  const { blocks, headings, words } = render(text);
  const patch = patchBetween(shown ?? [], blocks);
  const whole = shown === null;
  shown = blocks;
  self.postMessage({ whole, patch, headings, words, ms: performance.now() - started });
};
