"""The territory that a visitor chose: what the address holds, read kindly."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import prefetch_related_objects

from .lookup import Answer, meant
from .models import Authority, RegisterState
from .other_names import NameKind, OtherName
from .typed_names import MAX_LENGTH
from .types import COMMUNE

INSEE = 5  # characters of a commune's code
KEPT = 500  # choices


@dataclass(frozen=True, slots=True)
class Chosen:
    authority: Authority  # whose place ranks: the successor of a retired one
    former: Authority | None = None  # the retired one that was asked for
    other: OtherName | None = None  # the former commune or other name that was asked for

    @property
    def note(self) -> str:
        """What a visitor should know of the choice, "" when it is plain."""
        if self.former:
            return f"{self.former.name} n'existe plus{_since(self.former)} : {self.authority.subject_name} a pris la suite."
        one = self.authority
        if self.other:
            return explanation_of(self.other, one)
        if one.is_retired:
            return f"{one.name} n'existe plus{_since(one)}."
        place = one.place()
        if one.population is None and place.lon is None:
            return (
                "Sa population et sa position ne sont pas dans le registre : "
                "le classement tient compte de son type et de sa région."
            )
        if one.population is None:
            return (
                "Sa population n'est pas dans le registre : "
                "le classement tient compte de son type et des distances."
            )
        if place.lon is None and place.family not in ("departement", "region"):
            return "Sa position n'est pas dans le registre : le classement ignore les distances."
        return ""


def _since(authority: Authority) -> str:
    return f" depuis {authority.retired_on.year}" if authority.retired_on else ""


def chosen_territory(text: str) -> Chosen | None:
    """A code, or words that leave no doubt; None for anything else."""
    return chosen_or_candidates(text)[0]


def chosen_or_candidates(text: str) -> tuple[Chosen | None, list[Answer]]:
    """As `chosen_territory`; where there is doubt, whom to ask about too, the likeliest first."""
    text = text.strip().replace("\x00", "")[:MAX_LENGTH]
    if not text:
        return None, []
    if known := _of_code(text, RegisterState.names_generation()):
        return known, []
    other = OtherName.objects.select_related("authority").filter(code=text).first()
    if other is not None:
        return Chosen(other.authority, other=other), []
    meaning = meant(text)
    sure = meaning.sure
    if sure is None:
        return None, meaning.candidates
    if sure.other:
        return Chosen(sure.authority, other=sure.other), []
    return choice_of(sure.authority), []


@lru_cache(KEPT)
def _of_code(code: str, generation: str) -> Chosen | None:
    """Read once for each state of the register: every page of a visitor who chose a territory asks."""
    known = Authority.objects.select_related("successor").filter(code=code).first()
    if known is None:
        return None
    chosen = choice_of(known)
    if chosen.authority.family != COMMUNE:  # then it may lie in several départements
        prefetch_related_objects([chosen.authority], "extra_departements")
    return chosen


def code_of(answer: Answer) -> str:
    """What an address holds: the former commune's own code, so that its name can be told."""
    return codes_of([answer])[0]


def codes_of(answers: list[Answer]) -> list[str]:
    """As `code_of`, of several in one statement at most."""
    former = {one.other.code for one in answers if one.other and len(one.other.code) == INSEE}
    if former:
        former -= set(Authority.objects.filter(code__in=former).values_list("code", flat=True))
    return [
        one.other.code if one.other and one.other.code in former else one.authority.code
        for one in answers
    ]


def explanation_of(other: OtherName, authority: Authority) -> str:
    """« Seynod est devenue Annecy en 2017. », "" for a name in use."""
    if other.kind == NameKind.USUAL:
        return ""
    if other.name == authority.name:
        is_recoded = other.kind == NameKind.FORMER and other.code
        return f"Le code {authority.of_name} a changé en {other.year}." if is_recoded else ""
    if other.kind == NameKind.FORMER and not other.code:
        when = f" depuis {other.year}" if other.year else ""
        return f"{other.name} s'appelle {authority.name}{when}."
    if other.year:
        return f"{other.name} est devenue {authority.name} en {other.year}."
    return f"{other.name} fait partie {authority.of_name}."


def choice_of(authority: Authority) -> Chosen:
    """A retired commune leads to the one that lives on, through several mergers if need be."""
    heir, seen = authority, {authority.code}
    while heir.is_retired and heir.successor_id and heir.successor_id not in seen:
        heir = heir.successor
        seen.add(heir.code)
    return Chosen(heir, authority if heir is not authority and not authority.merged else None)
