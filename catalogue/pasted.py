"""What a pasted text suggests (a deliberation, an article, a mail), each beside the sentence it was read in.

Nothing here fills anything in: whoever pasted it ticks. Difficulties are not looked for: they cannot be read out of a text.
Who tells a project and who edits sheets read the same suggestions, of the kinds that each may use.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from core.sanitising import plain_text
from core.visibility import visible
from search.text import analysis
from taxonomy.models import Tool
from territories.lookup import meant
from territories.models import Authority
from territories.names import fold

from .models import ProjectPage

LONGEST = 20_000  # characters
MOST_NAMES = 40  # that are looked up
NEAREST = 12  # sheets whose themes are taken
COMPARED = 500  # newest sheets
_COMPARED_IN = (
    *("title", "summary", "context", "trigger", "objectives", "actions", "governance"),
    "results_text",
)
_OPENING = 3  # sentences
_MOST = {"authority": 3, "theme": 3, "start": 2, "cost": 5, "tool": 10, "source": 20}
_MOST_SENTENCES = 5  # of a text of the sheet

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_CAPITAL = r"[A-ZÀÂÄÉÈÊËÎÏÔÖÙÛÜÇŒ][\w’'-]{0,40}"
_LINK = r"(?:de|du|des|d[’']|la|le|les|l[’']|en|et|sur|sous|lès|aux?)"
_NAME = rf"{_CAPITAL}(?:(?:[ -]{_LINK}){{0,3}}[ -]{_CAPITAL}){{0,6}}"
_BODIES = frozenset(
    {"commune", "ville", "mairie", "département", "région", "métropole", "communauté"}
)
_BODY = re.compile(
    rf"\b(?:(?i:communauté de communes|communauté d[’']agglomération|communauté urbaine|métropole|commune|ville"
    rf"|mairie|département|conseil départemental|région|conseil régional|syndicat(?: mixte)?|agglomération))"
    rf"(?: (?:de la|de l[’']|de|du|des|d[’']))? ?{_NAME}"
)
_ANY_NAME = re.compile(rf"(?<![\w-]){_NAME}")
_BEFORE_A_NAME = re.compile(r"^(?:(?:À|A|Au|Aux|Avec|Chez|Dans|De|Depuis|En|Par|Pour) )+")
_YEAR = re.compile(r"(?<![\d/-])(?:19[89]|20[0-4])\d(?![\d-])")
_BEGINS = re.compile(
    r"depuis|lanc|début|démarr|adopt|délib|décid|mis en place|mise en place|cré[eé]|ouver|ouvr|expériment|engag",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![\d.,])\d[\d\s.,\u00a0\u202f]{0,24}(?:millions?|milliers?|milliards?|[kM])?\s*(?:d[’'])?\s*(?:€|euros?\b|[kM]€)"
    r"(?:\s*(?:HT|TTC))?"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]{4,490}", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?)]}’'…"
# Shorter names of tools are words of the language.
_SHORTEST_TOOL = 4
# What a sentence that belongs in a text of the sheet says.
_CUES = {
    "context": r"\b(?:besoins?|constats?|problèmes?|jusqu[’']ici|face à|confrontée?s?|vétust|obsolèt)",
    "objectives": r"\b(?:objectifs?|afin d|vise(?:nt)? à|ambition|il s[’']agi(?:t|ssait) de|dans le but)",
    "governance": r"\b(?:comité de pilotage|copil|pilotée?s? par|portée?s? par|gouvernance|élue? référente?)",
    "means_text": r"\b(?:ETP|équivalents? temps plein|jours?[- ]homme|chef(?:fe)? de projet|à mi-temps|recrut)",
    "funding_text": r"\b(?:subvention|cofinanc|financée?s? par|FEDER|DETR|DSIL|fonds européens?|France Relance)",
    "results_text": r"\b(?:résultats?|bilan|a permis|ont permis|économi(?:e|ser|sé)|baisse de|gain de|réduction de)",
}
_CUES_READ = {name: re.compile(cue, re.IGNORECASE) for name, cue in _CUES.items()}
_LONGEST_SENTENCE = 1_000  # longer is a table or a list without a stop


@dataclass(frozen=True, slots=True)
class Suggestion:
    """kind: authority (value: code), theme (value: key), start (value: year), cost (value: as written), tool (value: key),
    source (value: its address), or a text of the sheet (value: digest of the sentence)."""

    kind: str
    value: str
    label: str
    sentence: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"


def suggestions(text: str, kinds: Iterable[str]) -> list[Suggestion]:
    """Of these kinds, the likeliest first in each; [] when nothing is understood."""
    sentences = [part.strip() for part in _SENTENCE.split(text[:LONGEST]) if part.strip()]
    found: list[Suggestion] = []
    for kind in kinds:
        read = _READERS[kind](sentences) if kind in _READERS else _sentences(kind, sentences)
        once: dict[str, Suggestion] = {}
        for one in read:
            once.setdefault(one.key, one)
        found += list(once.values())[: _MOST.get(kind, _MOST_SENTENCES)]
    return found


def _authorities(sentences: list[str]) -> Iterator[Suggestion]:
    names: dict[str, str] = {}
    times: Counter[str] = Counter()
    for place, sentence in enumerate(sentences):
        for pattern, weight in ((_BODY, 4), (_ANY_NAME, 1)):
            for match in pattern.finditer(sentence):
                if place >= _OPENING and match.start() == 0 and " " not in match[0]:
                    continue  # any word opens a sentence with a capital
                name = _BEFORE_A_NAME.sub("", match[0])
                names.setdefault(name, sentence)
                # Who did it is named first.
                times[name] += weight + (3 if place < _OPENING else 0)
    weights: Counter[str] = Counter()
    first: dict[str, Suggestion] = {}
    text = " ".join(sentences)
    for name, weight in times.most_common(MOST_NAMES):
        if (authority := _named(name, text)) is None:
            continue
        weights[authority.code] += weight
        first.setdefault(
            authority.code,
            Suggestion("authority", authority.code, authority.label, names[name]),
        )
    for code, _ in weights.most_common():
        yield first[code]


def _named(name: str, text: str) -> Authority | None:
    """Whose name it is; of several, the one whose département the text names too."""
    # « Cette » opens a sentence, and is a commune.
    if name.lower() in _BODIES or not analysis.tokens(name):
        return None
    meaning = meant(name)
    if meaning.sure:
        found = [meaning.sure.authority]
    else:
        asked = analysis.plain(name)
        same = (
            one.authority
            for one in meaning.candidates
            if analysis.plain(one.authority.name) == asked
        )
        found = [one for one in same if one.departement and _is_in(one.departement.name, text)]
    return found[0].successor or found[0] if len(found) == 1 else None


def _is_in(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", text))


def _themes(sentences: list[str]) -> Iterator[Suggestion]:
    """Those of the sheets that are nearest in words (cosine of tf-idf)."""
    sheets = (
        visible(ProjectPage.objects)
        .exclude(main_theme=None)
        .filter(main_theme__retired_on=None)
        .select_related("main_theme__parent")
        .only(*_COMPARED_IN, "main_theme__name", "main_theme__parent__name")
        .order_by("-pk")[:COMPARED]
    )
    read = [(sheet.main_theme, _counted(_words(sheet))) for sheet in sheets]
    holding = Counter(word for _, words in read for word in words)
    rarity = {word: math.log(1 + len(read) / count) for word, count in holding.items()}
    said = _weighed(Counter(analysis.tokens(" ".join(sentences))), rarity)
    near = []
    for theme, words in read:
        weights = _weighed(words, rarity)
        shared = {word: weight * said[word] for word, weight in weights.items() if word in said}
        if shared:
            length = math.sqrt(sum(weight**2 for weight in weights.values()))
            near.append((sum(shared.values()) / length, theme, shared))
    near = sorted(near, key=lambda one: -one[0])[:NEAREST]
    scores: Counter = Counter()
    telling: dict = {}
    for score, theme, shared in near:
        # One sheet about the same thing says more than several about half of it.
        scores[theme] += score**3
        telling.setdefault(theme, shared)
    for theme, _ in scores.most_common():
        yield Suggestion(
            "theme", str(theme.pk), str(theme), _most_telling(sentences, telling[theme])
        )


def _weighed(words: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    return {
        word: (1 + math.log(times)) * rarity[word]
        for word, times in words.items()
        if word in rarity
    }


# The same sheets for every text.
@lru_cache(maxsize=COMPARED)
def _counted(text: str) -> Counter[str]:
    return Counter(analysis.tokens(text))


def _words(sheet) -> str:
    texts = (plain_text(getattr(sheet, name)) for name in _COMPARED_IN)
    return " ".join((*texts, sheet.main_theme.name, sheet.main_theme.family.name))


def _most_telling(sentences: list[str], weights: dict[str, float]) -> str:
    return max(
        sentences,
        key=lambda sentence: sum(weights.get(word, 0) for word in set(analysis.tokens(sentence))),
    )


def _starts(sentences: list[str]) -> Iterator[Suggestion]:
    """Years, those of a sentence that tells a beginning first, the earliest first."""
    this_year = timezone.localdate().year
    found = [
        (not _BEGINS.search(sentence), match[0], sentence)
        for sentence in sentences
        for match in _YEAR.finditer(sentence)
        if int(match[0]) <= this_year
    ]
    for _, year, sentence in sorted(found, key=lambda one: one[:2]):
        yield Suggestion("start", year, year, sentence)


def _costs(sentences: list[str]) -> Iterator[Suggestion]:
    for sentence in sentences:
        for match in _AMOUNT.finditer(sentence):
            amount = " ".join(match[0].split())
            yield Suggestion("cost", amount, amount, sentence)


def _tools(sentences: list[str]) -> Iterator[Suggestion]:
    """Those of the list that are named by their whole name; of one that was merged, what it became."""
    known = {
        folded: tool.standing
        for tool in Tool.objects.select_related("successor")
        if len(folded := fold(tool.name)) >= _SHORTEST_TOOL and not tool.standing.is_retired
    }
    for sentence in sentences:
        said = f" {fold(sentence)} "
        for name, tool in known.items():
            if f" {name} " in said:
                yield Suggestion("tool", str(tool.pk), tool.name, sentence)


def _sources(sentences: list[str]) -> Iterator[Suggestion]:
    for sentence in sentences:
        for match in _ADDRESS.finditer(sentence):
            address = match[0].rstrip(_AFTER_ADDRESS)
            yield Suggestion("source", address, address, sentence)


def _sentences(field: str, sentences: list[str]) -> Iterator[Suggestion]:
    for sentence in sentences:
        if len(sentence) <= _LONGEST_SENTENCE and _CUES_READ[field].search(sentence):
            key = hashlib.sha256(sentence.encode()).hexdigest()[:16]
            yield Suggestion(field, key, sentence, sentence)


_READERS = {
    "authority": _authorities,
    "theme": _themes,
    "start": _starts,
    "cost": _costs,
    "tool": _tools,
    "source": _sources,
}
TEXTS = tuple(_CUES)
