"""Markdown to test with: real texts where they are beside this checkout, made-up ones of every
form, and HTML read back.
"""

from html.parser import HTMLParser
from pathlib import Path

from hypothesis import strategies as st

from drafting.settings import PROJECT_ROOT

CORPUS = PROJECT_ROOT.parent / "shared" / "corpus"
SAMPLE = sorted((PROJECT_ROOT / "drafting" / "sample").rglob("*.md"))
REAL_TEXTS = sorted(CORPUS.rglob("*.md")) if CORPUS.is_dir() else []

OPENINGS = (
    "",
    "- ",
    "  - ",
    "    - ",
    "1. ",
    "2) ",
    "  3. ",
    "> ",
    "> > ",
    "> - ",
    "# ",
    "### ",
    "   ## ",
    "    ",
    "\t",
    "[^n]: ",
    "| ",
)
WORDS = (
    "",
    "words of *one* kind",
    "(a) point",
    "(i) sub-point",
    "(1) paragraph  ",
    "**2.3** `code` & more",
    "2\\. escaped \\| &amp; &copy;",
    "Measure I.2 — Title {#two}",
    "[link](#two) ![image](x.png) [^n]",
    "[r] <b>raw</b> <https://example.org>",
    "é 😀 漢字 \u00a0 مرحبا",
    "a | b \\| c |",
    "** lone _ `marks` [",
    "x {#dup}",
    "nul\0 | \ud800 \\\\| end",
)
BLOCKS = (
    "```",
    "~~~ md",
    "---",
    "===",
    "| a | b |\n|---|:-:|\n| 1.1 | x \\| y |\n| | `z` |",
    "<div>\n# raw\n</div>",
    "[r]: https://example.org 'title'",
    "Setext\n------",
    "::: explanation",
    "::: {.legal-text}",
    ":::",
    "::::",
    "> [!legal-text]",
    "> LEGAL TEXT",
    "Term\n: what it means",
    "**Term** means this",
    "a\n b\n\tc",
    "\u2028# no line",
)
_lines = st.builds(
    "{}{}".format, st.sampled_from(OPENINGS), st.sampled_from(WORDS)
) | st.sampled_from(BLOCKS)
_breaks = st.sampled_from(("\n", "\n\n", "\n", "\r\n", "\r", "\n \n"))
_parts = st.lists(st.tuples(_lines, _breaks).map("".join), max_size=12).map("".join)
_heads = st.sampled_from(("", "", "", "\ufeff", "---\ntitle: x\n---\n"))
markdown = (
    st.builds("{}{}".format, _heads, _parts)
    | st.text(max_size=40)
    | st.text("*_`[]()!<>&#\\-\n| {}1.a:^", max_size=40)
)


def named(path: Path) -> str:
    return path.name


def text_content(html: str) -> str:
    """What a browser's textContent says, white space collapsed."""
    return " ".join(_Words().read(html).split())


class _Words(HTMLParser):
    def read(self, html: str) -> str:
        self.words: list[str] = []
        self.feed(html)
        self.close()
        return "".join(self.words)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
