"""From the closed box to the label: a number taken once, a print job noted before the printer hears.

Plan, act, settle: ``advance`` and ``print_open`` note the intent in the gesture's own transaction;
``Printing`` draws and sends in a worker and writes down how it ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from packstation.desk.booking import Numbers
from packstation.desk.carrier_choice import Choosing
from packstation.desk.gate_book import Step
from packstation.desk.gating import ASKING, ask_before
from packstation.desk.number_keeping import released
from packstation.desk.packaging import uncartoned, wanted_carton, with_also
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel, is_unweighed, parcel_of, place_of
from packstation.domain.leaving import fit_to_go_on, needs_new_label
from packstation.domain.order import Order, Printed, State
from packstation.domain.print_jobs import LABEL_OF, JobState, Paper, PrintJob, label_before
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.weight_doubts import doubted
from packstation.errors import Refusal


@dataclass(slots=True)
class Advanced:
    """How far an order got by itself."""

    order: Order
    events: list[Event] = field(default_factory=list)
    jobs: tuple[int, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    asks: tuple[int, ...] = ()
    gates: tuple[int, ...] = ()


class Labelling:
    """Numbers and labels of the order on the desk."""

    def __init__(self, place: Workplace) -> None:
        """Work at this desk."""
        self._place = place
        self.choosing = Choosing(place)
        self.numbers = Numbers(place, self.choosing)

    def advance(self, order: Order) -> Advanced:
        """Close the box if nothing is missing, and set its label going if the desk prints by itself."""
        done = Advanced(order)
        if order.state is not State.PACKING or not order.is_ready_to_pack or order.recall:
            return done
        done.facts = self.lacking(order)
        if done.facts:
            return done
        done.order = verbs.pack(order)
        done.events.append(Event.PACKED)
        if done.order.may_bear_label:
            self._keep_labels(done)
        elif self._place.options.print_when_packed:
            self._print_packed(done)
        return done

    def advanced(
        self, code: str, verdict: Verdict, old: Order, order: Order, facts: dict[str, object]
    ) -> Answer:
        """The answer, with whatever closes the box by itself now."""
        done = self.advance(order)
        self._place.save(old, done.order)
        answer = self._place.answer(code, verdict, done.order, with_also(facts, done.facts))
        return replace(answer, events=tuple(done.events), jobs=done.jobs, asks=done.asks, gates=done.gates)

    def lacking(self, order: Order) -> dict[str, object]:
        """What to say of the carton or weight without which no label comes; nothing where none is missing.

        The carton comes first: its weight belongs to that of the box.
        """
        if doubted(order):
            return {"also": "weight-off"}
        lacking = wanted_carton(self._place, order)
        if lacking or not self.lacks_weight(order):
            return lacking
        if not current_parcel(order).contents or current_parcel(order).weight_g is not None:
            other = next(box for box in order.parcels if box.contents and box.weight_g is None)
            return {"also": "weigh-of", "other_box": place_of(order, other.parcel)}
        return {"also": "weigh"}

    def lacks_weight(self, order: Order) -> bool:
        """Whether a box must still be weighed before it may have a label."""
        return self._place.options.weigh and is_unweighed(order)

    def _keep_labels(self, done: Advanced) -> None:
        """An order put aside with its label on gets no second one; only boxes without get theirs."""
        if all(box.label is Printed.PRINTED and box.waybill for box in done.order.parcels):
            done.order = verbs.label(done.order)
        elif self._place.options.print_when_packed:
            self._print_packed(done)

    def _print_packed(self, done: Advanced) -> None:
        """Take numbers and note the print jobs; without numbers the box waits for PKPRINT.

        Where the platform is asked first, the rest follows by itself when it has answered.
        """
        gates = self._gates(done.order, lambda: self.print_open("", "packed"))
        if gates is not None:
            done.gates, done.facts = gates, {"also": ASKING}
            return
        try:
            with self._place.store.transaction():  # a savepoint: numbers taken for some boxes only go back
                going = self.set_going(done.order, "packed", unlabelled(done.order))
        except Refusal as refusal:
            done.events.append(Event.LABEL_FAILED)
            done.facts = {
                "also": refusal.data.get("missing") or refusal.reason,
                "carrier": refusal.data.get("carrier"),
                "carriers_out": refusal.data.get("carriers_out"),
            }
        else:
            done.order, done.jobs, done.asks, done.facts = going.order, going.jobs, going.asks, going.facts

    def go_on(self, done: Advanced) -> None:
        """A closed box gets its label once all that was too much is out, if the desk prints by itself."""
        order = done.order
        is_bare = order.state is State.PACKED and not (order.may_bear_label or order.live_waybills)
        is_ready = is_bare and order.is_ready_to_pack and not order.recall and not self.lacking(order)
        if is_ready and self._place.options.print_when_packed:
            self._print_packed(done)

    def _gates(
        self, order: Order, again: Callable[[], Answer], *, anew: bool = False
    ) -> tuple[int, ...] | None:
        """Gates before a number is taken; None where none is, or the platform need not be asked.

        ``anew``: numbers are given up for new ones.
        """
        if not anew and all(box.waybill for box in order.parcels):
            return None
        return ask_before(self._place, Step.NUMBER, order, again)

    def gated(
        self, code: str, old: Order, order: Order, again: Callable[[], Answer], *, anew: bool = False
    ) -> Answer | None:
        """The answer while the platform is asked before this order's numbers are taken; None: take them.

        Args:
            code: what was scanned.
            old: the order as it was.
            order: as it is to be kept meanwhile.
            again: the gesture that goes on by itself.
            anew: numbers it has are given up for new ones.
        """
        gates = self._gates(order, again, anew=anew)
        if gates is None:
            return None
        self._place.save(old, order)
        answer = self._place.answer(code, Verdict.COMMAND_OK, order, {"missing": ASKING})
        return replace(answer, gates=gates)

    def set_going(self, order: Order, reason: str, boxes: set[int]) -> Advanced:
        """Every box has its number, or its carrier is noted to be asked; these boxes have a noted print job.

        Raises:
            Refusal: no carrier that may take it has numbers left.
        """
        numbered = self.numbers.number(order)
        order, jobs = self.jobs(numbered.order, reason, boxes)
        return Advanced(order, jobs=jobs, asks=numbered.asks, facts=numbered.facts)

    def jobs(self, order: Order, reason: str, boxes: set[int]) -> tuple[Order, tuple[int, ...]]:
        """A noted print job for those of these boxes that have a number."""
        jobs = []
        for box in order.parcels:
            if box.parcel not in boxes or not box.waybill:
                continue
            order = verbs.note_label(order, box.parcel, Printed.SENDING)
            job = PrintJob(0, order.number, box.parcel, box.waybill, reason=reason)
            jobs.append(self._place.note_job(job).id)
        return order, (*jobs, *(self._slips(order.number) if jobs else ()))

    def _slips(self, number: str) -> tuple[int, ...]:
        """Slips that are printed with the first label of an order, where there is a printer for them."""
        place = self._place
        wanted = place.options.slips
        if not wanted or Paper.SLIP not in place.profile.printers or place.store.print_jobs.has_slips(number):
            return ()
        slips = (
            PrintJob(0, number, 0, "", reason="packed", printer=Paper.SLIP, what=what) for what in wanted
        )
        return tuple(place.note_job(slip).id for slip in slips)

    def reopened(self, order: Order) -> Order:
        """The order in packing again, without a number; its label must be torn off."""
        if order.live_waybills and order.state is not State.PACKING:
            order = self.void(order)
        return verbs.reopen(order) if order.state is State.PACKED else order

    # --- asked for by the worker
    # --------------------------------------------------------------------------------

    def print_open(self, code: str, reason: str = "asked") -> Answer:
        """PKPRINT: labels where none may exist yet; closes a box that lacks nothing any more."""
        old = self._place.open_order()
        order = self.closed(old)
        not_underway(order)
        if any(box.label is Printed.UNKNOWN for box in order.parcels):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="label-unknown")
        is_anew = needs_new_label(order)
        asking = self.gated(code, old, order, lambda: self.print_open(code, reason), anew=is_anew)
        if asking:
            return asking
        if is_anew:
            order = released(self._place, order)
        return self.going(code, old, self.set_going(order, reason, unlabelled(order)), {})

    def going(self, code: str, old: Order, going: Advanced, facts: dict[str, object]) -> Answer:
        """The answer while labels are on their way, or their numbers are."""
        place = self._place
        place.save(old, going.order)
        said = {"missing": "booking" if going.asks else "printing", **with_also(going.facts, facts)}
        answer = place.answer(code, Verdict.COMMAND_OK, going.order, said)
        return replace(answer, jobs=going.jobs, asks=going.asks)

    def closed(self, old: Order) -> Order:
        """The order with its boxes closed, ready for numbers and labels.

        Raises:
            Refusal: it cannot be worked on, or something is missing before that.
        """
        fit_to_go_on(old)
        if doubted(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight-off")
        if old.is_ready_to_pack and uncartoned(self._place, old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="carton", **self.lacking(old))
        if old.is_ready_to_pack and self.lacks_weight(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight")
        order = verbs.pack(old) if old.state is State.PACKING and old.is_ready_to_pack else old
        if order.state is State.LABELLED:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="already-printed")
        if order.state is not State.PACKED or not order.is_ready_to_pack:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing=verbs.missing(old), wish=_wish(old))
        return order

    def reprint(self, code: str, reason: str, parcel: int = 0) -> Answer:
        """PKREPRINT: the same label once more; a new one after a changed address or carrier.

        Of several boxes the one that is named; else those whose label is not known to be there, and all of
        them where every one is. Of a new number every box gets its label.
        """
        place = self._place
        old = place.open_order()
        fit_to_go_on(old)
        if old.state not in (State.PACKED, State.LABELLED) or not old.live_waybills or not old.is_counted:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing=verbs.missing(old), wish=_wish(old))
        not_underway(old)
        if doubted(old):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight-off")
        is_anew = needs_new_label(old)
        asking = self.gated(code, old, old, lambda: self.reprint(code, reason, parcel), anew=is_anew)
        if asking:
            return asking
        order = released(place, old) if is_anew else old
        parcel = 0 if is_anew else parcel
        doubtful = {box.parcel for box in order.parcels if box.label is not Printed.PRINTED}
        boxes = {parcel} if parcel else doubtful or {box.parcel for box in order.parcels}
        return self.going(code, old, self.set_going(order, reason, boxes), {"reason": reason})

    def void(self, order: Order) -> Order:
        """Give the order's numbers up for good, so that the torn-off label can never ship anything."""
        self._place.give_up(order.live_waybills)
        return verbs.void(order)

    def settle(self, job: PrintJob, state: JobState, detail: str) -> tuple[Order, list[Event]]:
        """Write down how a print job ended; the last printed label makes the order labelled.

        A job whose number was voided, or whose label was scanned meanwhile, changes nothing on the order.
        """
        place = self._place
        place.store.print_jobs.settle(job.id, state, detail, place.clock.now())
        outcome = LABEL_OF[state]
        old = place.order(job.order)
        box = parcel_of(old, job.parcel)
        if box.waybill != job.waybill or box.label is not Printed.SENDING:
            return old, []
        earlier = tuple(one for one in place.store.print_jobs.of_waybill(job.waybill) if one.id != job.id)
        order = verbs.note_label(old, job.parcel, outcome, label_before(earlier))
        order = self.label_if_all_printed(order)
        place.save(old, order)
        return order, [_EVENT_OF[outcome]]

    def label_if_all_printed(self, order: Order) -> Order:
        """The order is labelled once every box has its label."""
        if order.state is State.PACKED and all(box.label is Printed.PRINTED for box in order.parcels):
            return verbs.label(order)
        return order


_EVENT_OF = {
    Printed.PRINTED: Event.LABEL_PRINTED,
    Printed.FAILED: Event.LABEL_FAILED,
    Printed.UNKNOWN: Event.LABEL_UNKNOWN,
}
VERDICT_OF: dict[Printed, Verdict] = {
    Printed.PRINTED: Verdict.LABEL_PRINTED,
    Printed.FAILED: Verdict.LABEL_FAILED,
    Printed.UNKNOWN: Verdict.LABEL_UNKNOWN,
}


def unlabelled(order: Order) -> set[int]:
    """Boxes on which no label can be."""
    return {box.parcel for box in order.parcels if not box.may_bear_label}


def not_underway(order: Order) -> None:
    """Stop while a label is on its way to the printer."""
    if any(box.label is Printed.SENDING for box in order.parcels):
        raise Refusal(Verdict.NOT_READY, order=order.number, missing="printing")


def _wish(order: Order) -> str:
    return order.open_wishes[0].text if order.open_wishes else ""
