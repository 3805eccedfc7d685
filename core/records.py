"""What a thing that can be found looks like: content apps make records, `search/` indexes them."""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as comparison and ranking see it: that of a record, or the visitor's own."""

    code: str  # Authority.code
    type: str  # an AuthorityType value
    family: str  # "commune", "groupement", "departement", "region" or "organisme"
    population: int | None
    epci: str  # Authority.code of its EPCI ("" when none); an EPCI is its own
    departement: str  # INSEE code or ""
    region: str  # INSEE code or ""
    lon: float | None  # degrees WGS84; None unless the position is that of the place or its EPCI
    lat: float | None
    setting: str = ""  # "rural", "periurbain", "banlieue", "ville"; "" when not known
    zone: str = ""  # "outre-mer", or "" for what lies in Europe
    unsized: str = ""  # its family when its population is not known, else ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of the index. Texts are plain, as typed: display adds typography."""

    key: str  # kind + ":" + primary key, unique in the index
    kind: str  # "projet"; other kinds come with their apps
    title: str
    summary: str
    body: str  # every other word that should be found
    url: str  # relative to the site
    date: (
        datetime.date | None
    )  # of what is told, the first day that it may mean: what `tri=date` sorts by
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # URL parameter -> values
    place: Place | None = None
    difficulties: str = ""  # what went wrong, a line each: weighs more than the body
    territory: str = (
        ""  # kinds of territory that its own is: weighs less than the body, and is not spelt
    )
    card: dict = field(
        default_factory=dict
    )  # JSON: all that the card shows, so that a list needs no query
