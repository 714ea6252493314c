// The components that any page may use.

import { waitForJob } from "./wait-for-job.js";
import { confirmButton } from "./confirm-button.js";
import { copyButton } from "./copy-button.js";
import { letterKeysSwitch } from "./letter-keys-switch.js";
import { localTime } from "./local-time.js";
import { themeSwitch } from "./theme-switch.js";
import { timeLeft } from "./time-left.js";

export const shared = {
  "theme-switch": (element) => themeSwitch(element),
  "copy-button": (element) => copyButton(element),
  "confirm-button": (element) => confirmButton(element),
  "letter-keys-switch": (element) => letterKeysSwitch(element),
  "local-time": localTime,
  "time-left": timeLeft,
  "wait-for-job": waitForJob,
};
