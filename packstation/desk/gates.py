"""The two gates: what the platform says of an order right before its number is taken, right before it leaves.

Plan, act, settle: the gesture that comes to a gate only notes it; the platform is asked in a worker; what it
told is stored like any other news, and then the gesture goes on by itself or is stopped. Its answer counts
for a few seconds. When it does not answer, the shop's rule decides: wait, or go on with a mark that is looked
at again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from packstation.desk.gate_book import FRESH_S, Gate, Step
from packstation.desk.importing import Importing
from packstation.desk.interceptions import Interceptions
from packstation.desk.packaging import with_also
from packstation.desk.unasked import UnaskedOrders
from packstation.desk.workplace import Workplace
from packstation.domain.intake import Batch, Reject
from packstation.domain.leaving import fit_to_go_on
from packstation.domain.order import Order
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import Outage, PackstationError, Refusal
from packstation.platforms.connector import Connector, Fetched
from packstation.store.journal import JournalRow
from packstation.store.store import as_text

_log = logging.getLogger(__name__)
SILENT, REFUSES, DOUBTFUL = "platform-silent", "platform-refuses", "platform-doubtful"


@dataclass(frozen=True, slots=True)
class Told:
    """What the platform told at a gate, or why it told nothing."""

    gate: Gate
    fetched: Fetched | None = None
    error: PackstationError | None = None


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Why an answer lets nothing through: ``missing`` names the sentence, ``why`` what happened."""

    missing: str
    why: Trouble


class Gates:
    """The platform, asked once more before what cannot be taken back."""

    def __init__(self, place: Workplace, importing: Importing, connector: Connector) -> None:
        """Ask this platform for this desk."""
        self._place = place
        self._importing = importing
        self._connector = connector
        self.unasked = UnaskedOrders(place, importing, connector)
        self.interceptions = Interceptions(place, can_ask=connector.intercepts)

    @property
    def is_in_use(self) -> bool:
        """Whether this platform can be asked at all."""
        return self._place.asks_again

    def is_asking(self, order: str) -> bool:
        """Whether a step of this order waits for the platform."""
        return self._place.gates.is_open(order)

    def plan(self, number: int) -> Gate | None:
        """What is to be asked; None where that was begun before."""
        return self._place.gates.begin(number)

    def act(self, gate: Gate) -> Told:
        """Ask, in a worker; touches neither the database nor the window, never raises."""
        try:
            return Told(gate, self._connector.reread(gate.numbers))
        except PackstationError as error:
            return Told(gate, error=error)
        except Exception as error:  # noqa: BLE001  (whatever broke: the platform has said nothing)
            # only its kind: what an error says may hold what a buyer wrote
            _log.error("asking the platform broke: %s", type(error).__name__)
            return Told(gate, error=PackstationError("platform-broken", detail=type(error).__name__))

    @staticmethod
    def given_up(gate: Gate) -> Told:
        """Nobody waits for the answer any longer; should it come even so, its news is still taken in."""
        return Told(gate, error=Outage("platform-late"))

    def settle(self, told: Told) -> Answer:
        """Store what the platform told; the gesture goes on, or its answer says what stopped it."""
        gate, place = told.gate, self._place
        is_awaited = place.gates.end(gate.id) and self._is_as_it_was(gate)
        doubt = self._store(told)
        if not is_awaited:
            return place.perform("gate", gate.code, lambda: self._over(gate), gate.hand)
        if doubt is None:
            place.gates.heard(gate.numbers, gate.asked_at)
            return place.perform("gate", gate.code, gate.again, gate.hand)
        if doubt.missing == SILENT and place.options.offline_rule == "go-on":
            return place.perform("gate", gate.code, lambda: self._go_on(gate, doubt), gate.hand)
        return place.perform("gate", gate.code, lambda: self._wait(gate, doubt), gate.hand)

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

    def _store(self, told: Told) -> _Doubt | None:
        """Take the news in; gives why the answer counts for nothing, if it does."""
        gate = told.gate
        if told.fetched is None:
            error = told.error or Outage("platform-late")
            missing = SILENT if isinstance(error, Outage) else REFUSES
            return _Doubt(missing, Trouble(error.reason, _plain(error)))
        batch, foreign = _asked_only(told.fetched.batch, gate.numbers)
        self._note_rejects(gate, batch)
        for _ in self._importing.store(Batch(batch.records)):
            pass
        self._connector.taken(replace(told.fetched, batch=batch), batch.rejects)
        have = {record.number for _, record in batch.records if isinstance(record, Order)}
        self.unasked.answered(have)
        if not have.issuperset(gate.numbers):
            reason = "platform-other-order" if foreign else "platform-not-told"
            return _Doubt(DOUBTFUL, Trouble(reason, {}))
        if self._place.clock.steady() - gate.asked_at >= FRESH_S:
            return _Doubt(SILENT, Trouble("platform-late", {}))
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
        self._place.gates.heard(gate.numbers, self._place.clock.steady())
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
