// Whether single letters are commands: a choice of this device, for who dictates or types with a
// stick (WCAG 2.1.4).

const KEY = "letter-keys";

export function areLettersCommands(storage = globalThis.localStorage) {
  try {
    return storage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

// The hints beside the buttons go with the keys.
export function chooseLetterKeys(
  isOn,
  storage = globalThis.localStorage,
  html = document.documentElement,
) {
  try {
    storage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    /* where nothing is kept, nothing can be chosen */
  }
  showLetterKeys(storage, html);
}

export function showLetterKeys(storage = globalThis.localStorage, html = document.documentElement) {
  if (areLettersCommands(storage)) delete html.dataset.letterKeys;
  else html.dataset.letterKeys = "off";
}
