"""What the command barcodes do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packstation.desk.labelling import Labelling
from packstation.desk.reviewing import Reviewing
from packstation.desk.shipping import Shipping
from packstation.desk.workplace import Workplace
from packstation.domain import verbs
from packstation.domain.boxes import current_parcel
from packstation.domain.intake import Carton
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, Printed, State, Step
from packstation.domain.scan import Answer, Command, Verdict
from packstation.errors import Refusal
from packstation.store.stock import Move

DEFAULT_HOLD = "at-desk"


class Commands:
    """One method a command."""

    def __init__(
        self, place: Workplace, reviewing: Reviewing, labelling: Labelling, shipping: Shipping
    ) -> None:
        """Work at this desk."""
        self._place = place
        self._reviewing = reviewing
        self._labelling = labelling
        self._shipping = shipping
        self._plain: dict[Command, Callable[[str], Answer]] = {
            Command.UNDO: self._undo,
            Command.HOLD: lambda code: reviewing.hold(code, DEFAULT_HOLD, None),
            Command.EXIT: self._leave,
            Command.PASS: self._pass,
            Command.FAIL: self.fail,
            Command.TICK: self.tick,
            Command.PRINT: labelling.print_open,
            Command.REPRINT: lambda code: labelling.reprint(code, "asked"),
            Command.NEXT_BOX: self._next_box,
            Command.SHIP: shipping.ship_unscanned,
        }

    def run(self, code: str, command: Command, argument: str) -> Answer:
        """Carry out a scanned command."""
        match command:
            case Command.BOX:
                return self.carton(code, argument)
            case Command.QUANTITY:
                return self._quantity(code, int(argument))
            case Command.WEIGHT:
                return self.weigh(code, int(argument), "code")
            case Command.USER:
                return self.log_in(code, argument)
            case Command.DESK:
                return self._profile(code, argument)
            case _:
                return self._plain[command](code)

    def knows(self, command: Command, argument: str) -> bool:
        """Whether the argument names something here; a product code may begin like a command."""
        if command is Command.BOX:
            return self._place.store.catalogue.carton(argument) is not None
        if command is Command.USER and self._place.store.people.anyone_registered():
            return self._place.store.people.person(argument) is not None
        return True

    def _workable(self) -> Order:
        """The open order, if it can be worked on."""
        order = self._place.open_order()
        stop = stop_verdict(order)
        if stop:
            raise Refusal(stop, order=order.number, missing=str(order.recall) or None)
        return order

    def _leave(self, code: str) -> Answer:
        """PKEXIT: the order stays as it is, the desk is free; works for any order."""
        order = self._place.open_order()
        self._place.put_down(None)
        return self._place.answer(code, Verdict.LEFT, order)

    def _undo(self, code: str) -> Answer:
        """PKUNDO: the last gesture on the goods is taken back; a box closed since is opened again."""
        if self._place.desk().order is None:
            raise Refusal(Verdict.NOTHING_TO_UNDO)
        old = self._workable()
        if not old.trail or old.state not in (State.PACKING, State.PACKED, State.LABELLED):
            raise Refusal(Verdict.NOTHING_TO_UNDO, order=old.number)
        if any(box.label is Printed.SENDING for box in old.parcels):
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="printing")
        facts: dict[str, object] = {}
        if old.live_waybills:
            facts = {"waybill": "、".join(old.live_waybills), "also": "tear-off"}
        order, step = verbs.undo(self._labelling.reopened(old))
        self._place.save(old, order)
        return self._undone(code, order, step, facts)

    def _undone(self, code: str, order: Order, step: Step, facts: dict[str, object]) -> Answer:
        """What was taken back, in words' data."""
        if step.kind == "wish":
            facts |= {"missing": "wish", "wish": step.target}
            return self._place.answer(code, Verdict.UNDONE, order, facts)
        line = order.line_of(step.target)
        facts |= {"title": line.title or line.sku, "missing": "quality" if step.kind == "pass" else None}
        answer = self._place.answer(code, Verdict.UNDONE, order, facts)
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def _pass(self, code: str) -> Answer:
        """PKPASS: all checks of the line that waits longest."""
        old = self._workable()
        order, line = verbs.pass_quality(old)
        answer = self._advanced(code, Verdict.QUALITY_PASSED, old, order, {"title": line.title or line.sku})
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def fail(self, code: str, reason: str = "") -> Answer:
        """PKFAIL: a flawed unit leaves the box for the shelf of damaged goods; another one is needed."""
        place = self._place
        old = self._workable()
        order, line = verbs.fail_quality(old)
        place.save(old, order)
        bins = place.store.stock.bins(line.sku)
        if bins:
            packer = place.desk().packer
            move = Move(line.sku, bins[0][0], -1, 1, "defect", order.number, packer, reason)
            place.store.stock.book(move, place.clock.now())
        left = sum(units for _, units in bins) - 1 if bins else None
        facts = {
            "title": line.title or line.sku,
            "bin": bins[0][0] if bins else "",
            "reason": reason or None,
            "also": "none-left" if left is not None and left < 1 else None,
        }
        answer = place.answer(code, Verdict.QUALITY_FAILED, order, facts)
        return replace(answer, line=line.line, got=line.got, need=line.need)

    def tick(self, code: str, place: int | None = None) -> Answer:
        """PKTICK: the next open wish, or the one at this place."""
        old = self._workable()
        order, text = verbs.tick(old, place)
        left = order.open_wishes
        facts: dict[str, object] = {
            "wish": text,
            "next": left[0].text if left else None,
            "also": "next-wish" if left else None,
        }
        return self._advanced(code, Verdict.WISH_TICKED, old, order, facts)

    def _advanced(
        self, code: str, verdict: Verdict, old: Order, order: Order, facts: dict[str, object]
    ) -> Answer:
        """The answer, with whatever closes the box by itself now."""
        done = self._labelling.advance(order)
        self._place.save(old, done.order)
        answer = self._place.answer(code, verdict, done.order, {**facts, **done.facts})
        return replace(answer, events=tuple(done.events), jobs=done.jobs)

    def _next_box(self, code: str) -> Answer:
        """PKNEXTBOX: what comes now goes into another box."""
        old = self._workable()
        if self._place.options.weigh and current_parcel(old).weight_g is None:
            raise Refusal(Verdict.NOT_READY, order=old.number, missing="weight")
        order = self._place.save(old, verbs.next_parcel(old))
        return self._place.answer(code, Verdict.PARCEL_OPENED, order, {"parcel": len(order.parcels)})

    def carton(self, code: str, argument: str) -> Answer:
        """PKBOX…: the box on the desk is this kind of carton."""
        carton = self._place.store.catalogue.carton(argument)
        if carton is None:
            raise Refusal(Verdict.UNKNOWN_CODE, missing="carton", carton=argument)
        old = self._workable()
        order = self._place.save(old, verbs.choose_carton(old, carton.code))
        return self._place.answer(
            code, Verdict.COMMAND_OK, order, {"missing": "carton", "carton": carton.code}
        )

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
        own = place.options.name
        same = "".join(sign for sign in own.upper() if sign.isalnum()) == "".join(
            s for s in name if s.isalnum()
        )
        place.desk_name = own if same else name.lower()
        place.store.put_fact(f"profile-of {own}", place.desk_name)
        number = place.desk().order
        order = place.order(number) if number else None
        return place.answer(code, Verdict.COMMAND_OK, order, {"missing": "desk", "desk": place.desk_name})

    def weigh(self, code: str, weight_g: int, how: str) -> Answer:
        """The box was put on the scale; a weight that does not fit its contents stops here.

        Args:
            code: what was scanned or typed for it.
            weight_g: grams, gross.
            how: ``scale``, ``code`` or ``hand``.
        """
        old = self._workable()
        expected = expected_weight(self._place, old)
        if weight_g <= 0 or (expected is not None and not weight_fits(weight_g, expected)):
            raise Refusal(
                Verdict.WEIGHT_OFF, order=old.number, weight_g=weight_g, expected_g=expected, how=how
            )
        facts: dict[str, object] = {"weight_g": weight_g, "how": how}
        return self._advanced(code, Verdict.WEIGHT_TAKEN, old, verbs.weigh(old, weight_g), facts)


SLACK_G = 30
"""Grams that tape, paper and an unsteady scale may add without anything being wrong."""


def weight_fits(weight_g: int, expected_g: int) -> bool:
    """Whether a box of so many grams can hold what should weigh so many: 5 % or what tape and paper add."""
    return abs(weight_g - expected_g) <= max(expected_g * 5 // 100, SLACK_G)


def expected_weight(place: Workplace, order: Order) -> int | None:
    """What the box on the desk should weigh in grams; None when some weight is not known."""
    box = current_parcel(order)
    total = 0
    for name, units in box.contents:
        product = place.store.catalogue.product(order.line_of(name).sku)
        if product is None or product.weight_g is None:
            return None
        total += product.weight_g * units
    carton: Carton | None = place.store.catalogue.carton(box.carton) if box.carton else None
    return total + (carton.weight_g if carton else 0)
