// The focus over a renewal of what it stands in: remembered by the nearest name (id) and its place
// in there, given back to the counterpart in the fresh copy. Knows nothing of what is renewed.

const inside = (home, localName) => [...home.querySelectorAll(localName)];

// A function that gives the focus back and answers whether it could; null if the focus is
// elsewhere.
export function focusIn(root, active = document.activeElement) {
  if (!active || active === root || !root.contains(active)) return null;
  const named = active.closest("[id]");
  const id = named && named !== root && root.contains(named) ? named.id : null;
  // -1: it is the named element itself
  const index = inside(id ? named : root, active.localName).indexOf(active);
  const tabindex = active.getAttribute("tabindex");
  return () => {
    if (root.contains(document.activeElement)) return true;
    const home = id ? root.querySelector(`[id="${id}"]`) : root;
    const target = home && (index === -1 ? home : inside(home, active.localName)[index]);
    if (!target) return false;
    if (tabindex !== null) target.setAttribute("tabindex", tabindex);
    target.focus({ preventScroll: true });
    return root.contains(document.activeElement);
  };
}
