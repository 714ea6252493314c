// A character beyond U+FFFF has two UTF-16 units. An edit that would touch one half (a browser's
// diff of two emoji does) is widened to the whole character, because the server refuses updates
// that split a pair: its replica cannot hold a half.

import { EditorState } from "@codemirror/state";

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const cuts = (doc, at) =>
  at > 0 &&
  at < doc.length &&
  /^[\ud800-\udbff][\udc00-\udfff]$/.test(doc.sliceString(at - 1, at + 1));

function widened(doc, from, to, inserted) {
  if (from === to && cuts(doc, from))
    return { from: from - 1, to: from - 1, insert: inserted.replace(LONE, "") };
  const start = cuts(doc, from) ? from - 1 : from;
  const end = cuts(doc, to) ? to + 1 : to;
  const insert = (doc.sliceString(start, from) + inserted + doc.sliceString(to, end)).replace(
    LONE,
    "",
  );
  return { from: start, to: end, insert };
}

export const wholeCharacters = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged) return transaction;
  const changes = [];
  let differs = false;
  transaction.changes.iterChanges((from, to, _newFrom, _newTo, text) => {
    const inserted = text.toString();
    const change = widened(transaction.startState.doc, from, to, inserted);
    differs ||= change.from !== from || change.to !== to || change.insert !== inserted;
    changes.push(change);
  });
  return differs
    ? [{ changes, effects: transaction.effects, scrollIntoView: transaction.scrollIntoView }]
    : transaction;
});
