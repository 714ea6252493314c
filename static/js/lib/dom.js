// Creates elements without innerHTML: text is always text, attributes are set one by one. Style
// attributes cannot be set here, because the content security policy forbids them.

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

// Finds data-part="name" inside the component, or else in the page.
export const part = (root, name) =>
  root.querySelector(`[data-part="${name}"]`) ??
  root.ownerDocument.querySelector(`[data-part="${name}"]`);

export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
