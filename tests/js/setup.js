// A provider on a fake socket, joined unless told otherwise, with all it reported.

import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { DraftProvider } from "../../static/js/realtime/draft-provider.js";
import { describe, initialFacts, reduce } from "../../static/js/realtime/save-state.js";
import { FakeServer, FakeSocket, FakeTimers, settle } from "./fakes.js";

export async function open({
  doc = new Y.Doc(),
  server = new FakeServer("hello world"),
  who,
  join = true,
  lineage = "lineage-1",
} = {}) {
  const socket = new FakeSocket();
  const timers = new FakeTimers();
  const awareness = new Awareness(doc);
  clearInterval(awareness._checkInterval);
  socket.server = server;
  const page = {
    doc,
    server,
    socket,
    timers,
    awareness,
    events: [],
    facts: initialFacts(),
    who: who ?? { signed_in: true, account_id: 3 },
  };
  page.report = (event) => {
    page.events.push(event);
    page.facts = reduce(page.facts, event);
  };
  page.report({ type: "local-loaded", kept: "device", holdsLineage: false, now: 0 });
  page.provider = new DraftProvider({
    socket,
    doc,
    awareness,
    draftId: 7,
    lineage,
    accountId: "3",
    whoIsSignedIn: async () => page.who,
    timers,
    random: () => 0,
    report: page.report,
  });
  page.text = doc.getText("body");
  page.types = () => page.events.map(({ type }) => type);
  page.name = () => describe(page.facts, timers.now()).name;
  socket.autoUp = join;
  page.provider.start();
  await settle();
  return page;
}
