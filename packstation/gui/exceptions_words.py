"""How an exception reads: its shape and colours, how old it is, why it stands there; plain strings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from packstation.desk.exceptions import ExceptionRow
from packstation.desk.interceptions import Asked, interceptions
from packstation.domain.exceptions import ExceptionKind
from packstation.domain.order import Finding, Hold, HoldKind
from packstation.domain.outbox import Entry, EntryState
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import day_and_clock, short_number, span
from packstation.words import Words

Kind = ExceptionKind
LONGEST_SHOWN = 300
"""Signs of one reason or note beside the list; the whole text is in the order."""


@dataclass(frozen=True, slots=True)
class Look:
    """The shape of a kind, and the colour roles of its ground and its ink."""

    shape: str
    ground: str
    ink: str


_STOPS, _WRONG, _WAITS = ("alarm", "on_alarm"), ("alarm_soft", "late"), ("warn_soft", "warn_text")
_QUIET = ("chip", "chip_text")
LOOKS = {
    Kind.RECALLED: Look("stop-recalled", *_STOPS),
    Kind.LEFT_UNASKED: Look("gone", *_STOPS),
    Kind.WANTED_BACK: Look("back", *_STOPS),
    Kind.TAKE_OUT: Look("undo", *_STOPS),
    Kind.ADDRESS_CHANGED: Look("swap", *_WRONG),
    Kind.CARRIER_FORBIDDEN: Look("mismatch", *_WRONG),
    Kind.PARKED: Look("cross", *_WRONG),
    Kind.LABEL_UNKNOWN: Look("label-unknown", *_WAITS),
    Kind.LABEL_FAILED: Look("label-failed", *_WAITS),
    Kind.WEIGHT_OFF: Look("weight-off", *_WAITS),
    Kind.DEFECTIVE: Look("flaw", *_WAITS),
    Kind.SHORT: Look("shelf", *_WAITS),
    Kind.NEEDS_REVIEW: Look("review", *_QUIET),
    Kind.HELD: Look("pause", *_QUIET),
    Kind.UNPAID: Look("nothing", *_QUIET),
    Kind.CLAIMED_ELSEWHERE: Look("claimed", *_QUIET),
}
"""Each kind has a shape of its own: nobody has to see the colours."""
HAVE_LEFT = frozenset({Kind.LEFT_UNASKED, Kind.WANTED_BACK})
"""Kinds of orders whose parcels are on their way."""


@dataclass(frozen=True, slots=True)
class RowText:
    """One row of the list, as it is drawn."""

    number: str
    kind: Kind
    word: str
    more: str
    order: str
    mark: str
    goods: str
    note: str
    since: str
    wakes: str
    owner: str


@dataclass(frozen=True, slots=True)
class DetailText:
    """What stands beside the list about the chosen order; ``no_asking``: why its carrier cannot be asked."""

    head: str
    goods: str
    step: str
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    no_asking: str = ""


class ExceptionWords:
    """Words for one desk: its language, its time zone."""

    def __init__(self, words: Words, zone: tzinfo) -> None:
        """Speak with these words, in this time zone."""
        self.words = words
        self._zone = zone

    def kind(self, kind: Kind) -> str:
        """A kind in a word or two."""
        return self.words(f"exceptions.kind.{kind}")

    def row(self, row: ExceptionRow, now: datetime) -> RowText:
        """One row of the list."""
        words, (first, *others) = self.words, row.kinds
        return RowText(
            number=row.number,
            kind=first,
            word=self.kind(first),
            more=" · ".join(self.kind(kind) for kind in others),
            order=short_number(one_line(row.number)),
            mark=words("gui.flag.expedited") if row.order.expedited else "",
            goods=one_line(row.queue.goods),
            note=_cut(one_line(row.note.text)) if row.note else "",
            since=span(now - row.since, words),
            wakes=self._wakes(row, now),
            owner=one_line(row.owner),
        )

    def _wakes(self, row: ExceptionRow, now: datetime) -> str:
        if row.until is None:
            return ""
        return self.words("exceptions.wakes", time=day_and_clock(row.until, now, self._zone, self.words))

    def detail(
        self,
        row: ExceptionRow,
        told: Sequence[Entry],
        notes: Sequence[tuple[datetime, str, str]],
        now: datetime,
        why_not: str = "",
    ) -> DetailText:
        """Everything about one order that helps to solve it.

        Args:
            row: the order.
            told: what the platform was told of it.
            notes: (time, by, text), newest first.
            now: the platform's time (UTC).
            why_not: why its carrier cannot be asked to stop a parcel, if it has left.
        """
        words = self.words
        time = day_and_clock(row.order.ship_by, now, self._zone, words)
        return DetailText(
            head=short_number(one_line(row.number)),
            goods=one_line(row.queue.goods),
            step=words(f"exceptions.next.{row.solving}"),
            reasons=tuple(self._reasons(row, told)),
            facts=(words("exceptions.due", time=time), *self._facts(row)),
            notes=tuple(
                (
                    words(
                        "exceptions.note-by", time=day_and_clock(at, now, self._zone, words), by=one_line(by)
                    ),
                    _cut(one_line(text)),
                )
                for at, by, text in notes
            ),
            no_asking=words(f"say.not-ready.{why_not}", order=short_number(one_line(row.number)))
            if why_not
            else "",
        )

    def _reasons(self, row: ExceptionRow, outbox: Sequence[Entry]) -> Iterator[str]:
        """Why the order stands there, a sentence a kind, and what is known more exactly."""
        titles = {one_line(line.sku): one_line(line.title) for line in row.order.lines}
        for kind in row.kinds:
            yield self.words(f"exceptions.why.{kind}")
            if kind is Kind.PARKED:
                yield from (
                    _cut(one_line(self.words.undelivered(e.error)))
                    for e in outbox
                    if e.state is EntryState.PARKED
                )
            if kind is Kind.LEFT_UNASKED and row.left:
                yield self.words(f"exceptions.unasked-{row.left}")
            if kind in HAVE_LEFT:
                yield from self._asked_back(outbox)
            if kind is Kind.HELD and row.order.hold:
                yield self._held(row.order.hold)
            if kind is Kind.UNPAID and row.order.hold and row.order.hold.kind is HoldKind.DOUBTFUL:
                yield self.words("dialogs.review.kind.doubtful", reason=_cut(one_line(row.order.hold.reason)))
        for finding in row.order.findings:
            told = Finding(finding.code, tuple((name, _cut(one_line(value))) for name, value in finding.data))
            yield self.words.finding(told, titles)

    def _asked_back(self, outbox: Sequence[Entry]) -> Iterator[str]:
        """How the carrier was asked to stop the parcels, and what it said."""
        for one in interceptions(outbox):
            if one.state is Asked.UNDERWAY:
                yield self.words("exceptions.ask-back-underway", waybill=one_line(one.waybill))
            if one.error:
                yield _cut(one_line(self.words.undelivered(one.error)))

    def _held(self, hold: Hold) -> str:
        reason = one_line(hold.reason)
        key = f"gui.hold.{reason}"
        said = self.words(key) if reason and key in self.words else _cut(reason)
        return self.words(f"dialogs.review.kind.{HoldKind.DESK}", reason=said)

    def _facts(self, row: ExceptionRow) -> Iterator[str]:
        """Who takes care, where it lies, who sent it ahead."""
        words, ahead = self.words, row.order.expedited
        if row.owner:
            yield words("exceptions.owned-by", owner=one_line(row.owner))
        if row.desk:
            yield words("exceptions.on-desk", desk=one_line(row.desk))
        if ahead is not None:
            yield words("exceptions.ahead", by=one_line(row.ahead_by), reason=_cut(one_line(ahead.reason)))


def _cut(text: str) -> str:
    """A text as long as somebody reads beside a list."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
