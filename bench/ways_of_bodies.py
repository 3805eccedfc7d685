"""Ways to write groupings, councils, régions and other bodies."""

import re
from collections import defaultdict

from bench.drawn_register import Register, Ways, each, other_number, plain, shouted
from territories import areas, names
from territories.types import AuthorityType


def of_bodies(register: Register) -> Ways:
    yield from groupings(register)
    yield from councils(register)


def groupings(register: Register) -> Ways:
    short = {
        AuthorityType.COMMUNAUTE_COMMUNES: "CC",
        AuthorityType.COMMUNAUTE_AGGLO: "CA",
        AuthorityType.COMMUNAUTE_URBAINE: "CU",
    }
    typed = [one for one in register.groupings if one.type in short and one.full_name != one.name]
    for kind, write in {
        "full name": lambda one: one.full_name,
        "full name, capitals": lambda one: shouted(one.full_name),
        "CC": lambda one: f"{short[one.type]} {one.of_name}",
        "CC without link": lambda one: f"{short[one.type]} {plain(one.name)}",
        "com com": lambda one: (
            f"com com {one.of_name}" if one.type == AuthorityType.COMMUNAUTE_COMMUNES else ""
        ),
        "agglo": lambda one: (
            f"agglo {one.of_name}" if one.type == AuthorityType.COMMUNAUTE_AGGLO else ""
        ),
        "agglo behind": lambda one: (
            f"{plain(one.name)} agglo" if one.type == AuthorityType.COMMUNAUTE_AGGLO else ""
        ),
        "figure in a grouping": lambda one: other_number(one.full_name),
        "intercommunalité": lambda one: f"intercommunalité {one.of_name}",
        "grouping and 31": lambda one: f"{short[one.type]} {one.name} ({one.departement_id})",
        "grouping's siren": lambda one: f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]}",
    }.items():
        yield kind, each(register.drawn(typed), write)
    initials = defaultdict(list)
    for one in register.groupings:
        initials[names.acronym(one.full_name).upper()].append(one)
    yield (
        "acronym",
        (
            (acronym, max(some, key=lambda one: one.population or 0).code)
            for acronym, some in register.drawn(sorted(initials.items(), key=lambda pair: pair[0]))
            if 3 <= len(acronym) <= 6
        ),
    )
    epts = [one for one in register.groupings if one.type == AuthorityType.EPT]
    yield "ept", each(register.drawn(epts), lambda one: one.name)
    yield "EPT", each(register.drawn(epts), lambda one: f"EPT {one.name}")
    yield "body", each(register.drawn(register.bodies), lambda one: one.name)
    yield (
        "body's acronym",
        (
            (found[1], one.code)
            for one in register.drawn(register.bodies)
            if (found := re.search(r"\(([A-Z]{3,})\)", one.name))
        ),
    )


def councils(register: Register) -> Ways:
    def area(one):
        return areas.departement(one.departement_id)

    for kind, write in {
        "council": lambda one: one.name,
        "conseil départemental": lambda one: (
            f"Conseil départemental {names.of_name(area(one).name, area(one).tncc)}"
        ),
        "conseil général": lambda one: (
            f"CONSEIL GENERAL {shouted(names.of_name(area(one).name, area(one).tncc))}"
        ),
        "CD 31": lambda one: f"CD {one.departement_id}",
        "CD31": lambda one: f"CD{one.departement_id}",
        "département 31": lambda one: f"département {one.departement_id}",
        "31 alone": lambda one: one.departement_id,
        "département area": lambda one: f"département {plain(area(one).name)}",
    }.items():
        yield kind, each(register.drawn(register.councils), write)
    for kind, write in {
        "région": lambda one: f"Région {one.region_name}",
        "conseil régional": lambda one: (
            f"conseil régional {names.of_name(one.region_name, areas.region(one.region_id).tncc)}"
        ),
    }.items():
        yield kind, each(register.drawn(register.regions), write)
