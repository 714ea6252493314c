// Computes what the server lacks of a document: the browser's SyncStep2. State vectors do not cover
// deletions, so the delete sets are compared as well; a browser with nothing new gets null and
// sends nothing.

import * as Y from "yjs";

export function missingOnServer(doc, stateVector, serverUpdate) {
  const update = differenceTo(doc, stateVector);
  const { structs, ds } = Y.decodeUpdate(update);
  if (structs.length) return update;
  return missesDeletions(ds, Y.decodeUpdate(serverUpdate).ds) ? update : null;
}

// Pending structs, whose predecessors never arrived, are left out: the server would refuse the
// whole update as "missing", again and again.
export function differenceTo(doc, stateVector) {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  Object.assign(store, { pendingStructs: null, pendingDs: null });
  try {
    return Y.encodeStateAsUpdate(doc, stateVector);
  } finally {
    Object.assign(store, { pendingStructs, pendingDs });
  }
}

// The undo manager keeps undone text for redo, and it would be sent along; a plain copy of the
// document has none of it.
export function smallestDifferenceTo(doc, stateVector) {
  const bare = new Y.Doc();
  Y.applyUpdate(bare, differenceTo(doc));
  return Y.encodeStateAsUpdate(bare, stateVector);
}

export const hasGaps = (doc) => doc.store.pendingStructs !== null;

// Ranges may be split differently on the two sides, so coverage is compared, not form.
export function missesDeletions(ours, theirs) {
  for (const [client, items] of ours.clients) {
    const covered = joinRanges(theirs.clients.get(client) ?? []);
    if (
      !joinRanges(items).every(([from, to]) =>
        covered.some(([start, end]) => start <= from && to <= end),
      )
    )
      return true;
  }
  return false;
}

function joinRanges(items) {
  const ranges = [];
  for (const { clock, len } of [...items].sort((a, b) => a.clock - b.clock)) {
    const last = ranges.at(-1);
    if (last && clock <= last[1]) last[1] = Math.max(last[1], clock + len);
    else ranges.push([clock, clock + len]);
  }
  return ranges;
}

// The server's state vector, updated with each acknowledged or relayed update, without asking for
// it again.
export class ServerStateVector {
  #clocks;

  constructor(encoded) {
    this.#clocks = encoded ? Y.decodeStateVector(encoded) : new Map();
  }

  advance(update) {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) {
      this.#clocks.set(client, Math.max(clock, this.#clocks.get(client) ?? 0));
    }
  }

  encode() {
    return Y.encodeStateVector(this.#clocks);
  }
}
