"""Single remembered values of one shop, apart from those of every other."""

from __future__ import annotations

from collections.abc import Callable


class Notebook:
    """The facts of a shop; those of the shop in ``[platform]`` bear plain names, as they always did."""

    def __init__(self, shop: str, fact: Callable[[str], str], put_fact: Callable[[str, str], None]) -> None:
        """Keep the facts of this shop (its short name) by these two of the store's."""
        self._tail = f" of {shop}" if shop else ""
        self._fact, self._put_fact = fact, put_fact

    def fact(self, name: str) -> str:
        """A remembered value; empty when never set."""
        return self._fact(f"{name}{self._tail}")

    def put_fact(self, name: str, value: str) -> None:
        """Remember a value."""
        self._put_fact(f"{name}{self._tail}", value)
