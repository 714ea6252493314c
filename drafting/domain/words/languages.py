"""Tells in which of five languages a text is written, and which articles that language has."""

from collections import Counter

from drafting.domain.words.tokens import WORD

SCRIPT_LETTERS = 4  # of a script in a language tag (BCP 47, 2.2.3)

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


# languages, and scripts, that are written from right to left (Unicode CLDR, characterOrder)
RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "ku-arab",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    ]
)
SCRIPTS_TO_LEFT = frozenset(["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"])


def text_direction(tag: str) -> str:
    """ "rtl" for a BCP 47 tag of a language written from right to left, else "ltr"."""
    language, *rest = tag.lower().split("-")
    scripts = [one for one in rest if len(one) == SCRIPT_LETTERS and one.isalpha()]
    is_rtl = scripts[0] in SCRIPTS_TO_LEFT if scripts else language in RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


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
