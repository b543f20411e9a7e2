"""What was read so far: records without their doubles, rejects, how far it is, and whether to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from packstation.domain.checks import Bad
from packstation.domain.intake import (
    Batch,
    Carrier,
    Carton,
    Product,
    Record,
    RefundTold,
    Reject,
    Sourced,
    StockCount,
    WaybillNumber,
)
from packstation.domain.order import Order
from packstation.domain.people import Person

STEP = 500
_RANK: dict[type, int] = {
    kind: rank
    for rank, kind in enumerate((Carrier, Carton, Product, StockCount, Person, Order, WaybillNumber))
}


class Stopped(Exception):
    """Whoever asked for the reading does not want it any more."""


class Gathering:
    """Collects records and rejects of several files; the same thing twice in one file counts once."""

    def __init__(
        self, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        """Report to ``progress(done, total)`` and ask ``cancelled()`` about every 500 records."""
        self._progress = progress
        self._cancelled = cancelled
        self._records: list[tuple[Sourced, Record]] = []
        self._places: dict[tuple[object, ...], int] = {}
        self.rejects: list[Reject] = []
        self._done = 0
        self._total = 0

    def expect(self, count: int) -> None:
        """So many more rows will be looked at."""
        self._total += count

    def tick(self) -> None:
        """One row was looked at.

        Raises:
            Stopped: the reading is not wanted any more.
        """
        self._done += 1
        if self._done % STEP == 0:
            self.pause()

    def pause(self) -> None:
        """Say how far it is and see whether to go on; raises Stopped."""
        if self._progress:
            self._progress(self._done, max(self._total, self._done))
        if self._cancelled and self._cancelled():
            raise Stopped

    def reject(self, file: str, row: int, column: str, bad: Bad) -> None:
        """A row that could not be taken."""
        self.rejects.append(Reject(file, row, column, bad.reason, bad.data))

    def reject_file(self, file: str, reason: str, data: Iterable[tuple[str, object]] = ()) -> None:
        """A file of which nothing could be taken."""
        self.rejects.append(Reject(file, 0, "", reason, tuple((key, str(value)) for key, value in data)))

    def add(self, file: int, source: Sourced, record: Record, column: str) -> None:
        """Keep the record, or the newer of two; ``file`` tells files of the same name apart.

        Two that differ and are not told apart by the time of their last change cannot both be true: the later
        one is rejected.
        """
        key = (file, *_key(record))
        place = self._places.get(key)
        if place is None:
            self._places[key] = len(self._records)
            self._records.append((source, record))
            return
        first, kept = self._records[place]
        if kept == record:
            return
        newer = _is_newer(record, kept)
        if newer is None:
            bad = Bad(column, "duplicate-row", value=key[-1], first=first.row)
            self.reject(source.file, source.row, column, bad)
        elif newer:
            self._records[place] = (source, record)

    def batch(self) -> Batch:
        """Everything, in the order in which it must be stored."""
        ordered = sorted(self._records, key=lambda entry: _RANK[entry[1].__class__])
        return Batch(tuple(ordered), tuple(self.rejects))


def _key(record: Record) -> tuple[str, ...]:
    """What must be there only once."""
    match record:
        case Order():
            return "order", record.number
        case Product():
            return "product", record.sku
        case StockCount():
            return "stock", record.bin, record.sku
        case WaybillNumber():
            return "waybill", record.carrier, record.number
        case Person():
            return "person", record.badge
        case Carton() | Carrier():
            return record.__class__.__name__, record.code
        case RefundTold():
            return "refunds", record.order


def _is_newer(record: Record, kept: Record) -> bool | None:
    """Whether the record is of a later moment than the one kept; None where that cannot be known."""
    if not isinstance(record, Order) or not isinstance(kept, Order):
        return None
    if record.modified_at is None or kept.modified_at is None or record.modified_at == kept.modified_at:
        return None
    return record.modified_at > kept.modified_at
