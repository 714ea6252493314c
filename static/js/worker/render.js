// Renders Markdown into what the preview and the outline show: blocks of HTML, headings, a count of
// words. Pure: text in, values out. HTML in the text stays text, addresses do not become links by
// themselves, and pictures are not fetched but described.

import MarkdownIt from "markdown-it";

// as drafting/domain/markdown/splitting.py reads it
const ID = /(?<!\s)\s*\{#([\p{L}\p{N}_-]+)\}\s*$/u;
const WORD = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;

const markdown = new MarkdownIt("commonmark", {
  html: false,
  linkify: false,
  typographer: false,
  maxNesting: 50,
});
markdown.enable(["table", "strikethrough"]);
markdown.core.ruler.before("inline", "heading_id", takeHeadingIds);
markdown.renderer.rules.image = (tokens, at) => imageInWords(tokens[at]);
markdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
  guardLink(tokens[at]);
  return self.renderToken(tokens, at, options);
};

// Before the inline pass: moves the explicit id from the text to the heading, under a prefix.
function takeHeadingIds(state) {
  state.tokens.forEach((token, at) => {
    if (token.type !== "heading_open") return;
    // The page has a heading of level 1, so for screen readers the text's headings are one level
    // lower.
    token.attrSet("aria-level", String(Math.min(6, Number(token.tag[1]) + 1)));
    const inline = state.tokens[at + 1];
    const found = ID.exec(inline.content);
    if (!found) return;
    inline.content = inline.content.slice(0, found.index);
    token.attrSet("id", `preview-${found[1]}`);
  });
}

function imageInWords(token) {
  const words = `${token.content} (${token.attrGet("src")})`.trim();
  return `<span class="image">${markdown.utils.escapeHtml(words)}</span>`;
}

function guardLink(token) {
  const address = token.attrGet("href") ?? "";
  if (address.startsWith("#")) {
    token.attrSet("href", `#preview-${address.slice(1)}`);
    return;
  }
  token.attrSet("target", "_blank");
  token.attrSet("rel", "noopener noreferrer nofollow");
}

// One block is one top-level element: a run of tokens from nesting 0 back to nesting 0.
function topLevelBlocks(tokens, env) {
  const blocks = [];
  let depth = 0;
  let start = 0;
  tokens.forEach((token, at) => {
    depth += token.nesting;
    if (depth !== 0) return;
    const html = markdown.renderer
      .render(tokens.slice(start, at + 1), markdown.options, env)
      .trim();
    if (html) blocks.push({ html, line: tokens[start].map?.[0] ?? 0 });
    start = at + 1;
  });
  return blocks;
}

function headingsOf(tokens) {
  const headings = [];
  tokens.forEach((token, at) => {
    if (token.type !== "heading_open" || token.level !== 0) return;
    headings.push({
      level: Number(token.tag.slice(1)),
      text: plainWords(tokens[at + 1]),
      line: token.map[0],
    });
  });
  return headings;
}

const plainWords = (inline) =>
  inline.children
    .map((token) => (token.type === "softbreak" ? " " : token.content))
    .join("")
    .trim();

function countWords(text) {
  let words = 0;
  for (const _ of text.matchAll(WORD)) words += 1;
  return words;
}

export function render(text) {
  const env = {};
  const tokens = markdown.parse(text, env);
  return {
    blocks: topLevelBlocks(tokens, env),
    headings: headingsOf(tokens),
    words: countWords(text),
  };
}

// The edit that turns the blocks shown before into the new ones: equal blocks at both ends stay, so
// a keystroke replaces one block.
export function patchBetween(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start].html === after[start].html) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail).html === after.at(-1 - tail).html) tail += 1;
  return {
    start,
    remove: before.length - start - tail,
    insert: after.slice(start, after.length - tail).map(({ html }) => html),
  };
}
