// What the server sends unasked. A message about another draft, as can come just after leaving it, is none of ours.

import { refusals } from "./refusals.js";

const bytesOf = (data) => (data instanceof Uint8Array ? data : new Uint8Array(data));

const reactions = {
  update: (provider, message) => provider.receive(message),
  awareness: (provider, message) => provider.link.receive(bytesOf(message.awareness)),
  // It read too slowly, and was left out of what happened meanwhile.
  resync: (provider) => provider.join(),
  // Where the log stands, told once the draft is quiet: what was lost last would be followed by nothing that shows the gap.
  head: (provider, { seq }) => provider.joined && seq > provider.seq && provider.join(),
  rights,
  left,
};

export const serverEvents = (provider) => Object.entries(reactions).map(([name, react]) =>
  [name, (message) => String(message.draft) === String(provider.draftId) && react(provider, message)]);

function rights(provider, { may_write: mayWrite, message }) {
  const { sender } = provider;
  sender.mayWrite = mayWrite;
  provider.report("rights", { mayWrite, message });
  if (!mayWrite && sender.hasUnsent) refusals.not_permitted(provider, { message });
  else sender.flush();
}

// The right to read is gone, or the session is over: asking tells whether it still is. Whoever signed in again meanwhile is
// sent on by the server and comes back. Without an answer the next join will tell.
async function left(provider, { error, message }) {
  const { connection } = provider;
  const { turn } = connection;
  const signedOut = await connection.isSignedOut();
  const isBack = provider.joined && connection.turn !== turn; // the answer came after a join that tells more
  if (signedOut === null || provider.stopped || isBack) return;
  if (signedOut) connection.signedOut();
  else if (error !== "signed_out") refusals.not_found(provider, { message });
}
