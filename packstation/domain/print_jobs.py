"""Print jobs: one document each, and what is truly known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from packstation.domain.order import Printed


class JobState(StrEnum):
    """How far a print job is.

    ``queued``: nothing left the desk yet. ``sending``: under way, or the program was stopped just then.
    ``sent``: every byte is out, but the printer cannot say more. ``unknown``: only a person can tell.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Paper(StrEnum):
    """Kinds of documents; each may have a printer of its own at a desk."""

    LABEL = "label"
    SLIP = "slip"
    PICK = "pick"
    MANIFEST = "manifest"


OPEN = frozenset({JobState.QUEUED, JobState.SENDING})
"""Not over yet."""

LABEL_OF = {
    JobState.QUEUED: Printed.SENDING,
    JobState.SENDING: Printed.SENDING,
    JobState.SENT: Printed.PRINTED,
    JobState.PRINTED: Printed.PRINTED,
    JobState.FAILED: Printed.FAILED,
    JobState.UNKNOWN: Printed.UNKNOWN,
}
"""What a job means for its box: one that was sent counts as a label; its closing scan proves it."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One label or paper to be printed once.

    Attributes:
        id: 0 until it is noted.
        order: the order's number; empty for papers of several orders.
        parcel: which of its boxes; 0 for papers.
        waybill: the number on the label; empty for papers.
        state: how far it is.
        reason: why it is printed: ``packed``, ``asked``, or the reason of a reprint.
        detail: why it did not come out (see ``domain.trouble``); empty where nothing is wrong.
        printer: the kind of document, and so which of the desk's printers (see `Paper`).
        what: of a paper: which slip, batch or manifest.
        desk: which desk wanted it.
        packer: whose badge was logged in.
        created_at: when it was noted (UTC).
        settled_at: when it was known how it ended (UTC).
    """

    id: int
    order: str
    parcel: int
    waybill: str
    state: JobState = JobState.QUEUED
    reason: str = ""
    detail: str = ""
    printer: str = "label"
    desk: str = ""
    packer: str = ""
    created_at: datetime | None = None
    settled_at: datetime | None = None
    what: str = ""

    @property
    def paper(self) -> Paper:
        """What kind of document it is."""
        return Paper(self.printer)


def label_before(jobs: tuple[PrintJob, ...]) -> Printed:
    """What was known of a label before its last print-out failed, by its earlier jobs."""
    states = {job.state for job in jobs}
    if states & {JobState.PRINTED, JobState.SENT}:
        return Printed.PRINTED
    return Printed.UNKNOWN if JobState.UNKNOWN in states else Printed.FAILED
