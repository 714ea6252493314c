// Announces sentences to screen readers without moving the focus: one polite live region for the
// page.

import { make } from "./dom.js";

export function makeAnnouncer(page = document) {
  const region = make("p", { class: "vh", role: "status", "aria-live": "polite" });
  page.body.append(region);
  return (sentence) => {
    region.textContent = sentence;
  };
}
