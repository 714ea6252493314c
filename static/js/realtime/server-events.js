// Handlers for the events that a draft provider receives: those of the server, and those of its
// connection. A message about another draft, which can arrive just after leaving it, is ignored.

import { refusals } from "./refusals.js";

const bytesOf = (data) => (data instanceof Uint8Array ? data : new Uint8Array(data));

const reactions = {
  update: (provider, message) => provider.receive(message),
  awareness: (provider, message) => provider.link.receive(bytesOf(message.awareness)),
  // This client read too slowly, so the server dropped updates for it.
  resync: (provider) => provider.join(),
  // The head of the log, sent once the draft is quiet: if the last update was lost, no later one
  // shows the gap.
  head: (provider, { seq }) => provider.joined && seq > provider.seq && provider.join(),
  rights,
  left,
};

export const serverEvents = (provider) =>
  Object.entries(reactions).map(([name, react]) => [
    name,
    (message) => String(message.draft) === String(provider.draftId) && react(provider, message),
  ]);

function rights(provider, { may_write: mayWrite, message }) {
  const { sender } = provider;
  sender.mayWrite = mayWrite;
  provider.report("rights", { mayWrite, message });
  if (!mayWrite && sender.hasUnsent) refusals.not_permitted(provider, { message });
  else sender.flush();
}

// The right to read or the session has ended; a request for the session tells which. A person who
// has signed in again is redirected by the server and reconnects. Without an answer the next join
// decides.
async function left(provider, { error, message }) {
  const { connection } = provider;
  const { turn } = connection;
  const signedOut = await connection.isSignedOut();
  // the answer came after a join, which is newer
  const isBack = provider.joined && connection.turn !== turn;
  if (signedOut === null || provider.stopped || isBack) return;
  if (signedOut) connection.signedOut();
  else if (error !== "signed_out") refusals.not_found(provider, { message });
}

export const connectionEvents = (provider) => ({
  up: () => {
    provider.report("connected");
    provider.join();
  },
  down: () => {
    provider.leave();
    provider.report("disconnected");
  },
  crowded: (message) => provider.report("crowded", { message }),
  signedOut: () => provider.report("signed-out"),
  otherAccount: () => {
    provider.stop();
    provider.report("other-account");
  },
});
