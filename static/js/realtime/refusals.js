// The browser's reaction to each error of the protocol: the table of docs/realtime-protocol.md,
// line by line. An unknown error counts as doubt: nothing is discarded, and nothing counts as
// saved.

const stopWith = (type) => (provider, answer) => {
  provider.stop();
  provider.report(type, { lineage: answer.lineage, message: answer.message ?? "" });
};

export const refusals = {
  not_found: stopWith("refused"),
  lineage: stopWith("lineage"),
  malformed: stopWith("malformed"),
  not_permitted: stopWith("unsendable"),
  missing: (provider) => provider.rejoinAfterDoubt(),
  not_joined: (provider) => provider.rejoinAfterDoubt(),
  // Nothing is discarded: the document holds the unsaved text, and the join after the next sign-in
  // sends it.
  signed_out: (provider) => provider.connection.signedOut(),
  too_large: (provider, answer) => provider.sender.tooLargeNow(answer.message),
};

export function refuseUpdate(provider, answer) {
  (refusals[answer.error] ?? (() => provider.sender.tryAgainLater()))(provider, answer);
}

// A join refused as malformed or not permitted would be refused again, so the session ends instead
// of starting over.
export function refuseJoin(provider, answer) {
  if (answer.error === "lineage") refusals.lineage(provider, answer);
  else if (["not_found", "not_permitted", "malformed", "damaged"].includes(answer.error))
    refusals.not_found(provider, answer);
  else if (answer.error === "signed_out") refusals.signed_out(provider);
  else provider.rejoinLater();
}
