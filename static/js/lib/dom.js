// Making elements without innerHTML: text is always text, attributes are set one by one.
// There is no way here to set a style attribute: the page's policy forbids it.

export function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

export const button = (text, onclick, properties = {}) =>
  make("button", { type: "button", class: "btn", onclick, ...properties }, [text]);

// The hooks of the page: data-part="name", inside the component or, for what stands elsewhere, in
// the page.
export const part = (root, name) =>
  root.querySelector(`[data-part="${name}"]`) ??
  root.ownerDocument.querySelector(`[data-part="${name}"]`);

export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
