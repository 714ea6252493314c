// The page shows times in the zone of the institution; the reader's own time is in the title.

import { fullTime } from "../../lib/times.js";

export function localTime(element) {
  const at = new Date(element.dateTime || element.getAttribute("datetime"));
  if (!Number.isNaN(at.getTime())) element.title = fullTime(at);
}
