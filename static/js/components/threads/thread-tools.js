// What pages with comments share: strings, requests, stored forms, an announcer, timers, and the
// feed of news.

import { startComponents } from "../../lib/component.js";
import { StoredForms } from "../../lib/stored-forms.js";
import { makeAnnouncer } from "../../lib/announcer.js";
import { PanelRequests } from "../../lib/panel-requests.js";
import { readStrings } from "../../lib/strings.js";
import { realTimers } from "../../lib/timers.js";
import { PollingSocket } from "../../realtime/polling-socket.js";
import { ThreadFeed } from "../../realtime/thread-feed.js";
import { openThreadSocket } from "../../realtime/thread-socket.js";
import { shared } from "../shared/shared.js";

export function threadTools() {
  const requests = new PanelRequests();
  return {
    say: readStrings(),
    requests,
    timers: realTimers,
    announce: makeAnnouncer(),
    openSocket: openThreadSocket,
    openAsking: (href) => new PollingSocket({ href, timers: realTimers }),
    drafts: new StoredForms({ storage: storageOf(globalThis), account: () => requests.account() }),
    start: (root) => startComponents(shared, root),
  };
}

// If storage is blocked, even naming it throws.
function storageOf(scope) {
  try {
    return scope.sessionStorage;
  } catch {
    return null;
  }
}

// Follows the news of a page's version, if it is live.
export function follow(main, tools, { onChanged, onBack }) {
  if (main.dataset.live !== "true") return null;
  const { versionId, since, changedHref: href } = main.dataset;
  const feed = new ThreadFeed({
    socket: href ? tools.openAsking(href) : tools.openSocket(),
    versionId: Number(versionId),
    since: Number(since),
    timers: tools.timers,
    onChanged,
    onBack,
  });
  feed.start();
  addEventListener("online", () => feed.retryNow());
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && feed.retryNow(),
  );
  return feed;
}
