"""What a process reads once and keeps until it has changed."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
_NEVER = object()


class PerGeneration(Generic[T]):
    """Keeps one value until its generation (a version number, as a rule) changes."""

    def __init__(self, make: Callable[[], T]):
        self._make = make
        self._lock = Lock()
        self._generation: object = _NEVER

    def get(self, generation: object) -> T:
        """Shared by all threads: to be read, never changed."""
        with self._lock:
            if generation != self._generation:
                self._value = self._make()
                self._generation = generation
            return self._value

    def read(self) -> T:
        """As it is now, and not kept."""
        return self._make()

    def forget(self) -> None:
        with self._lock:
            self._generation = _NEVER
