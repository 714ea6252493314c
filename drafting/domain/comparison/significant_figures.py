"""The figures that make a change substantive, in the languages in which codes of practice are
mostly drafted.

The words that do are in the vocabulary of the code of practice.
"""

import re

from drafting.domain.words.tokens import NUMBER as NUMBER_FORMS

MONTH_LIST = """
    january february march april may june july august september october november december
    janvier février mars avril mai
    juin juillet août septembre octobre novembre décembre januar februar märz juni juli oktober
    dezember
"""
MONTH = f"(?:{'|'.join(MONTH_LIST.split())})"
NUMBER = f"(?:{NUMBER_FORMS})"
NUMBERS = re.compile(NUMBER)
DATES = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
    rf"|\b\d{{1,2}}\.? {MONTH}(?: \d{{4}})?\b|\b{MONTH} (?:\d{{1,2}}, )?\d{{4}}"
)
SPANS = (
    r"(?:working |calendar |business "
    r")?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|jours?\b|mois\b|ans?\b"
)
SHARES = (
    r"%|‰|€|\$|£|(?:eur|usd|euros?|per cent|percent|pour "
    r"cent|prozent|tage?n?|monate?n?|jahre?n?|flops?|[kmgt]b)\b"
)
UNITS = re.compile(rf"[€$£]\s?{NUMBER}|{NUMBER}\s?(?:{SHARES}|{SPANS})")
