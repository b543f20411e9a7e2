"""Print jobs in three steps: fetch what the label shows, draw and send it, write down how it ended.

A job is ``queued`` from the gesture that wanted it, ``sending`` from the moment before the printer could hear
of it. After a stop the first kind surely printed nothing, the second may have: neither is repeated by itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL import Image

from packstation.desk.carrier_documents import CarrierDocuments, key_of
from packstation.desk.clearing import Clearing
from packstation.desk.given_labels import GivenLabels
from packstation.desk.labelling import VERDICT_OF, Labelling
from packstation.desk.paper_jobs import PaperJobs
from packstation.desk.print_task import PrintDone, PrintTask, carry_out
from packstation.desk.workplace import Workplace
from packstation.domain.address import lines_abroad
from packstation.domain.masking import RULED, mask_name, mask_phone
from packstation.domain.order import Asked, Order, Parcel, Receiver
from packstation.domain.print_jobs import LABEL_OF, JobState, Paper, PrintJob
from packstation.domain.scan import Answer, Command, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import BadInput, Refusal
from packstation.platforms.connector import Clear
from packstation.waybill.goods import Goods
from packstation.waybill.label import Label, Party, draw
from packstation.waybill.text import lacking

_MOST_SIGNS = 5
_OWN_WISHES = (Asked.SKU, Asked.SHOP)
"""How goods and shop want to be packed is nothing the buyer reads on the label."""


class Printing:
    """The printers of this desk."""

    def __init__(
        self,
        place: Workplace,
        labelling: Labelling,
        papers: PaperJobs,
        given: GivenLabels,
        carriers: CarrierDocuments,
        clearing: Clearing,
    ) -> None:
        """Print labels, our own, those of ``given`` or the carriers', and the papers of ``papers``."""
        self._place = place
        self._labelling = labelling
        self._papers = papers
        self._given = given
        self._carriers = carriers
        self.clearing = clearing

    def plan(self, job_id: int) -> PrintTask | None:
        """What a queued job prints; from now on it may have been printed, whatever happens.

        None when it is settled or under way already, or its number was voided meanwhile.
        """
        job = self._place.store.print_jobs.get(job_id)
        if job is None or job.state is not JobState.QUEUED:
            return None
        if job.paper is not Paper.LABEL:
            return self._papers.plan(job)
        order = self._place.order(job.order)
        box = next((box for box in order.parcels if box.waybill == job.waybill), None)
        if box is None:
            with self._place.store.transaction():
                self._place.store.print_jobs.settle(
                    job.id, JobState.FAILED, "voided", self._place.clock.now()
                )
            return None
        task = self._task(job, order, box)
        with self._place.store.transaction():
            self._place.store.print_jobs.begin(job.id)
        return task

    def _task(self, job: PrintJob, order: Order, box: Parcel) -> PrintTask:
        """How the label of a box is made: drawn, or its carrier's own where the printer takes no other."""
        printer = self._place.profile.printers[Paper.LABEL]
        if printer.link.own_documents:
            return PrintTask(job, self._carriers.making(order, box), key_of(job), printer)
        suffix = f"-{box.prints + 1}" if box.prints else ""
        is_clear = not self.clearing.keeps_stars(order)
        drawn = self.drawing(order, box, reprint=box.prints, clear=is_clear)
        return PrintTask(job, lambda: (drawn(),), f"{job.waybill}{suffix}", printer)

    def drawing(
        self,
        order: Order,
        box: Parcel,
        *,
        size: tuple[int, int] | None = None,
        dpi: int | None = None,
        reprint: int | None = None,
        clear: bool = False,
    ) -> Callable[[], Image.Image]:
        """What draws the label of a box, from values read here; a label that was given goes before our own.

        Args:
            order: whose box.
            box: the parcel; it has a number.
            size: the stock in mm; None: this desk's.
            dpi: dots an inch; None: this desk's.
            reprint: see ``label``.
            clear: whether a receiver that the platform hides is asked for; then the call is for a worker.
                Else the label bears stars, as everything does that is shown or kept.

        Raises:
            BadInput: only the call: a given label is damaged, gone, or does not fit; the receiver has letters
                that ours cannot show.
            Outage: only the call: the platform does not answer.
            Rejected: only the call: the platform does not tell who gets it.
        """
        options = self._place.options
        stock, dots = size or options.label_size, dpi or options.dpi
        given = self._given.drawing(order, box, stock, dots)
        if given is not None:
            return given
        label = self.label(order, box, reprint=reprint)

        ask = self.clearing.asking(order, box) if clear else None

        def drawn() -> Image.Image:
            _refuse_lacking(label.receiver)
            return draw(label, stock, dots, options.layout)

        def drawn_clear(told: Clear) -> Image.Image:
            seen = self._receiver(told.receiver, is_relayed=told.is_relayed)
            with _unquoted():
                _refuse_lacking(seen)
                return draw(replace(label, receiver=seen), stock, dots, options.layout)

        return drawn if ask is None else lambda: drawn_clear(ask())

    def act(self, task: PrintTask) -> PrintDone:
        """Draw the document and send it; touches neither the database nor the window, never raises."""
        return carry_out(task)

    def queue_of(self, job: PrintJob) -> str:
        """Which printer a job waits for; kinds of documents that share one wait for each other."""
        printer = self._place.profile.printers.get(job.paper)
        return (printer and printer.way) or job.printer

    def settle(self, done: PrintDone) -> Answer:
        """Write down how it ended, and say so."""
        if done.job.paper is not Paper.LABEL:
            return self._papers.settle(done)

        def work() -> Answer:
            known = self._place.store.print_jobs.get(done.job.id)
            if known is not None and known.state is JobState.PRINTED:
                # the label was scanned on its box before the printer had said all it knew
                facts = {"waybill": done.job.waybill}
                return self._place.answer("", Verdict.LABEL_PRINTED, self._place.order(known.order), facts)
            order, events = self._labelling.settle(done.job, done.outcome, done.detail)
            told = {**_facts(done), "again": _printing_again(order, done.job)}
            if done.outcome is JobState.PRINTED and self.clearing.keeps_stars(order):
                told["also"] = "label-starred"
            answer = self._place.answer("", VERDICT_OF[LABEL_OF[done.outcome]], order, told)
            return replace(answer, events=tuple(events))

        return self._place.perform("print", "", work)

    def recover(self) -> int:
        """After a start: what was being sent may have come out, what waited did not; gives how many."""
        jobs = self._place.store.print_jobs.open()
        for job in jobs:
            if job.state is JobState.QUEUED:
                self.settle(PrintDone(job, JobState.FAILED, "stopped-before"))
            else:
                self.settle(PrintDone(job, JobState.UNKNOWN, "stopped-while"))
        return len(jobs)

    def cancel(self, job_id: int) -> Answer:
        """A label that waits for its printer is not printed after all; one under way cannot be stopped."""
        job = self._place.store.print_jobs.get(job_id)
        if job is not None and job.state is JobState.QUEUED:
            return self.settle(PrintDone(job, JobState.FAILED, "cancelled"))

        def refuse() -> Answer:
            raise Refusal(Verdict.NOT_READY, order=job.order if job else None, missing="job-not-queued")

        return self._place.gesture("cancel-print", refuse)

    def jobs(self, count: int, order: str = "") -> tuple[PrintJob, ...]:
        """The latest print jobs, of one order if it is named; newest first."""
        return self._place.store.print_jobs.last(count, order)

    def queued(self, jobs: tuple[int, ...]) -> tuple[PrintJob, ...]:
        """Those of these jobs that wait for their printer."""
        found = (self._place.store.print_jobs.get(job) for job in jobs)
        return tuple(job for job in found if job is not None and job.state is JobState.QUEUED)

    def image(self, number: str, parcel: int = 1) -> Image.Image | None:
        """The label as it would be printed, with the platform's stars; None: the parcel has no number yet."""
        order = self._place.order(number)
        box = next((box for box in order.parcels if box.parcel == parcel and box.waybill), None)
        if box is None:
            return None
        return self.drawing(order, box)()

    def label(self, order: Order, box: Parcel, reprint: int | None = None) -> Label:
        """What the label of a box says: the one that is on it, or the one printed next with its count."""
        place = self._place
        carrier = place.store.catalogue.carrier(box.carrier)
        products = place.store.catalogue.products(line.sku for line in order.lines)
        receiver = order.receiver
        basket = place.store.batches.of(order.number)
        return Label(
            carrier=carrier.name if carrier and carrier.name else box.carrier,
            number=box.waybill,
            receiver=self._receiver(receiver),
            sender=self._sender(order),
            printed_at=place.clock.now().astimezone(place.options.zone),
            sort_code=order.sort_code or _sort_code(receiver, carrier.sort_codes if carrier else ()),
            destination=f"{receiver.city or receiver.province} {receiver.district}".strip(),
            goods=tuple(
                Goods(line.title or line.sku, line.spec, units)
                for name, units in box.contents
                for line in order.lines
                if line.line == name
            ),
            wishes=tuple(wish.text for wish in order.wishes if wish.source not in _OWN_WISHES),
            order_number=order.number,
            page=order.parcels.index(box) + 1,
            pages=len(order.parcels),
            weight_g=box.weight_g,
            carton=box.carton or None,
            desk=place.desk_name,
            reprint=max(box.prints - 1, 0) if reprint is None else reprint,
            traits=tuple(dict.fromkeys(trait for product in products.values() for trait in product.traits)),
            slot=basket.slot if basket else 0,
        )

    def _receiver(self, receiver: Receiver, *, is_relayed: bool = False) -> Party:
        """Who gets it; masked where the shop wants that, but for a phone that is nobody's own.

        The rule of the e-waybill is one for parcels inside China; abroad nobody delivers to stars.
        """
        address = address_of(receiver)
        if self._place.options.mask_labels and not receiver.country:
            phone = receiver.phone if is_relayed else mask_phone(receiver.phone, hide=RULED)
            return Party(mask_name(receiver.name), phone, address)
        return Party(receiver.name, receiver.phone, address)

    def _sender(self, order: Order) -> Party:
        sender = self._place.options.sender
        country = sender.country if order.receiver.country else ""
        return Party(sender.name or order.shop, sender.phone, tuple(filter(None, (sender.address, country))))


def address_of(receiver: Receiver) -> tuple[str, ...]:
    """The address line by line: down to the town, then the street; abroad from street to country."""
    if receiver.country:
        return lines_abroad(receiver)
    region = " ".join(
        part for part in (receiver.province, receiver.city, receiver.district, receiver.town) if part
    )
    return tuple(line for line in (region, receiver.detail) if line)


def _refuse_lacking(receiver: Party) -> None:
    """A name or address with crossed boxes in it finds nobody.

    Raises:
        BadInput: the typeface lacks letters of it.
    """
    signs = lacking("".join((receiver.name, receiver.phone, *receiver.address)))
    if signs:
        shown = (sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs[:_MOST_SIGNS])
        raise BadInput("label-signs", signs=" ".join(shown))


@contextlib.contextmanager
def _unquoted() -> Iterator[None]:
    """Whatever goes wrong with a label in clear is told without a word of what stands on it.

    Raises:
        BadInput: the label cannot be drawn.
    """
    try:
        yield
    except BadInput as error:
        if error.reason != "label-signs":
            raise
        raise BadInput("clear-signs") from None
    except Exception as error:  # noqa: BLE001  (its words may be those of the label)
        raise BadInput("label-not-drawn", detail=type(error).__name__) from None


def _sort_code(receiver: Receiver, codes: tuple[tuple[str, str], ...]) -> str:
    """The sort code of the longest start of the address that the carrier named."""
    address = f"{receiver.province}{receiver.city}{receiver.district}{receiver.town}{receiver.detail}"
    city = address.removeprefix(receiver.province)
    fits = [(start, code) for start, code in codes if address.startswith(start) or city.startswith(start)]
    return max(fits, key=lambda fit: len(fit[0]))[1] if fits else ""


def _facts(done: PrintDone) -> dict[str, object]:
    """What is told of how a job ended: ``missing`` is the short word for it in the journal."""
    facts: dict[str, object] = {"waybill": done.job.waybill, "job": done.job.id}
    if done.outcome is JobState.SENT:
        facts["missing"] = "sent"
    trouble = Trouble.of_text(done.detail)
    if trouble is not None:
        facts |= {"missing": trouble.reason, "trouble": trouble}
    return facts


def _printing_again(order: Order, job: PrintJob) -> str:
    """The code that prints the label again: an earlier print-out of it may be on the box."""
    box = next((box for box in order.parcels if box.parcel == job.parcel), None)
    return Command.REPRINT if box and box.may_bear_label else Command.PRINT
