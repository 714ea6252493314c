// Shows the rendered text beside the source. The worker renders one text at a time; the page
// replaces only the blocks that differ, so the scroll position stays. Slow renderings are requested
// less often.

import { realTimers } from "../../lib/timers.js";

const SOON_MS = 150;

// Decides when to render: after a pause, never two at once; changes that arrive during a rendering
// are rendered next.
export class RenderQueue {
  constructor({ post, timers = realTimers }) {
    Object.assign(this, { post, timers, timer: null, busySince: null, again: false, lastMs: 0 });
  }

  get pause() {
    return Math.max(SOON_MS, 2 * this.lastMs);
  }

  request() {
    if (this.busySince !== null) {
      this.again = true;
      return;
    }
    this.timer ??= this.timers.set(() => this.#send(), this.pause);
  }

  now() {
    this.timers.clear(this.timer);
    if (this.busySince === null) this.#send();
    else this.again = true;
  }

  done() {
    if (this.busySince !== null) this.lastMs = this.timers.now() - this.busySince;
    this.busySince = null;
    if (!this.again) return;
    this.again = false;
    this.request();
  }

  // After a worker died, no rendering is in progress.
  reset() {
    this.timers.clear(this.timer);
    Object.assign(this, { timer: null, busySince: null, again: false });
  }

  #send() {
    this.timer = null;
    this.busySince = this.timers.now();
    this.post();
  }
}

export class DraftPreview {
  constructor({ element, workerUrl, text, onRendered }) {
    Object.assign(this, { element, workerUrl, text, onRendered });
    this.queue = new RenderQueue({ post: () => this.#post() });
  }

  start() {
    this.#startWorker();
    this.queue.now();
  }

  changed() {
    this.queue.request();
  }

  stop() {
    this.queue.reset();
    this.worker?.terminate();
    this.worker = null;
  }

  #startWorker() {
    this.worker = new Worker(this.workerUrl, { type: "module" });
    this.worker.onmessage = ({ data }) => this.#rendered(data);
    // the text is safe; there is no preview until the page is reloaded
    this.worker.onerror = () => this.stop();
  }

  #post() {
    this.worker?.postMessage({ text: this.text() });
  }

  #rendered({ whole, patch, headings, words }) {
    applyPatch(this.element, patch, whole);
    this.onRendered({ headings, words });
    this.queue.done();
  }
}

export function applyPatch(element, { start, remove, insert }, whole) {
  if (whole) element.replaceChildren();
  const { children } = element;
  for (let gone = remove; gone > 0; gone -= 1) children[start].remove();
  if (insert.length) element.insertBefore(fragmentOf(insert), children[start] ?? null);
}

// The only place that inserts HTML: markdown-it made it, with HTML in the text disabled.
function fragmentOf(blocks) {
  const template = document.createElement("template");
  template.innerHTML = blocks.join("");
  return template.content;
}
