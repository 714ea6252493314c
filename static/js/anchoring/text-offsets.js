// Converts between places in the page and offsets in a clause's text, as the server counts them:
// code points, with white space collapsed to single blanks and trimmed. The printed label is not
// part of the text; `skip`, a selector, excludes more, such as the other version's words in a
// redline.

export const LABELS = ".label, .enum";
// Python's white space, not JavaScript's: the two differ in the separators \x1c-\x1f and \x85, and
// in U+FEFF.
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const FOLLOWING = 4; // Node.DOCUMENT_POSITION_FOLLOWING

export function* textNodes(root, skip = LABELS) {
  for (const node of root.childNodes) {
    if (node.nodeType === 3) yield node;
    else if (node.nodeType === 1 && !node.matches(skip)) yield* textNodes(node, skip);
  }
}

// One place for each code point: the character and its position in UTF-16 units of its text node.
export function wordsOf(root, skip = LABELS) {
  const words = [];
  let blank = null;
  for (const node of textNodes(root, skip)) {
    let start = 0;
    for (const character of node.data) {
      const place = { character, node, start, end: start + character.length };
      start = place.end;
      if (BLANK.test(character)) blank ??= { ...place, character: " " };
      else {
        if (blank && words.length) words.push(blank);
        blank = null;
        words.push(place);
      }
    }
  }
  return words;
}

export const textOf = (words, start = 0, end = words.length) =>
  words
    .slice(Math.max(0, start), Math.max(0, end))
    .map(({ character }) => character)
    .join("");

// The offset of one end of a Range: the number of the text's characters that begin before it.
export function offsetOf(words, node, offset) {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beginsBefore(words[middle], node, offset)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function beginsBefore(place, node, offset) {
  if (place.node === node) return place.start < offset;
  const child = node.nodeType === 1 ? node.childNodes[offset] : null;
  if (child) return place.node !== child && isFollowedBy(place.node, child);
  return node.contains(place.node) || isFollowedBy(place.node, node);
}

// An element that contains the text begins before it, so it does not follow.
const isFollowedBy = (text, node) => Boolean(text.compareDocumentPosition(node) & FOLLOWING);

// The parts of text nodes that hold the characters from start to end, with the white space between
// them.
export function piecesOf(root, words, start, end, skip = LABELS) {
  const [first, last] = [words[Math.max(0, start)], words[Math.min(end, words.length) - 1]];
  if (!first || !last || start >= end) return [];
  const nodes = [...textNodes(root, skip)];
  return nodes
    .slice(nodes.indexOf(first.node), nodes.indexOf(last.node) + 1)
    .map((node) => ({
      node,
      from: node === first.node ? first.start : 0,
      to: node === last.node ? last.end : node.data.length,
    }))
    .filter(({ from, to }) => from < to);
}
