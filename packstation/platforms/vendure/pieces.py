"""Orders asked for together, and one by one where the shop breaks over one of them.

A field that the shop's own program cannot tell (a damaged row, a plugin that throws) takes the whole answer
with it: ``errors`` with a ``path`` such as ``orders.items.3.currencyCode`` and ``data: null``. Is the row
itself unreadable, the path ends at ``orders`` and not even a bare list of names can be had (both measured on
3.7.3). So what was asked for is halved until the broken order stands alone; all others are told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from packstation.domain.money import USUAL_DIGITS
from packstation.errors import Outage
from packstation.platforms.vendure import queries
from packstation.platforms.vendure.api import BROKEN, Ask
from packstation.platforms.vendure.values import Facts, said

Options = Mapping[str, object]
_MOST_DIGITS = 12
_SORT = {"orderPlacedAt": "ASC", "code": "ASC"}
"""The shop sorts by its own schema's order of fields: an ``id`` would come first, whatever stands here."""
_NONE: Options = {"filter": {"code": {"eq": "-"}}, "take": 1}
"""No order has this code: a shop that breaks even over this is in trouble as a whole."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An order the shop cannot tell, and the field over which it breaks.

    ``code`` is empty where even that cannot be had: then it stands behind the one with the code ``after``.
    """

    code: str
    detail: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the shop said: orders in its own words, the turn of the question (UTC), how it counts money."""

    rows: list[Facts]
    at: datetime
    digits: int


@dataclass(slots=True)
class Told:
    """What came of a question, gathered piece by piece.

    Attributes:
        rows: orders as they were told, whole.
        names: of each order that can be named, code and moment; broken ones are among them.
        broken: orders that could not be told.
        at: the turn of the first question that brought any of it (UTC).
        digits: how many digits of a price stand behind the point.
        nameless: how many of the broken ones have no name.
    """

    rows: list[Facts] = field(default_factory=list)
    names: list[Facts] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    at: datetime | None = None
    digits: int = USUAL_DIGITS

    @property
    def nameless(self) -> int:
        """Broken orders that cannot be left out by their codes."""
        return sum(not one.code for one in self.broken)


class Asking:
    """Questions for orders, whole, in as many pieces as it takes."""

    def __init__(self, ask: Ask, turn: Callable[[], datetime], whole: str = queries.ORDERS) -> None:
        """Ask here; ``turn`` gives the moment of a question, ``whole`` asks for orders with all of theirs."""
        self._ask, self._turn, self._whole = ask, turn, whole
        self._known: frozenset[str] = frozenset()

    def told(self, options: Options) -> Told:
        """The orders of these options; those that break the shop's answer are named, all others are told.

        Raises:
            Outage: no answer, or the shop breaks over anything it is asked.
            Rejected: it does not let us read.
        """
        options = {"sort": _SORT, **options}
        try:
            answer = self._answer(self._whole, options)
        except Outage as error:
            if error.reason != BROKEN:
                raise
        else:
            return Told(answer.rows, answer.rows, at=answer.at, digits=answer.digits)
        found = Told()
        first, many = _whole_number(options.get("skip")), _whole_number(options["take"])
        self._list(found, options, first, many)
        codes = [code for row in found.names if (code := said(row, "code"))]
        self._tell(found, [code for code in codes if code not in self._known])
        for code in codes:
            if code in self._known:
                self._tell(found, [code])
        self._known |= {one.code for one in found.broken}
        self._known -= {said(row, "code") for row in found.rows}
        return found

    def _list(self, found: Told, options: Options, skip: int, take: int) -> None:
        """Which orders there are, by their names alone; halved down to those that have not even that.

        Raises:
            Outage: no answer.
        """

        def names() -> None:
            found.names.extend(self._answer(queries.NAMES, {**options, "skip": skip, "take": take}).rows)

        error = self._broke(names, is_single=take == 1)
        if error is None:
            return
        if take == 1:
            after = said(found.names[-1], "code") if found.names else ""
            found.broken.append(Broken("", error, after))
            return
        half = take // 2
        self._list(found, options, skip, half)
        self._list(found, options, skip + half, take - half)

    def _tell(self, found: Told, codes: Sequence[str]) -> None:
        """These orders, whole; halved down to those that cannot be told.

        Raises:
            Outage: no answer.
        """
        if not codes:
            return

        def whole() -> None:
            options = {"filter": {"code": {"in": list(codes)}}, "take": len(codes), "sort": _SORT}
            answer = self._answer(self._whole, options)
            found.rows.extend(answer.rows)
            found.digits, found.at = answer.digits, min(found.at or answer.at, answer.at)

        error = self._broke(whole, is_single=len(codes) == 1)
        if error is None:
            return
        if len(codes) == 1:
            found.broken.append(Broken(codes[0], error))
            return
        half = len(codes) // 2
        self._tell(found, codes[:half])
        self._tell(found, codes[half:])

    def _broke(self, ask: Callable[[], None], *, is_single: bool) -> str | None:
        """Ask; gives where the shop broke, if it did. Of a single order only if it answers otherwise.

        Raises:
            Outage: no answer, or the shop is in trouble as a whole.
        """
        try:
            ask()
        except Outage as error:
            if error.reason != BROKEN:
                raise
            if is_single:
                self._must_answer()
            return str(error.data.get("detail", ""))
        return None

    def _must_answer(self) -> None:
        """The shop must have an answer to a question after nothing.

        Raises:
            Outage: it has none.
        """
        try:
            self._answer(self._whole, _NONE)
        except Outage as error:
            raise Outage("vendure-trouble", **error.data) if error.reason == BROKEN else error from None

    def _answer(self, query: str, options: Options) -> _Answer:
        """What the shop says to a question for orders.

        Raises:
            Outage: no answer, or none that can be read.
            Rejected: the shop does not let us read.
        """
        at = self._turn()
        data = self._ask(query, {"options": options})
        orders = data.get("orders")
        rows = orders.get("items") if isinstance(orders, Mapping) else None
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise Outage("vendure-unreadable", reached=True)
        return _Answer(rows, at, _digits(data))


def _digits(data: Facts) -> int:
    """How many digits of a price stand behind the point; a shop that does not say has Vendure's usual two.

    Raises:
        Outage: what it says is no such number.
    """
    told: object = data
    for name in ("globalSettings", "serverConfig", "moneyStrategyPrecision"):
        told = told.get(name) if isinstance(told, Mapping) else None
    if told is None:
        return USUAL_DIGITS
    if type(told) is not int or not 0 <= told <= _MOST_DIGITS:
        raise Outage("vendure-unreadable", reached=True)
    return told


def _whole_number(value: object) -> int:
    return value if isinstance(value, int) else 0
