"""A small register: what rooms above give to a room below, by key, each key once."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Registro(Generic[T]):
    """Keys to values, in the order of arrival; the same value twice is once, another one for a taken key is an error."""

    def __init__(self, che: str) -> None:
        self._che = che
        self._voci: dict[str, T] = {}

    def aggiungi(self, chiave: str, valore: T) -> None:
        """Add a value. Raises ValueError if the key has another one."""
        if self._voci.get(chiave, valore) != valore:
            raise ValueError(f"{self._che} {chiave} ha già chi la fornisce.")
        self._voci[chiave] = valore

    def tutti(self) -> dict[str, T]:
        """Return all, in the order of arrival."""
        return dict(self._voci)

    def in_ordine(self) -> list[T]:
        """Return the values in the order of their keys."""
        return [self._voci[chiave] for chiave in sorted(self._voci)]
