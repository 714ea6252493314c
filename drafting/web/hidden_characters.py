"""Shows in a text what cannot be seen: characters without width, or that turn the direction."""

from markupsafe import Markup

from drafting.domain.words.invisible import marked

SIGN = Markup('<span class="hidden-sign" title="{name}" data-sign="{code}">{sign}</span>')


def with_hidden_characters(text: str) -> Markup:
    """The text, escaped, with each hidden character in a mark that names it."""
    parts = (
        SIGN.format(name=name, code=name.split(" ")[0], sign=part) if name else Markup.escape(part)
        for part, name in marked(text)
    )
    return Markup("").join(parts)
