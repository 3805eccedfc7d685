"""French names of territories: their article, « de » and « à », and how they are looked up.

INSEE gives each name a linking code (`tncc`). The communes file writes the article in the name
("Le Havre"), the files of départements and régions leave it out ("Oise", code 5: "l'Oise").
"""

import re
import unicodedata

# tncc -> article, « de » form, « à » form. Source: INSEE, code officiel géographique, TNCC.
_FORMS: dict[str, tuple[str, str, str]] = {
    "0": ("", "de ", "à "),
    "1": ("", "d'", "à "),
    "2": ("le ", "du ", "au "),
    "3": ("la ", "de la ", "à la "),
    "4": ("les ", "des ", "aux "),
    "5": ("l'", "de l'", "à l'"),
    "6": ("aux ", "des ", "aux "),
    "7": ("las ", "de las ", "à las "),
    "8": ("los ", "de los ", "à los "),
}
TNCC_CODES = frozenset(_FORMS)

# Articles that French never merges with « de » or « à », and that a commune's name keeps with its
# capital: "de La Rochelle", "à L'Escale"; "du Havre" and "des Mées" do merge.
_MERGING = frozenset("246")

# First words that take an article of their own, for bodies that INSEE gives no code.
_FIRST_WORDS = {
    "2": "centre collectif conseil département gip groupement parc petr pays pôle service syndicat",
    "3": "collectivité communauté fédération métropole régie région ville",
    "5": "agence agglomération association établissement eurométropole observatoire office union",
}
_TNCC_OF_FIRST_WORD = {
    word: tncc for tncc, listed in _FIRST_WORDS.items() for word in listed.split()
}


def guess_tncc(name: str) -> str:
    """The linking code of a name that has none: by its first word, else by its first letter."""
    first = re.split(r"[\s'’-]", name.strip().lower(), maxsplit=1)[0]
    if first in _TNCC_OF_FIRST_WORD:
        return _TNCC_OF_FIRST_WORD[first]
    initial = fold(name)[:1]
    return "1" if initial in tuple("aeiouy") else "0"


def _split_article(name: str, tncc: str) -> tuple[str, str] | None:
    """("Le ", "Havre") when the name begins with the article of its code, else None."""
    article = _FORMS[tncc][0]
    if article and name.lower().replace("’", "'").startswith(article):
        return name[: len(article)], name[len(article) :]
    return None


def _linking_code(name: str, tncc: str) -> str:
    """An article that is written in the name decides: INSEE's code is wrong about one or two."""
    written = next((code for code in "2345" if _split_article(name, code)), "")
    return written or tncc or guess_tncc(name)


def with_article(name: str, tncc: str) -> str:
    """« Le Havre », « Boé », « l'Oise »: the name as the subject of a sentence."""
    tncc = _linking_code(name, tncc)
    if _split_article(name, tncc):
        return name
    return _FORMS[tncc][0] + name


def in_area(name: str, area: str) -> str:
    """« Évry (Yonne) », « Syndicat d'énergie (SDEF, Finistère) »; the name alone when `area` is empty."""
    if not area:
        return name
    return f"{name[:-1]}, {area})" if name.endswith(")") else f"{name} ({area})"


def _linked(name: str, tncc: str, form: int, bare: str) -> str:
    tncc = _linking_code(name, tncc)
    parts = _split_article(name, tncc)
    if parts is None:
        return _FORMS[tncc][form] + name
    if tncc in _MERGING:
        return _FORMS[tncc][form] + parts[1]
    return bare + name


def of_name(name: str, tncc: str) -> str:
    """« du Havre », « de Boé », « d'Agen », « de l'Oise », « de La Rochelle »."""
    return _linked(name, tncc, 1, "de ")


def at_name(name: str, tncc: str) -> str:
    """« au Havre », « à Boé », « à La Rochelle », « aux Mées »."""
    return _linked(name, tncc, 2, "à ")


# --- Looking up ---------------------------------------------------------------------------------

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
# As the post office, maps and hurried people shorten them.
_ABBREVIATIONS = {
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "gd": "grand",
    "gds": "grands",
    "gde": "grande",
    "gdes": "grandes",
    "ss": "sous",
    "sr": "sur",
    "mt": "mont",
    "mts": "monts",
    "nd": "notre dame",
    "vx": "vieux",
    "bg": "bourg",
    "lez": "les",
    "pt": "petit",
    "chat": "chateau",
    "fbg": "faubourg",
}
_SLASHED = (
    (re.compile(r"\b[sS]/[sS](?![a-zA-Z])"), " sous "),
    (re.compile(r"\b[sS]/"), " sur "),
    (re.compile(r"\b[nN]\.?[\s-]?[dD]\.?(?=[\s-]+[dD][eEuU'’])"), " notre dame "),
)
# Words that people add, forget or mistake; ignored on both sides unless nothing else is left.
SHORTEST_ACRONYM = 3
_GROUPINGS = ("cc", "ca", "cu")
_LINKING_WORDS = frozenset(
    ["l", "le", "la", "les", "d", "de", "du", "des", "a", "au", "aux", "et", "en", "las", "los"]
)


def fold(text: str) -> str:
    """Lowercase ASCII letters and digits, words parted by one space: "St-Denis" -> "st denis".

    Invisible characters are dropped; apostrophes of every kind part words (U+02BC is a letter to
    Unicode).
    """
    if text.isascii():
        return " ".join(_NOT_A_WORD.sub(" ", text.lower()).split())
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).lower()
    return " ".join("".join(map(_folded, decomposed)).split())


_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def _folded(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else " "
    category = unicodedata.category(character)
    if category in ("Mn", "Cf"):
        return ""
    return character if character.isalnum() and category != "Lm" else " "


def spelt_words(text: str) -> list[str]:
    """Folded words, all of them, abbreviations spelt out: "L'Haÿ-lès-Roses" -> l hay les roses."""
    for pattern, spelt in _SLASHED:
        text = pattern.sub(spelt, text)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in fold(text).split()).split()


# Up to sixteen, and the round ones: names hold few others. As figures at the end they are a département, or an
# arrondissement.
UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii"
_NUMBERS = {str(number): word for number, word in enumerate(UNITS.split(), start=1)}
_NUMBERS |= {  # a letter alone is no number
    roman: word for roman, word in zip(_ROMAN.split(), UNITS.split(), strict=False) if roman[1:]
}
_NUMBERS |= {"20": "vingt", "30": "trente", "40": "quarante", "50": "cinquante", "60": "soixante"}
_NUMBERS |= {"100": "cent", "cents": "cent", "1000": "mille", "mil": "mille"}


def _compounds() -> dict[tuple[str, ...], str]:
    """("quatre", "vingt", "un") -> "81": from 17 to 99, with and without « et », in France and beside it."""
    units = dict(enumerate(UNITS.split(), start=1)) | {
        17: "dix sept",
        18: "dix huit",
        19: "dix neuf",
    }
    tens = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
    tens |= {80: "quatre vingt", 70: "septante", 90: "nonante"}
    told = {number: [units[number]] for number in (17, 18, 19)} | {80: ["quatre vingt", "huitante"]}
    told |= {70: ["soixante dix"], 90: ["quatre vingt dix"]}
    for ten, word in tens.items():
        for unit in range(1, 20 if ten in (60, 80) else 10):
            more = [
                f"{word} {units[unit]}",
                *([f"{word} et {units[unit]}"] if unit in (1, 11) else []),
            ]
            told[ten + unit] = [*told.get(ten + unit, []), *more]
    return {tuple(one.split()): str(number) for number, ways in told.items() for one in ways}


_COMPOUNDS = _compounds()
_BEGINNINGS = frozenset(words[0] for words in _COMPOUNDS)
_LONGEST_COMPOUND = max(map(len, _COMPOUNDS))
_BEFORE_A_NUMBER = (["les"], ["aux"], ["des"])
_GLUED = re.compile(r"^(\d+)([a-z]{4,})$")


def compounds_in_figures(every: list[str]) -> list[str]:
    """["val", "quatre", "vingt", "un"] is ["val", "81"]: what no single word says is written either way."""
    if _BEGINNINGS.isdisjoint(every):
        return every
    found: list[str] = []
    at = 0
    while at < len(every):
        for length in range(_LONGEST_COMPOUND, 1, -1):
            words = ("vingt" if word == "vingts" else word for word in every[at : at + length])
            if figure := _COMPOUNDS.get(tuple(words)):
                found.append(figure)
                at += length
                break
        else:
            found.append(every[at])
            at += 1
    return found


def numbers_in_words(every: list[str]) -> list[str]:
    """["1000", "etangs"] and ["mil", "etangs"] are ["mille", "etangs"]: the same name, however its number is written.

    A figure at the end stays (« Boé 47 », « Paris 12 »), save behind an article (« Chémery-les-2 »).
    """
    every = compounds_in_figures(every)
    if not any(word in _NUMBERS or word[0].isdigit() for word in every):
        return every
    parted = [part for word in every for part in _GLUED.sub(r"\1 \2", word).split()]
    last = len(parted) - 1
    return [
        word
        if at == last and word.isdigit() and parted[at - 1 : at] not in _BEFORE_A_NUMBER
        else _NUMBERS.get(word.lstrip("0"), word)
        for at, word in enumerate(parted)
    ]


def without_links(every: list[str]) -> list[str]:
    """Without articles and linking words, unless nothing else is left."""
    return [word for word in every if word not in _LINKING_WORDS] or every


def words(text: str) -> list[str]:
    """Folded words without articles, "st" spelt out: "L'Île-d'Yeu" -> ["ile", "yeu"]."""
    return without_links(spelt_words(text))


def acronym(text: str) -> str:
    """Initials of the words that are no links, from three on: "Communauté de communes du Pays de Gex" -> "ccpg"."""
    initials = "".join(word[0] for word in words(text))
    return initials if len(initials) >= SHORTEST_ACRONYM else ""


def acronyms(text: str, *, is_grouping: bool) -> tuple[str, ...]:
    """Its acronym, and that of the other types of grouping: one that became an agglomeration is called as before."""
    own = acronym(text)
    if not own or not is_grouping or own[:2] not in _GROUPINGS:
        return (own,) if own else ()
    return (own, *(kind + own[2:] for kind in _GROUPINGS if kind != own[:2]))


# --- Groupings ----------------------------------------------------------------------------------

# Lowercase only: "de La Rochelle" keeps its article.
_LINK = re.compile(r"^(du |des |de la |de l'|de |d')")
_LINK_TNCC = {"du ": "2", "des ": "4", "de la ": "3", "de l'": "5"}
_NESTED = re.compile(r"\b(de|du|des)\b|\bd'", re.IGNORECASE)
_PARALLEL = re.compile(r"( et |, )(?:du |des |de la |de l'|de |d')")
# A name that says by itself what it is needs no type in front.
_SAYS_ITS_TYPE = re.compile(r"agglo|métropole|communauté|interco", re.IGNORECASE)


def grouping_names(raw: str, type_words: str) -> tuple[str, str, str]:
    """Short name, full name and tncc of an EPCI, from the name in the register's file.

    "CC du Guillestrois et du Queyras", "Communauté de communes" gives ("Guillestrois et Queyras",
    "Communauté de communes du Guillestrois et du Queyras", "2"): the short name goes beside its
    type, the full one stands alone.
    """
    raw = _tidy(raw)
    prefix = re.match(r"(CC|CA|CU) ", raw)
    if not prefix:  # métropoles bear their type in their name
        return raw, raw, guess_tncc(raw)
    rest = raw[prefix.end() :]
    link = _LINK.match(rest)
    if not link:
        short = rest[0].upper() + rest[1:]
        full = short if _SAYS_ITS_TYPE.search(short) else f"{type_words} {short}"
        return short, full, written_tncc(short)
    short = rest[link.end() :]
    before_and = short.split(" et ")[0]
    if not _NESTED.search(before_and):
        # "la Cléry, du Betz et de l'Ouanne": parallel words, each with its own link.
        short = _PARALLEL.sub(r"\1", short)
    short = short[0].upper() + short[1:]
    tncc = _LINK_TNCC.get(link.group(1)) or written_tncc(short)
    return short, f"{type_words} {rest}", tncc


def written_tncc(name: str) -> str:
    """The code of a name whose article, if any, is written in it ("Le Grand Chalon" -> "2")."""
    return _linking_code(name, "")


def _tidy(raw: str) -> str:
    """Typing habits of the file: doubled spaces, '' and straight quotes, "Coeur" for "Cœur"."""
    text = " ".join(raw.replace("''", '"').replace("’", "'").split())
    whole = re.fullmatch(r'((?:CC|CA|CU) )"([^"]+)"', text)
    if whole:
        text = whole.group(1) + whole.group(2)
    text = re.sub(r'"([^"]+)"', r"« \1 »", text)
    return text.replace("Coeur", "Cœur").replace("coeur", "cœur")
