"""For what a visitor may be put in touch with who holds a record: joining a group, interest in an expertise, interest in a
joint purchase. One declaration each; all else is the same for the three.

To whom a request goes: the address that editors keep with the record, else with the organisation that holds it, else the
mailbox of the authority that does; else the editors look for the right person.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from core.dates import is_over
from core.mail.rendering import absolute
from expertise.models import Expertise
from groups.models import Group
from offers.choices import Kind as OfferKind
from offers.models import Offer
from territories.town_halls import WHENCE, relay_address

EDITORS = "la rédaction du site, qui l’a demandée à qui répond ici"


@dataclass(frozen=True, slots=True)
class Address:
    email: str
    whence: str  # said in the foot of each mail, after « Cette adresse vient de »


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    field: str  # of a request: which record it is about
    heading: str
    why: str  # label of what the visitor writes
    help: str
    answers: str  # who answers, at the beginning of a sentence
    is_open: Callable[[models.Model, datetime.date], bool]
    addresses: Callable[[models.Model], Iterator[Address]]


def _of_bodies(*bodies) -> Iterator[Address]:
    """bodies: organisations or authorities, or None."""
    for one in bodies:
        if email := getattr(one, "contact_email", ""):
            yield Address(email, EDITORS)
    for one in bodies:
        if email := relay_address(getattr(one, "authority", one)):
            yield Address(email, WHENCE)


def _kept(email: str) -> Iterator[Address]:
    if email:
        yield Address(email, EDITORS)


def _of_group(group: Group) -> Iterator[Address]:
    yield from _kept(group.contact_email)
    parents = group.parents.select_related(
        "organisation__authority__town_hall", "authority__town_hall"
    )
    yield from _of_bodies(*(one.organisation or one.authority for one in parents))


def _of_expertise(one: Expertise) -> Iterator[Address]:
    yield from _kept(one.contact_email)
    yield from _of_bodies(one.organisation or one.authority)


def _of_offer(offer: Offer) -> Iterator[Address]:
    yield from _of_bodies(offer.provider)


JOINING = Purpose(
    field="group",
    heading="Demander à rejoindre ce groupe",
    why="Pourquoi souhaitez-vous le rejoindre ?",
    help="Ce que vous y cherchez, ce que vous pouvez y apporter. 1 500 caractères au plus.",
    answers="Qui anime ce groupe",
    is_open=lambda group, today: group.joining == Group.Joining.OPEN,
    addresses=_of_group,
)
EXPERTISE = Purpose(
    field="expertise",
    heading="Dire votre intérêt",
    why="En quoi cela vous intéresse-t-il ?",
    help="Où vous en êtes, ce que vous cherchez ou pouvez montrer. 1 500 caractères au plus.",
    answers="Qui l’a dit",
    is_open=lambda one, today: not is_over(one.closes_on, today),
    addresses=_of_expertise,
)
PURCHASE = Purpose(
    field="offer",
    heading="Dire votre intérêt pour cet achat groupé",
    why="De quoi auriez-vous besoin ?",
    help="Quoi, combien, pour quand. 1 500 caractères au plus.",
    answers="Qui porte cet achat",
    is_open=lambda offer, today: offer.kind == OfferKind.JOINT_PURCHASE and not offer.over,
    addresses=_of_offer,
)
PURPOSES = (JOINING, EXPERTISE, PURCHASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that a request is about, as pages and mails speak of it."""

    purpose: Purpose
    thing: models.Model

    @property
    def title(self) -> str:
        return str(self.thing)

    @property
    def get_url(self) -> str:
        return self.thing.get_absolute_url()

    @property
    def url(self) -> str:
        """Of a mail."""
        return absolute(self.get_url)

    @property
    def is_open(self) -> bool:
        return self.purpose.is_open(self.thing, timezone.localdate())

    def addresses(self) -> Iterator[Address]:
        return self.purpose.addresses(self.thing)
