// A difference that is larger than one message, as several updates that the server can take one after the other: each part
// builds only on what came before it. Text is cut between characters, never inside one.

import * as Y from "yjs";

const MOST_PIECES = 5000; // of one part; the server refuses updates of very many blocks
const NOTHING_DELETED = 0;

// `known` is the state vector, encoded, of what the server has; `limit` is in bytes of an encoded part.
export function inParts(update, known, limit) {
  const { structs, ds } = Y.decodeUpdate(update);
  const room = Math.floor(limit / 4); // bytes of one piece: a character takes at most three, and several pieces share a part
  const pieces = inOrder(structs.flatMap((struct) => cut(struct, room)), Y.decodeStateVector(known));
  return [...packed(pieces.map(encodedPiece), limit), ...packed(deletions(ds), limit)];
}

// Each block after those that it stands between. Blocks of one client are in their order already. What stands between
// blocks that nobody has comes last all the same: the server says that something is missing, and nothing is passed over.
function inOrder(pieces, known) {
  const queues = new Map();
  for (const piece of pieces) queues.set(piece.client, [...(queues.get(piece.client) ?? []), piece]);
  const ordered = [];
  const isThere = (id) => !id || id.clock < (known.get(id.client) ?? 0);
  const next = () => [...queues.values()].find(([first]) => first && isThere(first.origin) && isThere(first.struct.rightOrigin));
  for (let queue = next(); queue; queue = next()) {
    while (queue.length && isThere(queue[0].origin) && isThere(queue[0].struct.rightOrigin)) {
      const piece = queue.shift();
      known.set(piece.client, piece.end);
      ordered.push(piece);
    }
  }
  return [...ordered, ...[...queues.values()].flat()];
}

// A long run of text as runs that each follow the one before.
function cut(struct, room) {
  const pieces = [];
  const { client, clock } = struct.id;
  for (let offset = 0; offset < struct.length;) {
    const end = struct.content instanceof Y.ContentString ? wholeCharacters(struct.content.str, offset + room) : struct.length;
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
  (length === struct.length ? struct : excerpt(struct, start, offset, length, origin)).write(encoder, 0);
  encoder.writeLen(NOTHING_DELETED);
  return encoder.toUint8Array();
}

const excerpt = (struct, id, offset, length, origin) => new Y.Item(
  id, null, origin, null, struct.rightOrigin, offset ? null : struct.parent, struct.parentSub,
  new Y.ContentString(struct.content.str.slice(offset, offset + length)),
);

const deletions = ({ clients }) =>
  [...clients].flatMap(([client, ranges]) => chunks(ranges, MOST_PIECES).map((some) => encodedDeletions(client, some)));

function encodedDeletions(client, ranges) {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(0); // no blocks
  encoder.writeLen(1); // clients
  encoder.writeClient(client);
  encoder.writeLen(ranges.length);
  for (const { clock, len } of ranges) { encoder.writeLen(clock); encoder.writeLen(len); }
  return encoder.toUint8Array();
}

const chunks = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

function packed(updates, limit) {
  const parts = [];
  let [some, size] = [[], 0];
  for (const update of updates) {
    if (some.length && (size + update.byteLength > limit || some.length === MOST_PIECES)) {
      parts.push(Y.mergeUpdates(some));
      [some, size] = [[], 0];
    }
    some.push(update);
    size += update.byteLength;
  }
  return some.length ? [...parts, Y.mergeUpdates(some)] : parts;
}
