"""« Affichage ou réalité » : what stands behind a sheet, of facts that it holds. Never a score.

Strongest first: a result was measured; its owner or a second, independent source confirmed it; the authority says it; the
press says it. What counts as measured, as confirmed and as independent is defined in docs/glossary.md.

What is read is in `ROWS`: whoever asks of several sheets prefetches it, and no statement is made for each.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import TextChoices

from core.words import partial_date
from territories.names import fold

from .choices import Voice

ROWS = ("sources", "results", "costs", "confirmations")
# The parent, in the filter, of the first two.
BACKED = "etaye"
# Hosts of others' files, papers and sites: their name says nothing of who publishes.
_CARRIERS = frozenset(
    {
        "amazonaws.com",
        "archive.org",
        "calameo.com",
        "dailymotion.com",
        "facebook.com",
        "github.com",
        "githubusercontent.com",
        "google.com",
        "issuu.com",
        "linkedin.com",
        "pressreader.com",
        "readkong.com",
        "scribd.com",
        "slideshare.net",
        "twitter.com",
        "vdocuments.fr",
        "vdocuments.net",
        "vimeo.com",
        "x.com",
        "youtube.com",
    }
)
# Names under which many register one each.
_SHARED = frozenset(
    {
        "asso.fr",
        "co.uk",
        "github.io",
        "gitlab.io",
        "jimdo.com",
        "notaires.fr",
        "over-blog.com",
        "wordpress.com",
    }
)


class Strength(TextChoices):
    """In addresses and in the index: values never change."""

    MEASURED = "mesure", "Un résultat mesuré"
    CONFIRMED = "confirme", "Confirmé par le porteur, ou une seconde source en parle"
    AUTHORITY = "collectivite", "Dit par la collectivité"
    PRESS = "presse", "Dit par la presse"
    OTHER = "autre", "Dit par un autre organisme"
    UNSAID = "non-note", "Qui parle n’est pas noté"

    @property
    def is_backed(self) -> bool:
        return self in (Strength.MEASURED, Strength.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Evidence:
    measured: int  # results
    claimed: int  # the other results
    confirmed_on: datetime.date | None  # by its owner, the last time
    publishers: int  # that are independent of one another
    voices: tuple[str, ...]  # `Voice`, each once
    confirmed: int  # results and costs that a second source says too

    @property
    def strength(self) -> Strength:
        if self.measured:
            return Strength.MEASURED
        if self.confirmed_on or self.confirmed or self.publishers > 1:
            return Strength.CONFIRMED
        for voice, strength in (
            (Voice.AUTHORITY, Strength.AUTHORITY),
            (Voice.PRESS, Strength.PRESS),
        ):
            if voice in self.voices:
                return strength
        return Strength.OTHER if self.voices else Strength.UNSAID

    @property
    def facts(self) -> tuple[str, ...]:
        """What was measured or confirmed, in words; () when nothing was."""
        found = []
        if self.measured:
            found.append(_many(self.measured, "résultat mesuré", "résultats mesurés"))
            if self.claimed:
                found[0] += f", {_many(self.claimed, 'annoncé', 'annoncés')}"
        if self.confirmed_on:
            found.append(f"confirmé par la collectivité, {partial_date(self.confirmed_on)}")
        if self.confirmed:
            found.append(_confirmed(self.confirmed))
        if self.publishers > 1:
            found.append(f"{self.publishers} sources indépendantes les unes des autres")
        return tuple(found)

    @property
    def who(self) -> str:
        """« la collectivité, la presse »; "" where nobody noted it."""
        return ", ".join(Voice(voice).label for voice in self.voices)

    @property
    def words(self) -> str:
        """The line of a sheet."""
        head = f"Mesuré ou confirmé : {' ; '.join(self.facts)}." if self.facts else _NOTHING
        who = f"Qui parle : {self.who}." if self.who else f"{Strength.UNSAID.label}."
        is_of_the_whole = self.publishers > 1 and not self.confirmed
        return f"{head} {who} {_OF_THE_WHOLE}" if is_of_the_whole else f"{head} {who}"


_NOTHING = "Rien n’est ni mesuré ni confirmé par une seconde source."
# Of a sheet none of whose results and costs names two: nobody has noted that one was checked against another.
_OF_THE_WHOLE = (
    "Ces sources parlent du projet dans son ensemble ; un chiffre n’a que celles qu’il cite."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of several sheets, each once under the strongest that it has."""

    sheets: dict[Strength, int]  # each strength, the strongest first, nought too
    measured: int  # results
    claimed: int
    confirmed: int  # results and costs

    @property
    def words(self) -> str:
        """« 12 fiches : un résultat mesuré, 2 ; dit par la presse, 10. 3 chiffres confirmés par une seconde source »."""
        total = sum(self.sheets.values())
        told = [
            f"{one.label[:1].lower()}{one.label[1:]}, {n}" for one, n in self.sheets.items() if n
        ]
        if not told:
            return "Aucune fiche"
        words = f"{_many(total, 'fiche', 'fiches')} : {' ; '.join(told)}"
        return f"{words}. {_confirmed(self.confirmed)}" if self.confirmed else words


def evidence_of(sheet) -> Evidence:
    confirmation = next(iter(sheet.confirmations.all()), None) if sheet.pk else None
    return evidence(sheet, confirmed_on(sheet, confirmation and confirmation.confirmed_on))


def evidence(sheet, confirmed: datetime.date | None) -> Evidence:
    """Where the last confirmation is known already; of a sheet in memory too."""
    sources = list(sheet.sources.all())
    results = list(sheet.results.all())
    measured = sum(_is_measured(sources, row) for row in results)
    return Evidence(
        measured=measured,
        claimed=len(results) - measured,
        confirmed_on=confirmed,
        publishers=independent(sources),
        voices=tuple(voice for voice in Voice.values if any(voice == s.voice for s in sources)),
        confirmed=sum(is_confirmed(sources, row) for row in (*results, *sheet.costs.all())),
    )


def tally(sheets: Iterable) -> Tally:
    """sheets: with `ROWS` prefetched."""
    return tally_of(evidence_of(sheet) for sheet in sheets)


def tally_of(of_sheets: Iterable[Evidence]) -> Tally:
    """Where what stands behind each is known already."""
    found = list(of_sheets)
    counts = Counter(one.strength for one in found)
    return Tally(
        {strength: counts[strength] for strength in Strength},
        sum(one.measured for one in found),
        sum(one.claimed for one in found),
        sum(one.confirmed for one in found),
    )


def is_measured(sheet, result) -> bool:
    """Of a row of its results: a measure says it, or confirms it."""
    return _is_measured(list(sheet.sources.all()), result)


def _is_measured(sources: list, row) -> bool:
    if voice_of(sources, row.source_number) == Voice.MEASURE:
        return True
    return voice_of(sources, row.second_source_number) == Voice.MEASURE and is_confirmed(
        sources, row
    )


def is_confirmed(sources: Iterable, row) -> bool:
    """Of any row that names sources."""
    return row.second_source_number is not None and not why_not_second(sources, row)


def why_not_second(sources: Iterable, row) -> str:
    """Why the second source that a row names confirms nothing; "" where it does, or none is named."""
    sources, first, second = list(sources), row.source_number, row.second_source_number
    if second is None:
        return ""
    if first is None:
        return "dites d’abord quelle source le dit, puis la seconde"
    if first == second:
        return f"la source n° {second} ne se confirme pas elle-même"
    if max(first, second) > len(sources):
        return f"il n’y a pas de source n° {max(first, second)}"
    pair = [sources[first - 1], sources[second - 1]]
    for number, source in zip((first, second), pair, strict=True):
        if not source.voice:
            return f"notez qui parle dans la source n° {number}"
        if not _publisher(source):
            return f"donnez l’auteur de la source n° {number}, que son adresse ne dit pas"
    one, other = map(_publisher, pair)
    if any(group & one and group & other for group in _publishers(sources)):
        return (
            f"les sources n° {first} et n° {second} ne sont pas indépendantes : même site, même auteur, la "
            "collectivité dans les deux, ou une autre source de la fiche qui les rattache"
        )
    return ""


@dataclass(frozen=True, slots=True)
class Cited:
    number: int  # place in the sources of the sheet, from 1
    words: str  # « selon la presse », « confirmé par la collectivité »; "" where nobody noted who speaks


def cited(sources: Iterable, row) -> tuple[Cited, ...]:
    """The sources that a row names; the second is said to confirm where it does."""
    sources = list(sources)
    second = "confirmé par" if is_confirmed(sources, row) else "selon"
    named = ((row.source_number, "selon"), (row.second_source_number, second))
    return tuple(
        Cited(number, f"{verb} {Voice(voice).label}" if voice else "")
        for number, verb in named
        if number
        for voice in [voice_of(sources, number)]
    )


def confirmed_on(sheet, last: datetime.date | None) -> datetime.date | None:
    """When its owner last said that it is true: validated, or confirmed; last: the day of its last `OwnerConfirmation`."""
    days = (last, sheet.validated_on)
    return max((day for day in days if day), default=None)


def voice_of(sources: Iterable, number: int | None) -> str:
    """`Voice` of a source of a sheet by its place, from 1; "" where the row names none or nobody noted it."""
    sources = list(sources)
    return sources[number - 1].voice if number and number <= len(sources) else ""


def independent(sources: Iterable) -> int:
    """How many publishers, none of whom stands behind another's source.

    All that the authority says is one. Sources with a site or an author in common are one. Of a source with neither, or of
    which nobody noted who speaks, we do not know whose word it is: it may show that two others are one, and counts for none.
    """
    sources = list(sources)
    spoken = set().union(*(_publisher(source) for source in sources if source.voice))
    return sum(bool(group & spoken) for group in _publishers(sources))


def _publishers(sources: list) -> list[set[str]]:
    """All that is known of each publisher: no two have anything in common."""
    groups: list[set[str]] = []
    for source in sources:
        names = _publisher(source)
        alike = [group for group in groups if group & names]
        groups = [group for group in groups if group not in alike]
        groups.append(names.union(*alike))
    return groups


def _publisher(source) -> set[str]:
    """What it has in common with others of the same publisher."""
    names = {f"site {_site(source.url)}", f"author {fold(source.author)}"} - {"site ", "author "}
    if source.voice == Voice.AUTHORITY:
        names.add("authority")
    return names


def _site(address: str) -> str:
    """The last two parts of the host: « data.grandlyon.com » is of « grandlyon.com », all of « gouv.fr » is the State. One
    more where the last two are of many publishers; "" of a host that only carries what others publish."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    parts = host.rstrip(".").split(".")
    site = ".".join(parts[-2:])
    if site in _CARRIERS:
        return ""
    return ".".join(parts[-3:]) if site in _SHARED else site


def _confirmed(count: int) -> str:
    return f"{_many(count, 'chiffre confirmé', 'chiffres confirmés')} par une seconde source"


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}"
