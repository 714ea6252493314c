// The checkbox in the footer of every page that turns single-letter shortcuts off.

import { areLettersCommands, chooseLetterKeys, showLetterKeys } from "../../lib/letter-keys.js";

export function letterKeysSwitch(box, storage = localStorage) {
  box.checked = areLettersCommands(storage);
  box.closest("label").hidden = false;
  box.addEventListener("change", () => chooseLetterKeys(box.checked, storage));
  showLetterKeys(storage);
}
