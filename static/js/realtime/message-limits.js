// The limits of one message: below those at which the server refuses it as too large
// (docs/realtime-protocol.md). More than that is sent in parts.

import * as Y from "yjs";

export const LARGEST_UPDATE = 1024 * 1024; // bytes
export const MOST_CLIENTS = 64;
const MOST_BLOCKS = 10_000; // the server takes twice as many
const SMALLEST_BLOCK = 2; // bytes

// An update starts with the number of its clients; one that does not fit into seven bits sets the
// eighth, and is over the limit too. Blocks are counted only if there can be so many, because that
// requires reading them.
export const fitsOneMessage = (update) =>
  update.byteLength <= LARGEST_UPDATE &&
  update[0] <= MOST_CLIENTS &&
  (update.byteLength < MOST_BLOCKS * SMALLEST_BLOCK ||
    Y.decodeUpdate(update).structs.length <= MOST_BLOCKS);
