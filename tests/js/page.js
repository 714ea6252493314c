// A page without a browser: as much of the DOM as the reading and comparing components use, and a
// reader of simple HTML. What only a browser can answer (layout, real selections, real focus rules)
// is left to tests/journeys.

class Node {
  parentNode = null;
  childNodes = [];

  get nextSibling() {
    const { childNodes } = this.parentNode;
    return childNodes[childNodes.indexOf(this) + 1] ?? null;
  }
  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(text ? [text] : []));
  }
  get isConnected() {
    return Boolean(this.parentNode?.isConnected || this === globalThis.document?.root);
  }

  contains(other) {
    for (let node = other; node; node = node.parentNode) if (node === this) return true;
    return false;
  }
  remove() {
    if (this.parentNode) {
      this.parentNode.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
      this.parentNode = null;
    }
  }
  insertBefore(child, before) {
    child.remove();
    child.parentNode = this;
    this.childNodes.splice(
      before ? this.childNodes.indexOf(before) : this.childNodes.length,
      0,
      child,
    );
  }
  append(...nodes) {
    for (const node of nodes) this.insertBefore(asNode(node), null);
  }
  prepend(...nodes) {
    const first = this.childNodes[0] ?? null;
    for (const node of nodes) this.insertBefore(asNode(node), first);
  }
  replaceChildren(...nodes) {
    for (const child of [...this.childNodes]) child.remove();
    this.append(...nodes);
  }
  after(...nodes) {
    const next = this.nextSibling;
    for (const node of nodes) this.parentNode.insertBefore(asNode(node), next);
  }
  before(...nodes) {
    for (const node of nodes) this.parentNode.insertBefore(asNode(node), this);
  }
  replaceWith(...nodes) {
    this.after(...nodes);
    this.remove();
  }
  compareDocumentPosition(other) {
    const [mine, theirs] = [pathOf(this), pathOf(other)];
    const at = mine.findIndex((step, i) => step !== theirs[i]);
    if (at === -1) return mine.length === theirs.length ? 0 : 4 | 16;
    return at >= theirs.length ? 2 | 8 : mine[at] < theirs[at] ? 4 : 2;
  }
  normalize() {
    for (const child of [...this.childNodes]) {
      const last = child.parentNode?.childNodes[this.childNodes.indexOf(child) - 1];
      if (child instanceof Text && last instanceof Text) {
        last.data += child.data;
        child.remove();
      } else child.normalize();
    }
  }
}

export class Text extends Node {
  nodeType = 3;
  constructor(data) {
    super();
    this.data = data;
  }
  get textContent() {
    return this.data;
  }
  splitText(at) {
    const rest = new Text(this.data.slice(at));
    this.data = this.data.slice(0, at);
    this.after(rest);
    return rest;
  }
}

export class Element extends Node {
  nodeType = 1;
  listeners = new Map();
  attributes = new Map();
  scrolled = 0;

  constructor(localName) {
    super();
    this.localName = localName;
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }
  removeAttribute(name) {
    this.attributes.delete(name);
  }
  hasAttribute(name) {
    return this.attributes.has(name);
  }
  get id() {
    return this.getAttribute("id") ?? "";
  }
  get name() {
    return this.getAttribute("name") ?? "";
  }
  get type() {
    return this.getAttribute("type") ?? "";
  }
  get className() {
    return this.getAttribute("class") ?? "";
  }
  set className(words) {
    this.setAttribute("class", words);
  }
  get hidden() {
    return this.hasAttribute("hidden");
  }
  set hidden(is) {
    this.#flag("hidden", is);
  }
  get open() {
    return this.hasAttribute("open");
  }
  set open(is) {
    this.#flag("open", is);
  }
  get checked() {
    return this.isChecked ?? this.hasAttribute("checked");
  }
  set checked(is) {
    this.isChecked = is;
  }
  get defaultChecked() {
    return this.hasAttribute("checked");
  }
  get defaultValue() {
    return this.localName === "textarea" ? this.textContent : (this.getAttribute("value") ?? "");
  }
  get value() {
    return this.typed ?? this.defaultValue;
  }
  set value(text) {
    this.typed = text;
  }
  get form() {
    return this.closest("form");
  }
  get elements() {
    return this.querySelectorAll("input, textarea, button");
  }
  get dataset() {
    return new Proxy(
      {},
      {
        get: (_, key) => this.getAttribute(`data-${kebab(key)}`) ?? undefined,
        set: (_, key, value) => {
          this.setAttribute(`data-${kebab(key)}`, value);
          return true;
        },
      },
    );
  }
  get classList() {
    const words = () => this.className.split(" ").filter(Boolean);
    const put = (word, is) => {
      this.className = [...words().filter((one) => one !== word), ...(is ? [word] : [])].join(" ");
    };
    return {
      add: (word) => put(word, true),
      remove: (word) => put(word, false),
      toggle: put,
      contains: (word) => words().includes(word),
    };
  }

  matches(selector) {
    return selector.split(",").some((one) => fits(this, one.trim().split(/\s*>\s*|\s+/)));
  }
  closest(selector) {
    for (let node = this; node; node = node.parentNode) if (node.matches?.(selector)) return node;
    return null;
  }
  querySelectorAll(selector) {
    return [...below(this)].filter((one) => one.matches(selector));
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  get ownerDocument() {
    return globalThis.document;
  }

  addEventListener(name, run) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), run]);
  }
  focus() {
    document.activeElement = this;
    fire(this, "focusin");
  }
  click() {
    return fire(this, "click", { button: 0 });
  }
  scrollIntoView() {
    this.scrolled += 1;
  }
  getBoundingClientRect() {
    return { top: this.top ?? 0, bottom: 0, left: 0, width: 100 };
  }
  style = { setProperty() {} };

  #flag(name, is) {
    if (is) this.setAttribute(name, "");
    else this.removeAttribute(name);
  }
}

const kebab = (key) => String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const asNode = (node) => (node instanceof Node ? node : new Text(String(node)));
const pathOf = (node) =>
  node.parentNode ? [...pathOf(node.parentNode), node.parentNode.childNodes.indexOf(node)] : [];

function* below(root) {
  for (const child of root.childNodes)
    if (child instanceof Element) {
      yield child;
      yield* below(child);
    }
}

function fits(element, steps) {
  if (!simple(element, steps.at(-1))) return false;
  const above = steps.slice(0, -1);
  return !above.length || Boolean(element.parentNode?.closest?.(above.join(" ")));
}

function simple(element, selector) {
  if (/^[a-z]+\d?/.test(selector) && /^[a-z]+\d?/.exec(selector)[0] !== element.localName)
    return false;
  for (const [, name, value] of selector
    .replace(/:not\([^)]*\)/g, "")
    .matchAll(/\[([\w-]+)(?:="?([^\]"]*)"?)?\]/g)) {
    if (
      !element.hasAttribute(name) ||
      (value !== undefined && element.getAttribute(name) !== value)
    )
      return false;
  }
  for (const [, no] of selector.matchAll(/:not\(([^)]*)\)/g)) if (simple(element, no)) return false;
  return [...selector.replace(/\[[^\]]*\]|:not\([^)]*\)/g, "").matchAll(/\.([\w-]+)/g)].every(
    ([, word]) => element.classList.contains(word),
  );
}

// An event that bubbles up to the document; the listeners' promises are not waited for.
export function fire(target, name, more = {}) {
  const event = {
    type: name,
    target,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
    ...more,
  };
  for (let node = target; node; node = node.parentNode)
    for (const run of node.listeners?.get(name) ?? []) run(event);
  for (const run of document.listeners.get(name) ?? []) run(event);
  return event;
}

export const press = (target, key, more = {}) => fire(target, "keydown", { key, ...more });

const VOID = new Set(["input", "br"]);
export function html(text) {
  const root = new Element("body");
  let here = root;
  for (const [, close, tag, attributes, data] of text.matchAll(/<(\/?)([\w]+)([^>]*)>|([^<]+)/g)) {
    if (data !== undefined) here.append(data);
    else if (close) here = here.parentNode;
    else {
      const element = new Element(tag);
      for (const [, name, value] of attributes.matchAll(/([\w-]+)(?:="([^"]*)")?/g))
        element.setAttribute(name, value ?? "");
      here.append(element);
      if (!VOID.has(tag)) here = element;
    }
  }
  return root;
}

// Makes the page the global one; answers with its body.
export function openPage(text) {
  const body = html(text);
  const listeners = new Map();
  globalThis.document = {
    body,
    root: body,
    activeElement: body,
    listeners,
    documentElement: { lang: "en", dataset: {} },
    visibilityState: "visible",
    createElement: (tag) => new Element(tag),
    getElementById: (id) => body.querySelectorAll("[id]").find((one) => one.id === id) ?? null,
    querySelector: (selector) => body.querySelector(selector),
    addEventListener: (name, run) => listeners.set(name, [...(listeners.get(name) ?? []), run]),
    dispatchEvent: (event) => {
      for (const run of listeners.get(event.type) ?? []) run(event);
    },
  };
  globalThis.addEventListener = () => {};
  globalThis.history = {
    replaceState(_state, _title, address) {
      this.address = address;
    },
  };
  globalThis.FormData = class {
    constructor(form, submitter) {
      this.fields = [
        ...form.elements.filter((one) => one.localName !== "button" || one === submitter),
      ];
    }
    *[Symbol.iterator]() {
      for (const one of this.fields)
        if (one.name && (one.type !== "radio" || one.checked)) yield [one.name, one.value];
    }
  };
  return body;
}
