// The Markdown commands of the toolbar and their keys. Each is a CodeMirror StateCommand: it needs
// the state, not the view, so it runs without a page. Running one twice undoes it.

import { EditorSelection } from "@codemirror/state";

export const wrapWith =
  (mark) =>
  ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const spec = state.changeByRange((range) => toggleMark(state, range, mark));
    dispatch(state.update(spec, { userEvent: "input.format", scrollIntoView: true }));
    return true;
  };

function toggleMark(state, { from, to }, mark) {
  const size = mark.length;
  if (isMarked(state, from, to, mark)) {
    return {
      changes: [
        { from: from - size, to: from },
        { from: to, to: to + size },
      ],
      range: EditorSelection.range(from - size, to - size),
    };
  }
  return {
    changes: [
      { from, insert: mark },
      { from: to, insert: mark },
    ],
    range: EditorSelection.range(from + size, to + size),
  };
}

// “**x**” is bold and not italic, so the run of asterisks around the words is counted.
function isMarked(state, from, to, mark) {
  const star = mark[0];
  const before = runLength(state.sliceDoc(Math.max(0, from - 3), from), star, true);
  const after = runLength(state.sliceDoc(to, to + 3), star, false);
  const run = Math.min(before, after);
  return mark.length === 1 ? run === 1 || run === 3 : run >= 2;
}

function runLength(text, star, fromEnd) {
  const letters = fromEnd ? [...text].reverse() : [...text];
  const end = letters.findIndex((letter) => letter !== star);
  return end === -1 ? letters.length : end;
}

const eachLine =
  (edit) =>
  ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const lines = selectedLines(state);
    const changes = edit(lines.map((line) => line.text))
      .map((text, i) => lineChange(lines[i], text))
      .filter(Boolean);
    dispatch(state.update({ changes, userEvent: "input.format", scrollIntoView: true }));
    return true;
  };

function selectedLines(state) {
  const numbers = new Set();
  for (const { from, to } of state.selection.ranges) {
    for (let n = state.doc.lineAt(from).number; n <= state.doc.lineAt(to).number; n += 1)
      numbers.add(n);
  }
  const lines = [...numbers].map((n) => state.doc.line(n));
  return lines.length > 1 ? lines.filter((line) => line.text.trim()) : lines;
}

// Only the start of the line is replaced, so that cursors further on stay in place.
function lineChange(line, text) {
  if (text === line.text) return null;
  let same = 0;
  while (
    same < Math.min(text.length, line.text.length) &&
    text.at(-1 - same) === line.text.at(-1 - same)
  )
    same += 1;
  return { from: line.from, to: line.to - same, insert: text.slice(0, text.length - same) };
}

const prefixLines = (pattern, prefixOf) =>
  eachLine((texts) =>
    texts.every((text) => pattern.test(text))
      ? texts.map((text) => text.replace(pattern, ""))
      : texts.map(
          (text, i) => prefixOf(i) + text.replace(pattern, "").replace(/^(?:[-*+]|\d+[.)])\s+/, ""),
        ),
  );

const nextHeading = { "": "## ", "## ": "### ", "### ": "" };
const heading = eachLine((texts) =>
  texts.map((text) => {
    const marks = /^#{1,6}\s+/.exec(text)?.[0] ?? "";
    return (nextHeading[marks] ?? "") + text.slice(marks.length);
  }),
);

const quote = eachLine((texts) =>
  texts.every((text) => /^> ?/.test(text))
    ? texts.map((text) => text.replace(/^> ?/, ""))
    : texts.map((text) => `> ${text}`),
);

export const formatting = {
  bold: wrapWith("**"),
  italic: wrapWith("*"),
  heading,
  list: prefixLines(/^[-*+]\s+/, () => "- "),
  numbered: prefixLines(/^\d+[.)]\s+/, (i) => `${i + 1}. `),
  quote,
};
