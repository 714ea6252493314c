// Replaces the content of an element by that of a fresh copy, except forms in use: these stay the
// same nodes, so that text, cursor and focus stay. A form's counterpart is the one with the same
// address; open details stay open, except those of the form that was answered.

const addressOf = (form) => form.getAttribute("action");
const formsIn = (node) =>
  node.nodeType !== 1 ? [] : node.matches("form") ? [node] : [...node.querySelectorAll("form")];

export function patch(old, fresh, kept, done = null) {
  for (const name of ["id", "data-count", "aria-labelledby"]) {
    if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  }
  const opened = openedIn(old);
  if (done) opened.delete(addressOf(done));
  const lost = patchChildren(old, fresh, kept);
  for (const form of old.querySelectorAll("details form"))
    if (opened.has(addressOf(form))) form.closest("details").open = true;
  return lost;
}

// Returns the forms in use that have no counterpart any more; they stay in place.
function patchChildren(old, fresh, kept) {
  const pairs = [...old.childNodes].map((child) => pairOf(child, fresh, kept)).filter(Boolean);
  const staying = new Map(pairs.filter(({ twin }) => twin).map(({ child, twin }) => [twin, child]));
  const lost = pairs.filter(({ twin }) => !twin).flatMap(({ forms }) => forms);
  const keptChildren = new Set(pairs.map(({ child }) => child));
  for (const child of [...old.childNodes]) if (!keptChildren.has(child)) child.remove();
  let next = old.childNodes[0] ?? null;
  for (const child of [...fresh.childNodes]) {
    const stays = staying.get(child);
    if (!stays) old.insertBefore(child, next);
    else {
      if (stays.matches("form")) renewToken(stays, child);
      else lost.push(...patchChildren(stays, child, kept));
      next = stays.nextSibling;
    }
  }
  return lost;
}

function pairOf(child, fresh, kept) {
  const forms = formsIn(child).filter((form) => kept.includes(form));
  if (!forms.length) return null;
  const addresses = forms.map(addressOf);
  const twin = [...fresh.childNodes].find(
    (one) =>
      one.localName === child.localName &&
      formsIn(one).some((form) => addresses.includes(addressOf(form))),
  );
  return { child, twin: twin ?? null, forms };
}

// After a new sign-in the old token is no longer valid.
function renewToken(form, fresh) {
  const [old, token] = [form, fresh].map((one) => one.querySelector('[name="csrf_token"]'));
  if (old && token) old.setAttribute("value", token.getAttribute("value"));
}

const openedIn = (root) =>
  new Set(
    [...root.querySelectorAll("details")]
      .filter((details) => details.open)
      .flatMap((details) => [...details.querySelectorAll("form")].map(addressOf)),
  );
