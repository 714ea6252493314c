// Entry point of the comparison of two versions, also while it is being computed.

import { MapFrame } from "../components/comparison/map-frame.js";
import { RedlineComments } from "../components/comparison/redline-comments.js";
import { redlineView } from "../components/comparison/redline-view.js";
import { shared } from "../components/shared/shared.js";
import { SummaryEditor } from "../components/comparison/summary-editor.js";
import { threadTools } from "../components/threads/thread-tools.js";
import { startComponents } from "../lib/component.js";

function startRedline(main) {
  const tools = threadTools();
  redlineView(main);
  new RedlineComments(main, tools);
  new SummaryEditor(main, tools);
  const map = document.querySelector(".map");
  if (map) new MapFrame(main, map);
}

startComponents({ ...shared, "redline-view": startRedline });
