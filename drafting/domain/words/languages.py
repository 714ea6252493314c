"""Tells in which of five languages a text is written, and which articles that language has."""

from collections import Counter

from drafting.domain.words.tokens import WORD

ARTICLES = {
    "en": "a an the",
    "fr": "le la les un une du des",
    "de": "der die das den dem des ein eine einen einem einer eines",
    "es": "el la los las un una unos unas",
    "it": "il lo la i gli le un uno una",
}
# frequent words of each
FREQUENT = {
    "en": """
        the of and to is are be by for with that this from shall must should may will not which
        their it its any other each within before after when if has have they them who where than
        only or
    """,
    "fr": """
        le les du des et est sont par pour avec dans qui que sur aux au ce cette ces doit doivent
        peut peuvent ne pas leur leurs ou une être il elle toute tout
    """,
    "de": """
        der das und ist sind wird werden von zu mit für auf dem den des ein eine nicht oder bei
        nach durch über muss müssen kann können soll sie sich auch wenn
    """,
    "es": """
        el los las y es son del para con por que se debe deben puede pueden al su sus o como más
        esta este toda todo sin
    """,
    "it": """
        il lo gli della delle dei degli è sono e del di per con che si deve devono può possono al
        alla nel nella o come questo questa
    """,
}


def language_of(text: str) -> str:
    """The language that most of the frequent words of a text are of ("en"); "" if none leads."""
    words = Counter(WORD.findall(text.lower()))
    found = Counter(
        {
            language: sum(words[word] for word in set(frequent.split()))
            for language, frequent in FREQUENT.items()
        }
    )
    (first, most), (_, second) = found.most_common(2)
    return first if most > second else ""
