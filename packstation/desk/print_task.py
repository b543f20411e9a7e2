"""One document on its way to a printer: what a worker is given, and what it brings back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from packstation.domain.print_jobs import JobState, PrintJob
from packstation.domain.trouble import Trouble
from packstation.errors import PackstationError
from packstation.printers.printer import Printer
from packstation.waybill.carrier_document import CarrierDocument

Draw = Callable[[], Sequence[Image.Image] | CarrierDocument]
"""Draws the pages from frozen values, 1 bit a dot, for this printer; or gives a carrier's own label."""


@dataclass(frozen=True, slots=True)
class PrintTask:
    """Everything a worker needs to print one document."""

    job: PrintJob
    draw: Draw
    name: str
    printer: Printer


@dataclass(frozen=True, slots=True)
class PrintDone:
    """How printing ended."""

    job: PrintJob
    outcome: JobState
    detail: str


def carry_out(task: PrintTask) -> PrintDone:
    """Draw the document and send it; touches neither the database nor the window, never raises."""
    try:
        pages = task.draw()
    except PackstationError as error:
        return PrintDone(task.job, JobState.FAILED, Trouble(error.reason, error.data).as_text())
    except Exception as error:  # noqa: BLE001  (any trouble while drawing means: nothing was printed)
        return PrintDone(
            task.job, JobState.FAILED, Trouble("label-not-drawn", {"detail": str(error)}).as_text()
        )
    try:
        outcome, detail = task.printer.print(pages, task.name)
    except Exception as error:  # noqa: BLE001  (any other trouble may have come after the first byte)
        return PrintDone(task.job, JobState.UNKNOWN, Trouble("print-unsure", {"error": str(error)}).as_text())
    return PrintDone(task.job, JobState(outcome.value), detail)
