"""The words and figures that make a change substantive, in the languages in which codes of practice are mostly drafted."""

import re

from drafting.domain.word_tokens import NUMBER as NUMBER_FORMS

# Words that make a duty, a power or a wish.
DUTY_LIST = """
    shall; must; should; may; will; can; might; ought; need to; needs to; is required to; are required to; commit to;
    commits to; committed to; undertake to; best efforts; reasonable efforts; endeavour; endeavours; where appropriate;
    as appropriate; where feasible; is encouraged to; are encouraged to; doit; doivent; devrait; devraient; peut; peuvent;
    s'engage; s'engagent; est tenu; sont tenus; muss; müssen; soll; sollen; sollte; sollten; darf; dürfen; kann; können;
    verpflichtet; verpflichten; debe; deben; debería; deberían; puede; pueden; se compromete; se comprometen; deve; devono;
    dovrebbe; dovrebbero; può; possono; si impegna; si impegnano
"""
NEGATION_LIST = """
    not no never none without unless except nor neither cannot ne pas non sans sauf jamais aucun aucune nicht kein keine
    keiner keinen ohne niemals außer nunca sin salvo ningún ninguna senza mai nessun nessuna tranne
"""
ARTICLE_LIST = "a an the le la les l un une du des der die das ein eine el los las il lo gli i"
MONTH_LIST = """
    january february march april may june july august september october november december janvier février mars avril mai
    juin juillet août septembre octobre novembre décembre januar februar märz juni juli oktober dezember
"""
DUTY_WORDS = tuple(word.strip() for word in DUTY_LIST.split(";"))
NEGATIONS = frozenset(NEGATION_LIST.split())
ARTICLES = frozenset(ARTICLE_LIST.split())
MONTH = f"(?:{'|'.join(MONTH_LIST.split())})"
NUMBER = f"(?:{NUMBER_FORMS})"
NUMBERS = re.compile(NUMBER)
DATES = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
    rf"|\b\d{{1,2}}\.? {MONTH}(?: \d{{4}})?\b|\b{MONTH} (?:\d{{1,2}}, )?\d{{4}}"
)
SPANS = r"(?:working |calendar |business )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|jours?\b|mois\b|ans?\b"
SHARES = r"%|‰|€|\$|£|(?:eur|usd|euros?|per cent|percent|pour cent|prozent|tage?n?|monate?n?|jahre?n?|flops?|[kmgt]b)\b"
UNITS = re.compile(rf"[€$£]\s?{NUMBER}|{NUMBER}\s?(?:{SHARES}|{SPANS})")
TERM = re.compile(
    r"^[-*+ \t]*(?:[\"“„«‘']|\*\*|__|_|\*)([^\"”“»’'*_]{2,60})(?:[\"”“»’']|\*\*|__|_|\*)+\s*"
    r"(?:means|is|:|—|–|-|désigne|bezeichnet)",
    re.IGNORECASE,
)
SPELLING = ((re.compile(r"is(e|ed|es|ing|ation|ations)\b"), r"iz\1"), (re.compile(r"(?<=\w\w)our"), "or"))
