// The page shows times in the institution's zone; this adds the reader's own time as a title.

import { fullTime } from "../../lib/times.js";

export function localTime(element) {
  const at = new Date(element.dateTime || element.getAttribute("datetime"));
  if (!Number.isNaN(at.getTime())) element.title = fullTime(at);
}
