// Restores the focus after a part of the page was replaced: it is remembered by the nearest id and
// its index there, and set on the counterpart in the new content.

const inside = (home, localName) => [...home.querySelectorAll(localName)];

// Returns a function that restores the focus and returns whether it could; null if the focus is
// elsewhere.
export function focusIn(root, active = document.activeElement) {
  if (!active || active === root || !root.contains(active)) return null;
  const named = active.closest("[id]");
  const id = named && named !== root && root.contains(named) ? named.id : null;
  // -1: the element with the id itself
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
