"""What the desk writes for others: the shipments of a day, and which rows of a file were not taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path

from packstation.domain.intake import Reject
from packstation.domain.shipment import Shipment
from packstation.files.cells import neutral

SHIPMENT_HEADER = ("订单编号", "物流公司", "运单号", "发货时间")
_TIME = "%Y-%m-%d %H:%M:%S"
REJECT_HEADER = ("row", "column", "reason")


def shipments_csv(shipments: Sequence[Shipment], zone: tzinfo) -> bytes:
    """The shipments as the shop's platform takes them in one go: UTF-8 with BOM, one row a parcel.

    The carrier is written by its name, the time (``YYYY-MM-DD HH:MM:SS``) on the wall clock of ``zone``. No
    cell can be run by a spreadsheet.
    """
    rows = (
        (
            one.order,
            one.carrier_name or one.carrier,
            one.waybill,
            one.shipped_at.astimezone(zone).strftime(_TIME),
        )
        for one in shipments
    )
    return _csv(SHIPMENT_HEADER, rows)


def write_rejects(path: Path, rejects: Iterable[Reject], sentence: Callable[[Reject], str]) -> None:
    """Lay beside the file what was not taken of it and why, so that it can be put right and handed in again.

    Args:
        path: the file to write, ``NAME.errors.csv``.
        rejects: what was not taken.
        sentence: says the reason in the worker's language.

    Raises:
        OSError: the file cannot be written.
    """
    rows = ((str(reject.row) if reject.row else "", reject.column, sentence(reject)) for reject in rejects)
    path.write_bytes(_csv(REJECT_HEADER, rows))


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(tuple(neutral(cell) for cell in row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")
