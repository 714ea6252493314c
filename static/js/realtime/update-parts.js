// Splits a difference that is too large for one message into several updates that the server can
// apply in turn: each builds only on those before it. Text is split between characters, never
// inside one.

import * as Y from "yjs";
import { MOST_CLIENTS } from "./message-limits.js";

const MOST_PIECES = 5000; // of one part; the server refuses updates of very many blocks
const MERGED_AT_ONCE = 70; // about the square root of that
const NOTHING_DELETED = 0;

// `known` is the encoded state vector of the server; `limit` is in bytes of an encoded part.
// Deletions of text that the server has go first, by themselves, because the new text may need the
// room. New text can only be deleted after it was sent.
export function splitUpdate(update, known, limit) {
  const { structs, ds } = Y.decodeUpdate(update);
  const clocks = Y.decodeStateVector(known);
  const has = (client) => clocks.get(client) ?? 0;
  // bytes of one piece: a character has at most three, and several pieces share a part
  const room = Math.floor(limit / 4);
  const pieces = inOrder(
    structs.flatMap((struct) => cut(struct, room)),
    new Map(clocks),
  );
  const [early, late] = [deletions(ds, () => 0, has), deletions(ds, has, () => Infinity)];
  return [...packed(early, limit), ...packed([...pieces.map(encodedPiece), ...late], limit)];
}

// Orders each block after those that it stands between. Blocks of one client are already in order.
// Blocks between blocks that nobody has come last: the server then answers "missing", and nothing
// is skipped.
function inOrder(pieces, known) {
  // by client, the next one last: removing from the front of a long array is slow
  const queues = new Map();
  for (const piece of pieces) queues.set(piece.client, []);
  for (const piece of [...pieces].reverse()) queues.get(piece.client).push(piece);
  const ordered = [];
  const isThere = (id) => !id || id.clock < (known.get(id.client) ?? 0);
  const isReady = (piece) => piece && isThere(piece.origin) && isThere(piece.struct.rightOrigin);
  const next = () => [...queues.values()].find((queue) => isReady(queue.at(-1)));
  for (let queue = next(); queue; queue = next()) {
    while (isReady(queue.at(-1))) {
      const piece = queue.pop();
      known.set(piece.client, piece.end);
      ordered.push(piece);
    }
  }
  return [...ordered, ...[...queues.values()].flatMap((queue) => queue.reverse())];
}

// Splits a long run of text into runs that each follow the one before.
function cut(struct, room) {
  const pieces = [];
  const { client, clock } = struct.id;
  for (let offset = 0; offset < struct.length;) {
    const end =
      struct.content instanceof Y.ContentString
        ? wholeCharacters(struct.content.str, offset + room)
        : struct.length;
    const origin = offset ? Y.createID(client, clock + offset - 1) : struct.origin;
    pieces.push({ struct, client, offset, end: clock + end, length: end - offset, origin });
    offset = end;
  }
  return pieces;
}

function wholeCharacters(text, end) {
  if (end >= text.length) return text.length;
  const isInside = text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) <= 0xdbff;
  return isInside ? end + 1 : end;
}

function encodedPiece({ struct, offset, length, origin }) {
  const encoder = new Y.UpdateEncoderV1();
  const start = Y.createID(struct.id.client, struct.id.clock + offset);
  encoder.writeLen(1); // clients
  encoder.writeLen(1); // blocks
  encoder.writeClient(start.client);
  encoder.writeLen(start.clock);
  const isWhole = length === struct.length;
  (isWhole ? struct : excerpt(struct, start, offset, length, origin)).write(encoder, 0);
  encoder.writeLen(NOTHING_DELETED);
  return { update: encoder.toUint8Array(), author: start.client };
}

const excerpt = (struct, id, offset, length, origin) =>
  new Y.Item(
    id,
    null,
    origin,
    null,
    struct.rightOrigin,
    offset ? null : struct.parent,
    struct.parentSub,
    new Y.ContentString(struct.content.str.slice(offset, offset + length)),
  );

// The deletions of each client between two clocks; a range across an edge is split at it.
const deletions = ({ clients }, from, to) =>
  [...clients].flatMap(([client, ranges]) => {
    const within = ranges.map(({ clock, len }) => [
      Math.max(clock, from(client)),
      Math.min(clock + len, to(client)),
    ]);
    const some = within.filter(([start, end]) => start < end);
    return chunks(some, MOST_PIECES).map((few) => ({ update: encodedDeletions(client, few) }));
  });

function encodedDeletions(client, ranges) {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(0); // no blocks
  encoder.writeLen(1); // clients
  encoder.writeClient(client);
  encoder.writeLen(ranges.length);
  for (const [start, end] of ranges) {
    encoder.writeLen(start);
    encoder.writeLen(end - start);
  }
  return encoder.toUint8Array();
}

const chunks = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );

// The authors of deletions are not counted: the server counts the authors of blocks.
function packed(pieces, limit) {
  const parts = [];
  let [some, size, authors] = [[], 0, new Set()];
  for (const { update, author } of pieces) {
    const isCrowded = author !== undefined && !authors.has(author) && authors.size === MOST_CLIENTS;
    if (
      some.length &&
      (size + update.byteLength > limit || some.length === MOST_PIECES || isCrowded)
    ) {
      parts.push(merged(some));
      [some, size, authors] = [[], 0, new Set()];
    }
    some.push(update);
    size += update.byteLength;
    if (author !== undefined) authors.add(author);
  }
  return some.length ? [...parts, merged(some)] : parts;
}

// In two steps, because for each block Yjs inspects all the updates still to be merged.
const merged = (updates) =>
  Y.mergeUpdates(chunks(updates, MERGED_AT_ONCE).map((some) => Y.mergeUpdates(some)));
