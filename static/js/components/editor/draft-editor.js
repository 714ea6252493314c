// The entry point of the co-editing page: opens one session on one working draft and connects it to
// the page. The session (realtime/) decides what is saved; DraftPage shows it.

import { readStrings } from "../../lib/strings.js";
import { realTimers } from "../../lib/timers.js";
import { askWhoIsSignedIn } from "../../lib/who-is-signed-in.js";
import { DraftSession } from "../../realtime/draft-session.js";
import { openDraftSocket } from "../../realtime/draft-socket.js";
import { openLocalCopy } from "../../realtime/local-copy.js";
import { RecoveryCopies, deviceStore } from "../../realtime/recovery-copies.js";
import { DraftPage } from "./draft-page.js";

export async function draftEditor(root) {
  const say = readStrings();
  const { draftId, lineage, accountId, accountName, title, mayWrite, workerUrl, nonce } =
    root.dataset;
  const copies = new RecoveryCopies({ accountId, draftId, store: await deviceStore() });
  const page = new DraftPage(root, {
    say,
    copies,
    title,
    nonce,
    workerUrl,
    self: { id: accountId, name: accountName },
  });
  const session = new DraftSession({
    draft: { draftId: Number(draftId), lineage, accountId, title, mayWrite: mayWrite === "true" },
    openLocalCopy,
    openSocket: openDraftSocket,
    whoIsSignedIn: askWhoIsSignedIn,
    copies,
    timers: realTimers,
    on: page,
  });
  addEventListener("beforeunload", (event) => page.mayLeave(session) || event.preventDefault());
  addEventListener("online", () => session.retryNow());
  document.addEventListener("visibilitychange", () => document.hidden || session.retryNow());
  await session.open();
}
