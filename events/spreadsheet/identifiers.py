"""By what a line of a spreadsheet and a date or a tour know each other again: what the file said that brought it, else its
key with the name of this site, which no other gives to one of its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.batches import batched
from core.tables.identifiers import host
from events.models import EventPage, ImportedEvent, TourPage

LONGEST = 120
_AT_ONCE = 500


@dataclass(frozen=True)
class Identifiers:
    noun: str
    model: Any
    source: str  # of `ImportedEvent`

    def own(self, key: int) -> str:
        return f"{self.noun}-{key}@{host()}"

    def plain_key(self, text: str) -> str:
        match = self._pattern().fullmatch(text.strip())
        return self.own(int(match[1])) if match else text.strip()

    def of(self, pages: Iterable[Any]) -> dict[int, str]:
        keys = [page.pk for page in pages]
        brought = ImportedEvent.objects.filter(source=self.source, page__in=keys)
        return {key: self.own(key) for key in keys} | dict(brought.values_list("page_id", "key"))

    def known(self, keys: Iterable[str]) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for some in batched(keys, _AT_ONCE):
            numbers = {
                key: int(match[1]) for key in some if (match := self._pattern().fullmatch(key))
            }
            there = set(
                self.model.objects.filter(pk__in=numbers.values()).values_list("pk", flat=True)
            )
            for key, number in numbers.items():
                found[key] = number if number in there else self._gone()
            brought = ImportedEvent.objects.filter(source=self.source, key__in=some)
            found |= {
                key: page or self._gone() for key, page in brought.values_list("key", "page_id")
            }
        return found

    def remember(self, key: str, page: Any) -> None:
        ImportedEvent.objects.create(source=self.source, key=key, page=page)

    def _gone(self) -> str:
        return "Rien d’ici n’a plus cet identifiant : prenez-en un autre pour la remettre."

    def _pattern(self) -> re.Pattern:
        nouns = re.escape(self.noun)
        return re.compile(rf"{nouns}-([0-9]{{1,9}})@{re.escape(host())}", re.IGNORECASE)


DATES = Identifiers("date", EventPage, "tableur")
TOURS = Identifiers("tournee", TourPage, "tableur-tournees")
