// The box in the foot of every page that turns single-letter keys off.

import { areLettersCommands, chooseLetterKeys, showLetterKeys } from "../../lib/letter-keys.js";

export function letterKeysSwitch(box, storage = localStorage) {
  box.checked = areLettersCommands(storage);
  box.closest("label").hidden = false;
  box.addEventListener("change", () => chooseLetterKeys(box.checked, storage));
  showLetterKeys(storage);
}
