"""Papers on their printers: slips that go into boxes, pick lists, the lists couriers sign."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from packstation.desk.box_papers import BoxPapers, Kind
from packstation.desk.handing_over import HandingOver
from packstation.desk.pick_paper import pick_paper
from packstation.desk.picking import Picking
from packstation.desk.print_task import Draw, PrintDone, PrintTask
from packstation.desk.workplace import Workplace
from packstation.domain.print_jobs import JobState, Paper, PrintJob
from packstation.domain.scan import Answer, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import BadInput, PackstationError, Refusal
from packstation.printers.printer import Printer
from packstation.waybill.gift_note import draw_gift_note
from packstation.waybill.pick_list import pick_list_pages
from packstation.waybill.table_paper import draw_table_paper


class PaperJobs:
    """One job a paper, in the same book as the labels and as careful: nothing is printed twice by itself."""

    def __init__(
        self, place: Workplace, picking: Picking, handing_over: HandingOver, box_papers: BoxPapers
    ) -> None:
        """Print what these know of."""
        self._place = place
        self._picking = picking
        self._handing_over = handing_over
        self._box_papers = box_papers

    def is_printed(self, paper: Paper) -> bool:
        """Whether this desk has a printer for such papers."""
        return paper in self._place.profile.printers

    def print(self, paper: Paper, what: str, order: str = "") -> Answer:
        """Set a paper going.

        Args:
            paper: which kind of document.
            what: which slip (see ``box_papers.Kind``), the number of a batch or of a manifest; empty: the
                pick list of one order.
            order: whose slip or pick list.
        """
        return self._place.gesture("paper", lambda: self._going(paper, what, order))

    def again(self, job_id: int) -> Answer:
        """A paper that did not come out, or was lost, is printed once more."""

        def work() -> Answer:
            job = self._place.store.print_jobs.get(job_id)
            if job is None or job.paper is Paper.LABEL:
                raise Refusal(Verdict.NOT_READY, order=job.order if job else None, missing="reprint-label")
            if job.state in (JobState.QUEUED, JobState.SENDING):
                raise Refusal(Verdict.NOT_READY, order=job.order or None, missing="printing")
            return self._going(job.paper, job.what, job.order)

        return self._place.gesture("paper", work)

    def _going(self, paper: Paper, what: str, order: str) -> Answer:
        place = self._place
        if not self.is_printed(paper):
            raise Refusal(
                Verdict.NOT_READY, order=order or None, missing="no-paper-printer", paper=paper.value
            )
        job = place.note_job(PrintJob(0, order, 0, "", reason="asked", printer=paper.value, what=what))
        facts = {"missing": "paper-going", "paper": paper.value}
        answer = place.answer("", Verdict.COMMAND_OK, place.order(order) if order else None, facts)
        return replace(answer, jobs=(job.id,))

    # --- plan and settle; in between a worker draws and sends

    def plan(self, job: PrintJob) -> PrintTask | None:
        """What a queued paper looks like now; None where it cannot be printed any more, which is noted."""
        place = self._place
        printer = place.profile.printers.get(job.paper)
        try:
            if printer is None:
                raise BadInput("no-paper-printer", paper=job.paper.value, kind=job.paper.value)
            draw, name = self._drawing(job, printer)
        except PackstationError as error:
            self.settle(PrintDone(job, JobState.FAILED, Trouble(error.reason, error.data).as_text()))
            return None
        with place.store.transaction():
            place.store.print_jobs.begin(job.id)
        return PrintTask(job, draw, name, printer)

    def _drawing(self, job: PrintJob, printer: Printer) -> tuple[Draw, str]:
        say = self._place.profile.says[job.paper]
        match job.paper:
            case Paper.SLIP:
                return self._slip(job, printer), f"{job.what}-{job.order}"
            case Paper.MANIFEST:
                handover = self._handing_over.handover(int(job.what))
                if handover is None:
                    raise Refusal(Verdict.NOT_READY, missing="no-manifest")
                table = self._box_papers.manifest(handover, say)
                return partial(draw_table_paper, table, printer.size_mm, printer.dpi), f"manifest-{job.what}"
            case _:
                picking = self._picking
                picks = picking.of_batch(int(job.what)) if job.what else picking.of_order(job.order)
                paper = pick_paper(picks, say, self._place.options.zone)
                draw = partial(pick_list_pages, paper, printer.size_mm)
                return draw, f"picklist-{job.what or job.order}"

    def _slip(self, job: PrintJob, printer: Printer) -> Draw:
        """The pages of a slip are drawn by the worker; what stands on them is read here."""
        order = self._place.order(job.order)
        say = self._place.profile.to_buyer(order.shop_id)
        if job.what == Kind.GIFT:
            note = self._box_papers.gift_note(order, say)
            return lambda: (draw_gift_note(note, printer.size_mm, printer.dpi),)
        table = self._box_papers.paper(order, Kind(job.what), say)
        return partial(draw_table_paper, table, printer.size_mm, printer.dpi)

    def settle(self, done: PrintDone) -> Answer:
        """Write down how it ended, and say so; no order changes by it."""
        place, job = self._place, done.job

        def work() -> Answer:
            place.store.print_jobs.settle(job.id, done.outcome, done.detail, place.clock.now())
            is_out = done.outcome in (JobState.PRINTED, JobState.SENT)
            reason = "out" if is_out else done.outcome.value
            facts = {
                "missing": f"paper-{reason}",
                "paper": job.paper.value,
                "trouble": Trouble.of_text(done.detail),
            }
            order = place.store.orders.get(job.order) if job.order else None
            return place.answer("", Verdict.COMMAND_OK if is_out else Verdict.NOT_READY, order, facts)

        return place.perform("print", "", work)
