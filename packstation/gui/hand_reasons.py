"""The reason given for counting by hand holds for the rest of that order, and for no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class HandReason:
    """Remembers one reason for one order."""

    _order: str = ""
    _why: str = ""

    def of(self, order: str) -> str:
        """The reason given for this order; empty when it must be asked for."""
        return self._why if order and order == self._order else ""

    def remember(self, order: str, why: str) -> None:
        """This was said of this order."""
        self._order, self._why = order, why
