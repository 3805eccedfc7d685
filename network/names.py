"""Which organisation of the directory a source means, whatever name it uses."""

import re

from territories.names import fold

from .models import Organisation

# As sources name them -> the directory's name.
_ALSO = {
    "GIP TerNum BFC": "Agence régionale du numérique et de l'intelligence artificielle",
    "GIP Territoires numériques Bourgogne-Franche-Comté": (
        "Agence régionale du numérique et de l'intelligence artificielle"
    ),
    "GIP Territoires numériques BFC": (
        "Agence régionale du numérique et de l'intelligence artificielle"
    ),
    "Mégalis": "Mégalis Bretagne",
}
_DETAIL = re.compile(r"\s*\([^()]*\)\s*$")


class Directory:
    """The whole directory by every name, read once for a file. Case, accents and punctuation do not count.

    A name of its own goes before an acronym, an acronym before other names. What two organisations share
    names neither.
    """

    def __init__(self):
        organisations = list(Organisation.objects.select_related("successor"))
        self._known: dict[str, Organisation | None] = {}
        for names in (_own_name, _acronym, _other_names):
            found: dict[str, set[Organisation]] = {}
            for organisation in organisations:
                for name in names(organisation):
                    if key := fold(name):
                        found.setdefault(key, set()).add(organisation.standing)
            for key, owners in found.items():
                self._known.setdefault(key, owners.pop() if len(owners) == 1 else None)
        for alias, name in _ALSO.items():
            self._known.setdefault(fold(alias), self._known.get(fold(name)))

    def named_or_made(self, name: str) -> Organisation:
        """The same; one that the directory lacks is made: inside the transaction of an import."""
        found = self.named(name)
        if found is None:
            found = Organisation(name=name)
            found.full_clean(exclude=["slug"])
            found.save()
            self._known[fold(name)] = found
        return found

    def named(self, text: str) -> Organisation | None:
        """« Avicca », « AVICCA », « Les Interconnectés (coorganisateur) »."""
        return self._known.get(fold(text)) or self._known.get(fold(_DETAIL.sub("", text)))


def _own_name(organisation: Organisation) -> list[str]:
    return [organisation.name]


def _acronym(organisation: Organisation) -> list[str]:
    return [organisation.acronym]


def _other_names(organisation: Organisation) -> list[str]:
    """Former ones too, and "name (acronym)" as sources write it."""
    others = organisation.other_names
    second = [name for name in (organisation.acronym, *others) if name]
    return [*others, *(f"{organisation.name} {name}" for name in second)]
