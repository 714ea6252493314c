"""The vocabulary that a code of practice has until it says otherwise, in the languages in which
most are drafted.
"""

from drafting.domain.vocabulary.tables import Kind, Vocabulary


def _listed(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split(";") if word.strip())


COMMITMENT = "Commitment; Engagement; Verpflichtung; Compromiso; Impegno"
MEASURE = "Measure; Sub-measure; Mesure; Maßnahme; Medida; Misura"
INDICATOR = """
    Indicator; Indicators; KPI; KPIs; Key performance indicator; Key performance indicators;
    Indicateur; Indicateurs;
    Indikator; Indikatoren; Indicador; Indicadores; Indicatore; Indicatori
"""
RECITAL = """
    Recital; Recitals *; Considérant; Considérants *; Erwägungsgrund; Erwägungsgründe *;
    Considerando; Considerandos *;
    Considerandi *; Overweging
"""
DEFINITION = """
    Definition; Definitions *; Glossary *; Terms used *; Defined terms *; Définition;
    Définitions *; Glossaire *;
    Begriffsbestimmung; Begriffsbestimmungen *; Glossar *; Definición; Definiciones *; Glosario
    *; Definizione;
    Definizioni *; Glossario *
"""
ARTICLE = "Article; Art.; Art; Artikel; Artículo; Articolo"
ANNEX = """
    Annex; Annexes *; Appendix; Appendices *; Schedule; Annexe; Anhang; Anhänge *; Bijlage;
    Anexo; Anexos *; Allegato;
    Allegati *
"""
LEGAL_TEXT = (
    "Legal text; Legal basis; Texte juridique; Base juridique; Rechtstext; Texto legal; "
    "Testo "
    "giuridico"
)
RECITAL_BLOCK = (
    "Recital; Recitals; Considérant; Considérants; Erwägungsgrund; Erwägungsgründe; Considerando"
)
EXPLANATION = """
    Explanation; Explanatory note; Explanatory notes; Explanatory box; Explanatory text; Note;
    Explication;
    Note explicative; Erläuterung; Hinweis; Explicación; Nota explicativa; Spiegazione; Nota
    esplicativa
"""
OPEN_QUESTION = """
    Open question; Open questions; Open question to stakeholders; Question; Question from the
    chairs;
    Question to stakeholders; Question for stakeholders; Questions for stakeholders; Question
    ouverte; Questions ouvertes;
    Offene Frage; Offene Fragen; Pregunta abierta; Domanda aperta
"""
DIVISIONS = """
    Chapter; Section; Subsection; Part; Title; Principle; Objective; Requirement;
    Recommendation; Criterion; Rule; Clause;
    Paragraph; Point; Question; Chapitre; Titre; Partie; Principe; Objectif; Exigence; Kapitel;
    Abschnitt; Teil; Titel;
    Grundsatz; Hoofdstuk; Capítulo; Título; Sección; Parte; Capo; Titolo; Sezione
"""
DEFINING = "means; refers to; désigne; bezeichnet; significa"
DUTY_WORDS = """
    shall; must; should; may; will; can; might; ought; need to; needs to; is required to; are
    required to; commit to;
    commits to; committed to; undertake to; best efforts; reasonable efforts; endeavour;
    endeavours; where appropriate;
    as appropriate; where feasible; is encouraged to; are encouraged to; doit; doivent; devrait;
    devraient; peut; peuvent;
    s'engage; s'engagent; est tenu; sont tenus; muss; müssen; soll; sollen; sollte; sollten;
    darf; dürfen; kann; können;
    verpflichtet; verpflichten; debe; deben; debería; deberían; puede; pueden; se compromete; se
    comprometen; deve; devono;
    dovrebbe; dovrebbero; può; possono; si impegna; si impegnano
"""
NEGATIONS = """
    not; no; never; none; without; unless; except; nor; neither; cannot; ne; pas; non; sans;
    sauf; jamais; aucun; aucune;
    nicht; kein; keine; keiner; keinen; ohne; niemals; außer; nunca; sin; salvo; ningún;
    ninguna; senza; mai; nessun;
    nessuna; tranne
"""
ARTICLES = (
    "a; an; the; le; la; les; l; un; une; du; des; der; die; das; ein; eine; el; los; las; "
    "il; "
    "lo; gli; i"
)

USUAL = Vocabulary(
    provisions=(
        Kind("commitment", "Commitment", _listed(COMMITMENT)),
        Kind("measure", "Measure", _listed(MEASURE)),
        Kind("kpi", "Indicator", _listed(INDICATOR)),
        Kind("recital", "Recital", _listed(RECITAL)),
        Kind("definition", "Definition", _listed(DEFINITION)),
        Kind("article", "Article", _listed(ARTICLE)),
        Kind("annex", "Annex", _listed(ANNEX)),
    ),
    blocks=(
        Kind("legal-text", "Legal text", _listed(LEGAL_TEXT)),
        Kind("recital", "Recital", _listed(RECITAL_BLOCK)),
        Kind("explanation", "Explanation", _listed(EXPLANATION)),
        Kind("open-question", "Open question", _listed(OPEN_QUESTION)),
    ),
    divisions=_listed(DIVISIONS),
    defining=_listed(DEFINING),
    duty_words=_listed(DUTY_WORDS),
    negations=_listed(NEGATIONS),
    articles=_listed(ARTICLES),
)
