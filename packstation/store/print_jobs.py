"""The book of print jobs: noted before a printer hears of them, and never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from packstation.domain.print_jobs import JobState, PrintJob
from packstation.store.database import Database
from packstation.store.times import from_ms, maybe_from_ms, to_ms

CHANGES: tuple[str, ...] = (
    "ALTER TABLE print_job ADD COLUMN printer TEXT NOT NULL DEFAULT 'label'",
    "ALTER TABLE print_job ADD COLUMN desk TEXT NOT NULL DEFAULT ''",
    "DROP INDEX print_job_open",
    "CREATE INDEX print_job_open ON print_job (id) WHERE state IN ('queued', 'sending')",
    "CREATE INDEX print_job_waybill ON print_job (waybill, id)",
)
"""How the book grew: which printer, which desk, and jobs that wait."""
PAPERS: tuple[str, ...] = ("ALTER TABLE print_job ADD COLUMN what TEXT NOT NULL DEFAULT ''",)
"""How it grew again: slips, pick lists and couriers' lists beside the labels."""

_COLUMNS = (
    "id, order_number, parcel, waybill, state, reason, detail, printer, desk, packer, created_at, "
    "settled_at, what"
)


class PrintJobs:
    """Every label that was ever to be printed."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def add(self, job: PrintJob, at: datetime) -> PrintJob:
        """Note that a label is to be printed, before the printer hears of it; gives the numbered job."""
        self._db.run(
            "INSERT INTO print_job (order_number, parcel, waybill, state, reason, detail, printer, desk, "
            "packer, created_at, what) VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
            (
                job.order, job.parcel, job.waybill, job.state.value, job.reason, job.printer, job.desk,
                job.packer, to_ms(at), job.what,
            ),
        )  # fmt: skip
        return replace(job, id=self._db.new_id(), created_at=at)

    def get(self, job_id: int) -> PrintJob | None:
        """A print job."""
        row = self._db.one(f"SELECT {_COLUMNS} FROM print_job WHERE id = ?", (job_id,))
        return None if row is None else _job(row)

    def open(self) -> tuple[PrintJob, ...]:
        """Jobs that are not over, oldest first."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM print_job WHERE state IN ('queued', 'sending') ORDER BY id"
        )
        return tuple(_job(row) for row in rows)

    def last(self, count: int, order: str = "") -> tuple[PrintJob, ...]:
        """The latest jobs, of one order if it is named; newest first."""
        where, values = ("WHERE order_number = ? ", (order,)) if order else ("", ())
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM print_job {where}ORDER BY id DESC LIMIT ?", (*values, count)
        )
        return tuple(_job(row) for row in rows)

    def of_waybill(self, waybill: str) -> tuple[PrintJob, ...]:
        """All jobs of one label, newest first."""
        rows = self._db.all(
            f"SELECT {_COLUMNS} FROM print_job WHERE waybill = ? ORDER BY id DESC", (waybill,)
        )
        return tuple(_job(row) for row in rows)

    def has_slips(self, order: str) -> bool:
        """Whether slips of an order were ever to be printed."""
        found = "SELECT 1 FROM print_job WHERE order_number = ? AND printer = 'slip' LIMIT 1"
        return self._db.one(found, (order,)) is not None

    def begin(self, job_id: int) -> None:
        """It is being sent from now on: who stops here cannot know what came out."""
        self._db.run("UPDATE print_job SET state = 'sending' WHERE id = ? AND state = 'queued'", (job_id,))

    def settle(self, job_id: int, state: JobState, detail: str, at: datetime) -> None:
        """Write down what became of a job; what is settled stays so."""
        self._db.run(
            "UPDATE print_job SET state = ?, detail = ?, settled_at = ? WHERE id = ? "
            "AND state IN ('queued', 'sending')",
            (state.value, detail, to_ms(at), job_id),
        )

    def prove(self, waybill: str, at: datetime) -> None:
        """A label with this number was scanned on its box: the last job that may have printed it did."""
        row = self._db.one(
            "SELECT max(id) FROM print_job WHERE waybill = ? AND state <> 'failed'", (waybill,)
        )
        if row and row[0]:
            self._db.run(
                "UPDATE print_job SET state = 'printed', detail = '', settled_at = ? WHERE id = ? "
                "AND state <> 'printed'",
                (to_ms(at), row[0]),
            )


def _job(row: tuple[Any, ...]) -> PrintJob:
    number, order, parcel, waybill, state, reason, detail, printer, desk, packer, created, settled, what = row
    return PrintJob(
        number, order, parcel, waybill, JobState(state), reason, detail, printer, desk, packer,
        from_ms(created), maybe_from_ms(settled), what,
    )  # fmt: skip
