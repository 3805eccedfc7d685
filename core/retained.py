"""What a visitor retains while he looks around: numbers, in the parameter `f` of every address that he passes.

No cookie and no account: the address is the whole truth, and opens on a colleague's phone as it does here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

PARAMETER = "f"
MOST = 12  # what one reads in an evening
_LONGEST = 2_000  # characters that are read of a parameter
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Retained:
    numbers: tuple[int, ...] = ()  # each once, in the order of the address, at most `MOST`
    is_cut: bool = False  # the address names more
    has_unread: bool = False  # or something that is no number

    @property
    def is_full(self) -> bool:
        return len(self.numbers) >= MOST

    def with_one(self, number: int) -> tuple[int, ...]:
        """One more, behind the others; as it was when it is there or there is no room."""
        if number in self.numbers or self.is_full:
            return self.numbers
        return (*self.numbers, number)

    def without(self, number: int) -> tuple[int, ...]:
        return tuple(one for one in self.numbers if one != number)


def retained(params: QueryDict) -> Retained:
    """Of an address, whatever it holds."""
    text = ",".join(params.getlist(PARAMETER))
    words = [word.strip() for word in text[:_LONGEST].split(",")]
    read = [int(word) for word in words if _is_number(word)]
    unread = any(word and not _is_number(word) for word in words)
    numbers = tuple(dict.fromkeys(number for number in read if number))
    is_cut = len(numbers) > MOST or len(text) > _LONGEST
    return Retained(numbers[:MOST], is_cut, unread and not is_cut)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


def joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def query(*, pairs: Iterable[tuple[str, object]] = (), numbers: Iterable[int] = ()) -> str:
    """« ?territoire=47031&f=41,12 » of the pairs that hold something and of what is retained; "" without any."""
    parts = [urlencode([pair for pair in pairs if pair[1]])]
    if text := joined(numbers):
        parts.append(f"{PARAMETER}={text}")
    text = "&".join(part for part in parts if part)
    return f"?{text}" if text else ""
