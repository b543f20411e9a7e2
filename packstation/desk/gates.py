"""The two gates: what the platform says of an order right before its number is taken, right before it leaves.

Plan, act, settle: the gesture that comes to a gate only notes it; the platform is asked in a worker; what it
told is stored like any other news, and then the gesture goes on by itself or is stopped. Its answer counts
for a few seconds. When it does not answer, the shop's rule decides: wait, or go on with a mark that is looked
at again.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from packstation.desk.gate_book import FRESH_S, Gate, Step
from packstation.desk.importing import Importing
from packstation.desk.interceptions import Interceptions
from packstation.desk.packaging import with_also
from packstation.desk.shops import gone
from packstation.desk.unasked import UnaskedOrders
from packstation.desk.workplace import Workplace
from packstation.domain.intake import Batch, Reject
from packstation.domain.leaving import fit_to_go_on
from packstation.domain.order import Order
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import Outage, PackstationError, Refusal
from packstation.platforms.connector import Fetched
from packstation.store.journal import JournalRow
from packstation.store.store import as_text

_log = logging.getLogger(__name__)
SILENT, REFUSES, DOUBTFUL = "platform-silent", "platform-refuses", "platform-doubtful"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one shop's platform told of some orders, or why it told nothing."""

    shop: str
    numbers: tuple[str, ...]
    fetched: Fetched | None = None
    error: PackstationError | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was told at a gate, by every shop that was asked."""

    gate: Gate
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Why an answer lets nothing through: ``missing`` names the sentence, ``why`` what happened.

    ``shop``: the short name of the shop whose answer it is.
    """

    missing: str
    why: Trouble
    shop: str


class Gates:
    """The platform, asked once more before what cannot be taken back."""

    def __init__(self, place: Workplace, importing: Importing) -> None:
        """Ask the platforms of this desk's shops."""
        self._place = place
        self._importing = importing
        self.unasked = UnaskedOrders(place, importing)
        self.interceptions = Interceptions(place)

    @property
    def is_in_use(self) -> bool:
        """Whether any platform can be asked at all."""
        return any(connector.asks_again for connector in self._place.connectors.values())

    def is_asking(self, order: str) -> bool:
        """Whether a step of this order waits for the platform."""
        return self._place.gates.is_open(order)

    def plan(self, number: int) -> Gate | None:
        """What is to be asked; None where that was begun before."""
        return self._place.gates.begin(number)

    def act(self, gate: Gate) -> Told:
        """Ask, in a worker; touches neither the database nor the window, never raises.

        Shops are asked side by side: together they take no longer than the slowest.
        """
        with ThreadPoolExecutor(max(1, len(gate.asked))) as askers:
            return Told(gate, tuple(askers.map(lambda asked: self._ask(*asked), gate.asked)))

    def _ask(self, shop: str, numbers: tuple[str, ...]) -> Heard:
        connector = self._place.connectors.get(shop)
        if connector is None:
            return Heard(shop, numbers, error=gone(shop))
        try:
            return Heard(shop, numbers, connector.reread(numbers))
        except PackstationError as error:
            return Heard(shop, numbers, error=error)
        except Exception as error:  # noqa: BLE001  (whatever broke: the platform has said nothing)
            # only its kind: what an error says may hold what a buyer wrote
            _log.error("asking the platform broke: %s", type(error).__name__)
            broken = PackstationError("platform-broken", detail=type(error).__name__)
            return Heard(shop, numbers, error=broken)

    @staticmethod
    def given_up(gate: Gate) -> Told:
        """Nobody waits for the answer any longer; should it come even so, its news is still taken in."""
        late = Outage("platform-late")
        return Told(gate, tuple(Heard(shop, numbers, error=late) for shop, numbers in gate.asked))

    def settle(self, told: Told) -> Answer:
        """Store what the platform told; the gesture goes on, or its answer says what stopped it."""
        gate, place = told.gate, self._place
        is_awaited = place.gates.end(gate.id) and self._is_as_it_was(gate)
        # a shop that says no, or is silent by its rule, counts more than one whose rule lets go on
        doubts = [doubt for heard in told.heard if (doubt := self._store(gate, heard)) is not None]
        doubt = min(doubts, key=self._may_go_on, default=None)
        if not is_awaited:
            return place.perform("gate", gate.code, lambda: self._over(gate), gate.hand)
        if doubt is None:
            place.gates.heard(gate.step, gate.numbers, gate.asked_at)
            return place.perform("gate", gate.code, gate.again, gate.hand)
        if self._may_go_on(doubt):
            return place.perform("gate", gate.code, lambda: self._go_on(gate, doubt), gate.hand)
        return place.perform("gate", gate.code, lambda: self._wait(gate, doubt), gate.hand)

    def _may_go_on(self, doubt: _Doubt) -> bool:
        """Whether a shop's rule lets its orders go on without this answer."""
        shop = self._place.shops.of(doubt.shop)
        return doubt.missing == SILENT and shop is not None and shop.terms.offline_rule == "go-on"

    def _is_as_it_was(self, gate: Gate) -> bool:
        """Whether the order still waits at the gate, before the same packer at the same desk.

        What was undone, left, put aside or stopped meanwhile does not go on by itself.
        """
        place = self._place
        desk, order = place.desk(), place.order(gate.order)
        if (place.desk_name, desk.packer) != (gate.desk, gate.packer):
            return False
        if gate.step is Step.NUMBER and desk.order != gate.order:
            return False
        return (order.state, order.live_waybills) == (gate.state, gate.waybills)

    def _over(self, gate: Gate) -> Answer:
        """Nothing goes on: the order is no longer where it was when the platform was asked."""
        order = self._place.order(gate.order)
        return self._place.answer(gate.code, Verdict.COMMAND_OK, order, {"missing": "gate-over"})

    # --- what came back -------------------------------------------------------------------------------------

    def _store(self, gate: Gate, heard: Heard) -> _Doubt | None:
        """Take a shop's news in; gives why its answer counts for nothing, if it does."""
        if heard.fetched is None:
            error = heard.error or Outage("platform-late")
            missing = SILENT if isinstance(error, Outage) else REFUSES
            return _Doubt(missing, Trouble(error.reason, _plain(error)), heard.shop)
        batch, foreign = _asked_only(heard.fetched.batch, heard.numbers)
        self._note_rejects(gate, batch)
        for _ in self._importing.store(Batch(batch.records), shop=heard.shop):
            pass
        self._place.connectors[heard.shop].taken(replace(heard.fetched, batch=batch), batch.rejects)
        have = {record.number for _, record in batch.records if isinstance(record, Order)}
        self.unasked.answered(have)
        if not have.issuperset(heard.numbers):
            reason = "platform-other-order" if foreign else "platform-not-told"
            return _Doubt(DOUBTFUL, Trouble(reason, {}), heard.shop)
        if self._place.clock.steady() - gate.asked_at >= FRESH_S:
            return _Doubt(SILENT, Trouble("platform-late", {}), heard.shop)
        return None

    def _note_rejects(self, gate: Gate, batch: Batch) -> None:
        """What could not be taken is named in the journal; of other orders nothing but that they came."""
        if not batch.rejects:
            return
        place = self._place
        told = [{"row": one.row, "column": one.column, "reason": one.reason} for one in batch.rejects]
        row = JournalRow(
            place.clock.now(),
            "gate-reject",
            order=gate.order,
            desk=place.desk_name,
            data=as_text({"step": gate.step, "rejects": told}),
        )
        with place.store.transaction():
            place.store.journal.add(row)

    # --- the platform does not let it through ---------------------------------------------------------------

    def _wait(self, gate: Gate, doubt: _Doubt) -> Answer:
        """The box stays where it is; what was heard all the same comes first.

        Raises:
            Refusal: it may not leave, or what the platform told before stops it.
        """
        order = self._place.order(gate.order)
        fit_to_go_on(order)
        facts: dict[str, object] = {"missing": doubt.missing, "why": doubt.why}
        if gate.step is Step.SHIP:
            raise Refusal(Verdict.NOT_READY, order=order.number, **facts)
        answer = self._place.answer(gate.code, Verdict.LABEL_FAILED, order, facts)
        return replace(answer, events=(Event.LABEL_FAILED,))

    def _go_on(self, gate: Gate, doubt: _Doubt) -> Answer:
        """The shop goes on without an answer: marked, and looked at again once there is one."""
        self.unasked.mark(gate, doubt.why)
        self._place.gates.heard(gate.step, gate.numbers, self._place.clock.steady())
        answer = gate.again()
        return replace(answer, facts=with_also(answer.facts, {"also": "gone-on"}))


def _asked_only(batch: Batch, numbers: tuple[str, ...]) -> tuple[Batch, bool]:
    """What was asked for; all else is named among the rejects. Tells whether there was any."""
    kept, rejects = [], list(batch.rejects)
    for source, record in batch.records:
        if isinstance(record, Order) and record.number in numbers:
            kept.append((source, record))
        else:
            rejects.append(Reject(source.file, source.row, "number", "not-asked"))
    return Batch(tuple(kept), tuple(rejects)), len(kept) < len(batch.records)


def _plain(error: PackstationError) -> dict[str, object]:
    """What fills the gaps of an error's sentence."""
    return {name: value for name, value in error.data.items() if isinstance(value, str | int | float)}
