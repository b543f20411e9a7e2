"""What the command barcodes do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from packstation.desk.boxing import Boxing
from packstation.desk.handing_over import HandingOver
from packstation.desk.labelling import Labelling
from packstation.desk.quality import Quality
from packstation.desk.reviewing import Reviewing
from packstation.desk.shipping import Shipping
from packstation.desk.trial_print import TrialPrint
from packstation.desk.weighing import Weighing
from packstation.desk.wishing import TickList
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel, place_of
from packstation.domain.order import Order, Printed, State, Step
from packstation.domain.parcels import without_last_choices
from packstation.domain.scan import Answer, Command, Verdict
from packstation.errors import Refusal

DEFAULT_HOLD = "at-desk"
_TAKEN_BACK = {"pass": "quality", "move": "moved", "split": "moved"}
"""Which sentence says what was taken back, where it is not a unit."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Those at the desk to whom commands are passed on."""

    quality: Quality
    boxing: Boxing
    weighing: Weighing
    wishes: TickList
    handing_over: HandingOver
    trial: TrialPrint


class Commands:
    """One method a command."""

    def __init__(
        self,
        place: Workplace,
        labelling: Labelling,
        shipping: Shipping,
        reviewing: Reviewing,
        parts: Parts,
    ) -> None:
        """Work at this desk."""
        self._place = place
        self._labelling = labelling
        self._parts = parts
        self._plain: dict[Command, Callable[[str], Answer]] = {
            Command.UNDO: self._undo,
            Command.HOLD: lambda code: reviewing.hold(code, DEFAULT_HOLD, None),
            Command.EXIT: self._leave,
            Command.PASS: parts.quality.passed,
            Command.FAIL: parts.quality.failed,
            Command.TICK: parts.wishes.tick,
            Command.PRINT: labelling.print_open,
            Command.REPRINT: lambda code: labelling.reprint(code, "asked"),
            Command.VOUCH: parts.weighing.vouched,
            Command.NEXT_BOX: parts.boxing.next_box,
            Command.SHIP: shipping.ship_unscanned,
            Command.HANDOVER: parts.handing_over.start,
            Command.HANDED: parts.handing_over.finish,
        }
        self._taking: dict[Command, Callable[[str, str], Answer]] = {
            Command.BOX: parts.boxing.carton,
            Command.PARCEL: lambda code, number: parts.boxing.choose(code, int(number)),
            Command.QUANTITY: lambda code, count: self._quantity(code, int(count)),
            Command.WEIGHT: lambda code, grams: parts.weighing.weighed(code, int(grams), "code"),
            Command.USER: self.log_in,
            Command.COURIER: parts.handing_over.start,
            Command.PROOF: parts.trial.prove,
            Command.DESK: self._profile,
        }

    def run(self, code: str, command: Command, argument: str) -> Answer:
        """Carry out a scanned command."""
        taking = self._taking.get(command)
        return self._plain[command](code) if taking is None else taking(code, argument)

    def knows(self, command: Command, argument: str) -> bool:
        """Whether the argument names something here; a product code may begin like a command."""
        if command is Command.BOX:
            return self._place.store.catalogue.carton(argument) is not None
        if command is Command.USER and self._place.store.people.anyone_registered():
            return self._place.store.people.person(argument) is not None
        return True

    def _leave(self, code: str) -> Answer:
        """PKEXIT: the order stays as it is, the desk is free; works for any order."""
        order = self._place.open_order()
        self._place.put_down(None)
        return self._place.answer(code, Verdict.LEFT, order)

    def _undo(self, code: str) -> Answer:
        """PKUNDO: the last gesture on the goods is taken back; a box closed since is opened again."""
        if self._place.desk().order is None:
            raise Refusal(Verdict.NOTHING_TO_UNDO)
        old = self._place.workable_order()
        if not old.trail or old.state not in (State.PACKING, State.PACKED, State.LABELLED):
            raise Refusal(Verdict.NOTHING_TO_UNDO, order=old.number)
        if any(box.label is Printed.SENDING for box in old.parcels):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="printing")
        facts: dict[str, object] = {}
        if old.live_waybills:
            facts = {"waybill": "、".join(old.live_waybills), "also": "tear-off"}
        # a box chosen since it was closed is no reason to give its label up
        closed = old if old.state is State.PACKING else without_last_choices(old)
        order, step = verbs.undo(self._labelling.reopened(closed))
        self._place.save(old, order)
        return self._undone(code, order, step, facts)

    def _undone(self, code: str, order: Order, step: Step, facts: dict[str, object]) -> Answer:
        """What was taken back, in words' data."""
        if step.kind in ("wish", "drop"):
            facts |= {"missing": "wish" if step.kind == "wish" else "dropped", "wish": step.target}
            return self._place.answer(code, Verdict.UNDONE, order, facts)
        if step.kind == "parcel":
            facts |= {"missing": "chosen", "parcel": place_of(order, current_parcel(order).parcel)}
            return self._place.answer(code, Verdict.UNDONE, order, facts)
        line = order.line_of(step.target)
        facts |= {"title": line.title or line.sku, "missing": _TAKEN_BACK.get(step.kind)}
        if step.kind in ("move", "split"):
            facts |= {"units": step.amount, "parcel": place_of(order, int(step.mark))}
        answer = self._place.answer(code, Verdict.UNDONE, order, facts)
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def _quantity(self, code: str, amount: int) -> Answer:
        """PKQTY…: the next unit scanned counts this many."""
        desk = self._place.desk()
        self._place.put_desk(replace(desk, next_amount=amount))
        order = self._place.order(desk.order) if desk.order else None
        return self._place.answer(code, Verdict.COMMAND_OK, order, {"missing": "quantity", "amount": amount})

    def log_in(self, code: str, badge: str) -> Answer:
        """PKUSER…: whoever wears this badge works here from now on."""
        people = self._place.store.people
        person = people.person(badge)
        if person is None and people.anyone_registered():
            raise Refusal(Verdict.UNKNOWN_CODE, missing="badge")
        desk = self._place.desk()
        self._place.put_desk(replace(desk, packer=person.badge if person else badge))
        order = self._place.order(desk.order) if desk.order else None
        return self._place.answer(code, Verdict.LOGGED_IN, order, {"name": person.name if person else badge})

    def _profile(self, code: str, name: str) -> Answer:
        """PKDESK…: this computer is another desk now; an order left open stays on the old one."""
        place = self._place
        place.become(name)
        number = place.desk().order
        order = place.order(number) if number else None
        return place.answer(code, Verdict.COMMAND_OK, order, {"missing": "desk", "desk": place.desk_name})
