"""Ways to write a commune: its name, beside an area or a number, with slips, by its numbers, as it was called."""

import re
from collections import Counter
from collections.abc import Iterator

from bench.drawn_register import Register, Ways, Written, each, other_number, plain, shouted
from territories import areas, names


def of_communes(register: Register) -> Ways:
    yield from bare_names(register)
    yield from with_area(register)
    yield from articles(register)
    yield from slips(register)
    yield from numbers(register)
    yield from former(register)


def bare_names(register: Register) -> Ways:
    for kind, write in {
        "name": lambda one: one.name,
        "capitals": lambda one: shouted(one.name),
        "no accents": lambda one: plain(one.name) if plain(one.name) != one.name else "",
        "lower case": lambda one: plain(one.name).lower().replace("-", " "),
        "St": lambda one: (
            re.sub(r"\bSaint(e?)-", r"St\1 ", one.name)
            if re.search(r"\bSainte?-", one.name)
            else ""
        ),
        "St.": lambda one: (
            re.sub(r"\bSaint(e?)-", r"ST\1. ", one.name)
            if re.search(r"\bSainte?-", one.name)
            else ""
        ),
        "s/": lambda one: one.name.replace("-sur-", " s/ ") if "-sur-" in one.name else "",
        "s": lambda one: one.name.replace("-sur-", " s ") if "-sur-" in one.name else "",
        "ss": lambda one: one.name.replace("-sous-", " ss ") if "-sous-" in one.name else "",
        "apostrophe": lambda one: one.name.replace("'", "\u02bc") if "'" in one.name else "",
        "no apostrophe": lambda one: one.name.replace("'", "") if "'" in one.name else "",
        "mairie": lambda one: f"Mairie {one.of_name}",
        "ville": lambda one: f"Ville {one.of_name}",
        "commune": lambda one: f"commune {plain(one.of_name)}",
        "la ville": lambda one: f"la ville {one.of_name}",
        "maire": lambda one: f"Monsieur le maire {one.of_name}",
        "hôtel de ville": lambda one: f"Hôtel de ville {one.of_name}",
        "figure": lambda one: other_number(one.name),
        "France": lambda one: f"{one.name}, France",
    }.items():
        yield kind, each(register.named(), write)


def with_area(register: Register) -> Ways:
    def area(one) -> str:
        return areas.departement_name(one.departement_id)

    same = Counter((names.fold(one.name), one.departement_id) for one in register.communes)
    alone = [
        one for one in register.communes if same[names.fold(one.name), one.departement_id] == 1
    ]
    for kind, write in {
        "(31)": lambda one: f"{one.name} ({one.departement_id})",
        "31 behind": lambda one: f"{shouted(one.name)} {one.departement_id}",
        "31 before": lambda one: f"{one.departement_id} {one.name}",
        "- 31": lambda one: f"{one.name} - {one.departement_id}",
        "(area)": lambda one: f"{one.name} ({area(one)})",
        ", area": lambda one: f"{plain(one.name)}, {plain(area(one))}",
        "area": lambda one: f"{one.name} {area(one)}",
        "mairie (31)": lambda one: f"mairie {one.of_name} ({one.departement_id})",
        "postcode": lambda one: f"{one.postcodes[:5]} {shouted(one.name)}" if one.postcodes else "",
        "behind postcode": lambda one: f"{one.name} {one.postcodes[:5]}" if one.postcodes else "",
        "75 012": lambda one: (
            f"{one.postcodes[:2]} {one.postcodes[2:5]} {one.name}" if one.postcodes else ""
        ),
        "lost zero": lambda one: (
            f"{one.postcodes[1:5]} {one.name}" if one.postcodes.startswith("0") else ""
        ),
        "F-": lambda one: f"F-{one.postcodes[:5]} {one.name}" if one.postcodes else "",
        "St and postcode": lambda one: (
            f"{one.postcodes[:5]} {shouted(one.name).replace('SAINT', 'ST')}"
            if one.postcodes and "Saint" in one.name
            else ""
        ),
        "(area, 31)": lambda one: f"{one.name} ({area(one)}, {one.departement_id})",
        "(postcode)": lambda one: f"{one.name} ({one.postcodes[:5]})" if one.postcodes else "",
        "postcode -": lambda one: f"{one.postcodes[:5]} - {one.name}" if one.postcodes else "",
        "mairie, postcode": lambda one: f"Mairie {one.of_name} {one.postcodes[:5]}",
        "area, region": lambda one: f"{one.name}, {area(one)}, {one.region_name}",
        "region": lambda one: (
            f"{one.name} ({one.region_name})"
            if register.largest[names.fold(one.name)] is one
            else ""
        ),
        "insee beside": lambda one: f"{one.name} {one.code}",
    }.items():
        yield kind, each(register.drawn(alone), write)


def articles(register: Register) -> Ways:
    pattern = re.compile(r"(Le |La |Les |L')(.+)")

    def parts(one):
        return pattern.fullmatch(one.name)

    bearing = [one for one in register.named() if parts(one)]
    for kind, write in {
        "inverted": lambda one: f"{parts(one)[2]} ({parts(one)[1].strip()})",
        "behind": lambda one: f"{shouted(parts(one)[2])} {shouted(parts(one)[1].strip())}",
        "behind comma": lambda one: f"{parts(one)[2]}, {parts(one)[1].strip()}",
        "dropped": lambda one: f"{parts(one)[2]} ({one.departement_id})",
        "linked": lambda one: f"Commune {one.of_name}",
    }.items():
        yield kind, each(register.drawn(bearing), write)


def slips(register: Register) -> Ways:
    """One letter dropped, doubled, changed or two swapped, in the name of a town; beside its postcode, anybody's."""

    def slip(name: str, way: str) -> str:
        word = max(re.findall(r"\w+", name), key=len)
        at = register.chance.randrange(1, max(len(word) - 1, 2))
        letter = register.chance.choice("aeinorst")
        wrong = {
            "dropped": word[:at] + word[at + 1 :],
            "doubled": word[:at] + word[at] + word[at:],
            "changed": word[:at] + letter + word[at + 1 :],
            "swapped": word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        }[way]
        return name.replace(word, wrong)

    sole = Counter(names.fold(one.name) for one in register.communes)
    anybody = [
        one for one in register.communes if len(one.name) >= 9 and sole[names.fold(one.name)] == 1
    ]
    for way in ("dropped", "doubled", "changed", "swapped"):
        yield (
            f"letter {way}, anybody",
            (
                (text, one.code)
                for one in register.drawn(anybody)
                if names.fold(text := slip(one.name, way)) not in register.all_names
            ),
        )
        yield (
            f"letter {way}",
            (
                (text, one.code)
                for one in register.drawn([town for town in register.towns if len(town.name) >= 5])
                if names.fold(text := slip(one.name, way)) not in register.all_names
            ),
        )
    yield (
        "letter dropped, postcode",
        (
            (f"{one.postcodes[:5]} {slip(one.name, 'dropped')}", one.code)
            for one in register.drawn(register.communes)
            if one.postcodes and len(one.name) >= 6
        ),
    )


def numbers(register: Register) -> Ways:
    sized = [one for one in register.communes if one.siren]
    for kind, write in {
        "siren": lambda one: one.siren,
        "siren in threes": lambda one: f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]}",
        "labelled siren": lambda one: f"SIREN : {one.siren}",
        "siren in dots": lambda one: f"{one.siren[:3]}.{one.siren[3:6]}.{one.siren[6:]}",
        "n° siren": lambda one: f"N° SIREN {one.siren}",
        "n° insee": lambda one: f"INSEE {one.code}",
        "siret": lambda one: f"{one.siren}00017",
        "siret in groups": lambda one: f"{one.siren[:3]} {one.siren[3:6]} {one.siren[6:]} 00017",
        "insee": lambda one: one.code,
        "insee, lost zero": lambda one: one.code[1:] if one.code.startswith("0") else "",
    }.items():
        yield kind, each(register.drawn(sized), write)
    sole = Counter(code for one in register.communes for code in one.postcodes.split())
    for kind, write in {
        "postcode alone": lambda one: one.postcodes[:5],
        "postcode in two": lambda one: f"{one.postcodes[:2]} {one.postcodes[2:5]}",
    }.items():
        alone = [one for one in sized if one.postcodes and sole[one.postcodes[:5]] == 1]
        yield kind, each(register.drawn(alone), write)
    for kind, write in {
        "cedex": lambda one: (
            f"{one.departement_id[:2]}{register.chance.randrange(10, 99)}1 {shouted(one.name)} CEDEX"
        ),
        "cedex 9": lambda one: f"{one.name} Cedex {register.chance.randrange(1, 20)}",
        "cedex alone": lambda one: f"{shouted(one.name)} CEDEX",
    }.items():
        # A delivery office bears the name of a town.
        large = [one for one in register.towns if register.largest[names.fold(one.name)] is one]
        yield kind, each(register.drawn(large), write)

    def arrondissements() -> Iterator[Written]:
        for city, code, count in (
            ("Paris", "75056", 20),
            ("Lyon", "69123", 9),
            ("Marseille", "13055", 16),
        ):
            for number in register.chance.sample(range(1, count + 1), 6):
                first = "er" if number == 1 else "e"
                yield from (
                    (text, code)
                    for text in (
                        f"{city} {number}",
                        f"{city.upper()} {number:02}",
                        f"{city} {number}{first}",
                        f"{city} {number}{first} arrondissement",
                        f"{number}{'ER' if number == 1 else 'EME'} arrondissement de {city}",
                        {"Paris": "75", "Lyon": "69", "Marseille": "13"}[city] + f"0{number:02}",
                    )
                )

    every = list(arrondissements())
    register.chance.shuffle(every)
    yield "arrondissement", iter(every)


def former(register: Register) -> Ways:
    lone = Counter(names.fold(one.name) for one in register.former)
    alone = [
        one
        for one in register.former
        if lone[names.fold(one.name)] == 1 and names.fold(one.name) not in register.all_names
    ]
    for kind, write in {
        "former": lambda one: one.name,
        "former, capitals": lambda one: shouted(one.name),
        "former and 31": lambda one: f"{one.name} ({one.code[:2]})",
        "former and postcode": lambda one: (
            f"{one.postcodes[:5]} {one.name}" if one.postcodes else ""
        ),
        "déléguée": lambda one: f"commune déléguée {names.of_name(one.name, one.tncc)}",
        "mairie of former": lambda one: f"mairie {names.of_name(one.name, one.tncc)}",
        "former's code": lambda one: one.code if one.code != one.authority.code else "",
    }.items():
        yield (
            kind,
            ((text, one.authority_id) for one in register.drawn(alone) if (text := write(one))),
        )
