"""Reading what somebody typed for a territory: type words, numbers and areas beside a name.

Pure but for the names of areas: `readings` gives every way to understand the words, the most
literal first, and `lookup` takes the first that somebody answers to.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from . import areas, names
from .types import COMMUNE, DEPARTEMENT, GROUPEMENT, REGION

MAX_LENGTH = 100  # characters of a query that are read
MAX_WORDS = 16

_TYPE_PHRASES: tuple[tuple[str, str], ...] = tuple(
    (phrase, family)
    for family, phrases in (
        (
            GROUPEMENT,
            "communaute de communes|communaute des communes|communaute d agglomeration|"
            "communaute urbaine|communaute agglomeration|communaute communes|"
            "etablissement public territorial|communaute|agglomeration|metropole|eurometropole|"
            "intercommunalite|interco|comcom|com com|agglo|epci|ept|cdc|cc|ca|cu",
        ),
        (
            DEPARTEMENT,
            "conseil departemental|conseil general|departement|dept|dpt|dep|cd|cg",
        ),
        (REGION, "conseil regional|region|cr"),
        (
            COMMUNE,
            "commune deleguee|commune associee|commune nouvelle|mairie|ville|commune|"
            "municipalite|hotel de ville|maire",
        ),
    )
    for phrase in phrases.split("|")
)
_LINKS = {"de la": "la", "de l": "l", "de": "", "du": "le", "des": "les", "d": ""}
# « Madame la présidente du conseil départemental… », « à la mairie de… »: who is written to is the body.
_ADDRESSED = re.compile(
    r"^(?:(?:a|aux?) )?(?:(?:messieurs|mesdames|monsieur|madame|mme|mr|m) )?(?:(?:le|la|l) )?"
    r"(?:(?:presidente?|elus?|services?|secretariat) (?:de la |de l |des |du |de |d )?)?"
)
_THOUSAND = re.compile(r"\b1[ .\u00a0\u202f]?000[\s-]*(?=[^\W\d_])")
_ARTICLES = frozenset({"le", "la", "les", "l"})
_CEDEX = re.compile(r"\bcedex(?: \d{1,2}\b)?")
_NUMBER_LABELS = re.compile(
    r"^(?:code postal|code insee|code commune|code|cp|insee|siren|siret|numero|no|n|f|fr) (?=\d)"
)
_ORDINAL = re.compile(r"^(\d{1,2})(?:er|ere|e|eme|ieme|nd|nde|d)$")
_WITH_ARRONDISSEMENTS = frozenset({"paris", "lyon", "marseille"})
_ARRONDISSEMENT = frozenset({"arrondissement", "arr", "arrdt", "ardt", "arrt"})
_DISTRICT = _ARRONDISSEMENT | {"quartier", "secteur", "canton", "district", "n", "no", "numero"}
_CARDINALS = [*names.UNITS.split(), "dix sept", "dix huit", "dix neuf", "vingt"]


def _ordinal(cardinal: str) -> str:
    """« quatre » -> « quatrieme », « neuf » -> « neuvieme »."""
    stem = cardinal.removesuffix("e") + ("u" if cardinal.endswith("cinq") else "")
    return (stem[:-1] + "v" if cardinal.endswith("neuf") else stem) + "ieme"


# ("dix", "huitieme") -> "18": twenty arrondissements, as they are said.
_ORDINALS = {
    tuple(_ordinal(word).split()): str(number)
    for number, word in enumerate(_CARDINALS, start=1)
    if number > 1
} | {("premier",): "1", ("premiere",): "1", ("second",): "2", ("seconde",): "2"}
_SAID = _ORDINALS | {(word,): str(number) for number, word in enumerate(_CARDINALS, start=1)}
_ROMAN = {
    roman: str(number)
    for number, roman in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=1,
    )
}


class Typed(NamedTuple):
    words: list[str]  # without the number and « CEDEX »
    number: str  # five digits beside words: a postcode or an INSEE code
    is_cedex: bool
    digits: str  # the whole text when it is a number: 2 to 14 digits


class Reading(NamedTuple):
    words: list[str]
    families: frozenset[str]  # none: any
    areas: frozenset[str] | None  # codes of départements and régions ("R53"); None: anywhere


def typed(text: str) -> Typed:
    words = names.compounds_in_figures(names.spelt_words(text[:MAX_LENGTH]))
    line = re.sub(r"\b(cd|cg|dep|dept) ?([0-9][0-9ab][0-9]?)$", r"\1 \2", " ".join(words))
    line = re.sub(r"\b0 ?0? ?(?=\d{5}$)", "", line) if line.isdigit() and len(line) > 14 else line
    numeric = _NUMBER_LABELS.sub("", line)
    digits = numeric.replace(" ", "")
    if re.fullmatch(r"[0-9]+|2[ab]", digits):
        return Typed([], "", False, digits)
    cedex = _CEDEX.search(line) is not None
    line = _CEDEX.sub(" ", line)
    # « 75 012 », « 213 300 635 »
    line = re.sub(r"\b(\d{3}) (\d{3}) (\d{3})(?: (?:\d{5}|\d{3} \d{2}))?\b", r"\1\2\3", line)
    line = re.sub(r"\b(\d{2}) (\d{3})\b", r"\1\2", line)
    line = re.sub(r"\bf(?:r)? (?=\d{5}\b)", "", line)
    number, kept = "", []
    for word in line.split()[:MAX_WORDS]:
        if not number and re.fullmatch(r"[0-9]{4,5}|[0-9]{9}|[0-9]{14}|2[ab][0-9]{3}", word):
            number = word.zfill(5) if len(word) == 4 else word[:9].upper()
        else:
            kept.append(word)
    kept = _arrondissement(kept)
    if cedex and not kept and number:
        return Typed([], "", True, number)
    return Typed(kept, number, cedex, "")


def counting(text: str) -> str:
    """« 1000 étangs » as « mille étangs »: a number of the name, where it could be a postcode. "" where it could not."""
    return _THOUSAND.sub("mille ", text[:MAX_LENGTH]) if _THOUSAND.search(text) else ""


def _arrondissement(words: list[str]) -> list[str]:
    """["10e", "arrondissement", "de", "paris"] is ["paris", "10"]."""
    city = _WITH_ARRONDISSEMENTS.intersection(words)
    if len(city) != 1:
        return words
    bare = []
    for word in _in_figures(words, _SAID):
        ordinal = _ORDINAL.match(word)
        roman = re.fullmatch(r"([ivx]+?)(?:er|e|eme)?", word)
        if ordinal:
            word = ordinal[1]
        elif roman and roman[1] in _ROMAN:
            word = _ROMAN[roman[1]]
        bare.append(word)
    numbers = [word for word in bare if re.fullmatch(r"[0-9]{1,2}", word)]
    rest = [
        word
        for word in names.without_links(bare)
        if word not in city and word not in numbers and word not in _ARRONDISSEMENT
    ]
    if len(numbers) == 1 and set(rest) <= {"mairie", "ville"}:
        return [*city, str(int(numbers[0]))]
    return words


def _in_figures(words: list[str], said: Mapping[tuple[str, ...], str]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in (2, 1) if tuple(words[at : at + n]) in said), 0)
        found.append(said[tuple(words[at : at + length])] if length else words[at])
        at += length or 1
    return found


def without_district(words: list[str]) -> Iterator[list[str]]:
    """["toulouse"] of « Toulouse 2 », « 2e arrondissement de Toulouse », « Toulouse quartier II »: the words without a
    number that may be that of a part of the town, one number at a time."""
    words = _in_figures(words, _ORDINALS)
    for at, word in enumerate(words):
        is_outer = at in (0, len(words) - 1)
        is_number = re.fullmatch(r"[0-9]{1,2}", word) or _ORDINAL.match(word)
        if is_number or (is_outer and word in _ROMAN):
            rest = [one for one in words[:at] + words[at + 1 :] if one not in _DISTRICT]
            if rest:
                yield rest


def readings(words: list[str]) -> Iterator[Reading]:
    """Every way to read the words: as they are, with a type, with an area, with both."""
    for reading in _readings(words):
        yield reading._replace(words=names.numbers_in_words(reading.words))


def _readings(words: list[str]) -> Iterator[Reading]:
    everywhere: frozenset[str] = frozenset()
    for spelt in _spellings(words):
        heads = [(spelt, everywhere), *_without_type(spelt)]
        for head, families in heads:
            yield Reading(head, families, None)
        for head, families in heads:
            for rest, codes in _without_area(head):
                yield Reading(rest, families, codes)
                for bare, kinds in _without_type(rest):
                    if not families:
                        yield Reading(bare, kinds, codes)


def _spellings(words: list[str]) -> Iterator[list[str]]:
    """« Fontenay s Bois » is sur or sous; without France, that people add."""
    if words[-1:] and words[-1] in _ARTICLES and len(words) > 1:
        yield [words[-1], *words[:-1]]  # « Mées (Les) »
    if "s" in words[1:]:
        at = words.index("s", 1)
        for meant in ("sur", "sous"):
            yield [*words[:at], meant, *words[at + 1 :]]
    yield words
    if len(words) > 1 and words[-1] == "france":
        yield words[:-1]


def _without_type(words: list[str]) -> list[tuple[list[str], frozenset[str]]]:
    """Without the type in front, else without the one behind, else without both."""
    line = " ".join(words)
    addressed = _ADDRESSED.sub("", line)
    found: list[tuple[list[str], frozenset[str]]] = []
    for phrase, family in _TYPE_PHRASES:
        if line == phrase:
            return []
        if addressed.startswith(phrase + " ") and not found:
            found = [
                (rest.split(), frozenset({family}))
                for rest in _linked(addressed[len(phrase) + 1 :])
            ]
    for rest, families in found or [(words, frozenset())]:
        line = " ".join(rest)
        for phrase, family in _TYPE_PHRASES:
            if line.endswith(" " + phrase) and families <= {family}:
                found = [*found, (line[: -len(phrase) - 1].split(), frozenset({family}))]
                break
    return found


def _linked(rest: str) -> list[str]:
    """What follows a type: « de la rochelle » may be La Rochelle, « du havre » Le Havre."""
    for link, article in _LINKS.items():
        if rest.startswith(link + " "):
            bare = rest[len(link) + 1 :]
            return [f"{article} {bare}", bare] if article else [bare]
    return [rest]


def _without_area(words: list[str]) -> Iterator[tuple[list[str], frozenset[str]]]:
    for rest, word in ((words[:-1], words[-1:]), (words[1:], words[:1])):
        if word and (codes := departement_codes(word[0])):
            yield rest, codes
            for bare, also in _without_area(rest):  # « Nantes (Loire-Atlantique, 44) »
                if also & codes:
                    yield bare, codes
    named = areas.by_words()
    for cut in range(1, len(words)):
        tail = words[cut:]
        # « Boé (47, Lot-et-Garonne) »
        if codes := named.get("".join(names.without_links(names.numbers_in_words(tail)))):
            head = words[:cut]
            if all(code.startswith("R") for code in codes):
                yield from _without_area(head)  # « Boé, Lot-et-Garonne, Nouvelle-Aquitaine »
            yield head, codes
            if departement_codes(head[-1]) and len(head) > 1:
                yield head[:-1], codes


def departement_codes(word: str) -> frozenset[str]:
    """« 31 », « 1 », « 2a », « 20 » (both of Corsica), « 97 » (all overseas): none for no number."""
    known = areas.departement_codes()
    code = word.upper()
    if re.fullmatch(r"[1-9]", code):
        code = f"0{code}"
    if code == "20":
        return frozenset({"2A", "2B"})
    if code == "97":
        return frozenset(one for one in known if one.startswith("97"))
    return frozenset({code} & known)


def of_number(number: str) -> frozenset[str]:
    """Départements that a postcode or INSEE code may lie in."""
    if number.startswith("20"):
        return frozenset({"2A", "2B"})
    return frozenset({number[:3] if number.startswith(("97", "98")) else number[:2]})
