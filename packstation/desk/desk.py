"""The packing desk: every gesture is one method here, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PIL import Image

from packstation.carriers.carrier import Carrier
from packstation.desk.at_once import at_once
from packstation.desk.box_papers import BoxPapers
from packstation.desk.boxing import Boxing
from packstation.desk.by_hand import ByHand
from packstation.desk.carrier_calls import CarrierCalls
from packstation.desk.carrier_change import Changing
from packstation.desk.carrier_documents import CarrierDocuments
from packstation.desk.clearing import Clearing
from packstation.desk.clock import Clock
from packstation.desk.commands import Commands, Parts
from packstation.desk.companions import Companions
from packstation.desk.connection import Connection
from packstation.desk.contacting import Contacting
from packstation.desk.counting import Counting
from packstation.desk.echoes import Echoes
from packstation.desk.exceptions import Exceptions
from packstation.desk.expediting import Expediting
from packstation.desk.gates import Gates
from packstation.desk.given_labels import GivenLabels
from packstation.desk.handing_over import HandingOver
from packstation.desk.importing import Importing
from packstation.desk.labelling import Labelling
from packstation.desk.meanings import Meanings
from packstation.desk.options import DeskOptions
from packstation.desk.packing import Packing
from packstation.desk.paper_jobs import PaperJobs
from packstation.desk.papers import Papers
from packstation.desk.photos import Photos
from packstation.desk.picking import Picking
from packstation.desk.printing import Printing
from packstation.desk.profile import Profiles
from packstation.desk.quality import Quality
from packstation.desk.reading import Reading
from packstation.desk.renumbering import Renumberings
from packstation.desk.reviewing import Reviewing
from packstation.desk.rounds import Rounds
from packstation.desk.shipping import Shipping
from packstation.desk.shops import Connectors
from packstation.desk.shortages import Shortages
from packstation.desk.stockroom import Stockroom
from packstation.desk.teaching import Teaching
from packstation.desk.trial_print import TrialPrint
from packstation.desk.typed_numbers import TypedNumbers
from packstation.desk.views import OrderView
from packstation.desk.weighing import Weighing
from packstation.desk.wishing import TickList
from packstation.desk.without_parcel import WithoutParcels
from packstation.desk.workplace import Announcement, Workplace
from packstation.domain import verbs
from packstation.domain.aim import split_aim
from packstation.domain.order import Order
from packstation.domain.people import Right, may
from packstation.domain.review import Look
from packstation.domain.scan import (
    LONGEST_CODE,
    Answer,
    Command,
    Kind,
    Verdict,
    clean,
    command_of,
    fold,
)
from packstation.errors import Refusal
from packstation.store.store import Store

HAND = "hand"
"""The channel of codes that a person typed or chose."""


class Desk:
    """One desk at work. All calls on the thread that opened the store; announcements follow the commit."""

    def __init__(
        self, store: Store, clock: Clock, profiles: Profiles, carrier: Carrier, connectors: Connectors
    ) -> None:
        """Set the desk up over its parts."""
        self.clock = clock
        self.store = store
        self._place = Workplace(store, clock, profiles, carrier, connectors)
        self._echoes = Echoes()
        self._reviewing = Reviewing(self._place)
        self._labelling = Labelling(self._place)
        self.weighing = Weighing(self._place, self._labelling)
        self.stockroom = Stockroom(self._place)
        self.quality = Quality(self._place, self._labelling, self.stockroom)
        self.photos = Photos(self._place)
        self.companions = Companions(self._place, self._reviewing)
        self._shipping = Shipping(self._place, self._labelling, self.weighing, self.quality, self.companions)
        self.handing_over = HandingOver(self._place, self._shipping)
        self._meanings = Meanings(self._place)
        counting = Counting(self._place, self._labelling, self._shipping, self._meanings)
        ways = (self._reviewing, self._shipping, self._meanings, counting, self.companions, self.handing_over)
        self._packing = Packing(self._place, *ways)
        self._by_hand = ByHand(self._place, self._labelling, counting)
        self._teaching = Teaching(self._place, self._meanings)
        self.boxing = Boxing(self._place, self._labelling, self.weighing)
        self.shortages = Shortages(self._place, self.stockroom, self._labelling)
        self.contacting = Contacting(self._place)
        self.wishes = TickList(self._place, self._labelling)
        self.picking = Picking(self._place, self._reviewing)
        self.box_papers = BoxPapers(self._place)
        self.given_labels = GivenLabels(self._place)
        self.paper_jobs = PaperJobs(self._place, self.picking, self.handing_over, self.box_papers)
        self.trial = TrialPrint(self._place)
        parts = Parts(self.quality, self.boxing, self.weighing, self.wishes, self.handing_over, self.trial)
        self._commands = Commands(self._place, self._labelling, self._shipping, self._reviewing, parts)
        self.carrier_documents = CarrierDocuments(self._place)
        labels = (self.given_labels, self.carrier_documents, Clearing(self._place))
        self.printing = Printing(self._place, self._labelling, self.paper_jobs, *labels)
        self.calls = CarrierCalls(self._place, self._labelling, self._labelling.numbers)
        self.changing = Changing(self._place, self._labelling)
        self.typed_numbers = TypedNumbers(self._place, self._labelling)
        self.renumberings = Renumberings(self._place, self.typed_numbers)
        self.without_parcels = WithoutParcels(self._place)
        self.choosing, self.numbers = self._labelling.choosing, self._labelling.numbers
        self.papers = Papers(self._place, self.printing)
        self.importing = Importing(self._place)
        self.rounds, self.clocks = Rounds(self._place, self.importing), self._place.clocks
        self.syncing = self.rounds.first
        self.connection = Connection(self._place, self.rounds)
        self.gates = Gates(self._place, self.importing)
        self.reading = Reading(self._place, self.weighing)
        self.queue, self.counts, self.find = self.reading.queue, self.reading.counts, self.reading.find
        self.exceptions = Exceptions(self._place, Expediting(self._place), self.reading)
        self.row, self.view, self.state = self.reading.row, self.reading.view, self.reading.state

    @property
    def options(self) -> DeskOptions:
        """What this desk does by itself."""
        return self._place.options

    @property
    def profile_name(self) -> str:
        """The name of this desk as the settings spell it, where they know it."""
        return self._place.profile.options.name

    def set_up(self, profiles: Profiles) -> None:
        """The settings were changed: from the next gesture on the desk works by the new ones."""
        self._place.profiles = profiles

    def listen(self, callback: Callable[[Announcement], None]) -> None:
        """Be told of everything that changes, after it is on disk."""
        self._place.listeners.append(callback)

    def open_view(self) -> OrderView | None:
        """The order on the desk, if any."""
        number = self._place.desk().order
        return None if number is None else self.view(number)

    # --- gestures -------------------------------------------------------------------------------------------

    def scan(self, code: str, channel: str = "keyboard", *, why: str = "", complete: bool = True) -> Answer:
        """Answer one scanned code; never raises for what the packer did.

        Args:
            code: as it came, GS1 separators included.
            channel: the way it came: ``keyboard``, ``serial``, or ``hand`` for typed and chosen ones.
            why: with ``hand`` the reason, for the journal.
            complete: whether it ended as this scanner's codes do.
        """
        said = clean(code)
        if channel == HAND:
            return self._place.perform("manual", said, lambda: self._scan(code, said), why or "key")
        echo = self._echoes.is_echo(said, channel, self.clock.steady())

        def work() -> Answer:
            if echo:
                raise Refusal(Verdict.DUPLICATE_SCAN)
            if not complete:
                raise Refusal(Verdict.UNKNOWN_CODE, missing="broken-off")
            return self._scan(code, said)

        return self._place.perform("scan", said, work)

    def _scan(self, raw: str, said: str) -> Answer:
        if not said or len(said) > LONGEST_CODE:
            raise Refusal(Verdict.UNKNOWN_CODE, missing="empty" if not said else "too-long")
        rest = clean(split_aim(fold(raw))[1])
        command = command_of(rest)
        if command and not self._is_goods_instead(rest, *command):
            if command[0] is not Command.USER:
                self._place.require_login()
            return replace(self._commands.run(rest, *command), code=said)
        return replace(self._meant(raw, said), code=said)

    def _meant(self, raw: str, said: str) -> Answer:
        """A code that is no command, by what it means."""
        if not self._place.is_logged_in():
            found = self._meanings.all_of(raw)
            if len(found) == 1 and found[0].kind is Kind.BADGE:
                return self._commands.log_in(said, found[0].target)
            raise Refusal(Verdict.LOGIN_NEEDED)
        meaning = self._meanings.of(raw)
        match meaning.kind:
            case Kind.BADGE:
                return self._commands.log_in(said, meaning.target)
            case Kind.CARTON:
                return self.boxing.carton(said, meaning.target)
            case _:
                return self._packing.scan(said, meaning)

    def explain(self, code: str) -> tuple[tuple[str, str, int], ...]:
        """What a code would mean here, nothing done: kind, name and amount of each meaning.

        A command has the kind ``command``.
        """
        rest = clean(split_aim(fold(code))[1])
        command = command_of(rest)
        if command and not self._is_goods_instead(rest, *command):
            return (("command", "".join(command), 1),)
        return self._meanings.choices(self._meanings.all_of(code))

    def skus_of(self, code: str) -> tuple[str, ...]:
        """The goods a code means here."""
        goods = (one.target for one in self._meanings.all_of(code) if one.kind is Kind.GOODS)
        return tuple(dict.fromkeys(goods))

    def _is_goods_instead(self, code: str, command: Command, argument: str) -> bool:
        """A product's own code that merely begins like a command with an argument."""
        return (
            bool(argument)
            and not self._commands.knows(command, argument)
            and bool(self.store.catalogue.meanings(code))
        )

    def may(self, right: Right) -> bool:
        """Whether whoever is logged in has this right."""
        person = self.store.people.person(self._place.desk().packer)
        return may(person, right, anyone_registered=self.store.people.anyone_registered())

    def count_by_hand(self, line: str, change: int, why: str) -> Answer:
        """So many units of a line more or fewer, counted by a person for this reason."""
        return self._place.gesture("manual", lambda: self._by_hand.count(line, change), why)

    def set_by_hand(self, line: str, got: int, why: str) -> Answer:
        """Exactly so many units of a line are in the box, says a person for this reason."""
        return self._place.gesture("manual", lambda: self._by_hand.set_to(line, got), why)

    def teach(self, code: str, sku: str, units: int, badge: str = "") -> Answer:
        """A code is taught to goods, by the packer or by the lead whose badge was shown for it."""
        return self._place.gesture("teach", lambda: self._teaching.teach(code, sku, units, badge))

    def forget(self, code: str, badge: str = "") -> Answer:
        """What was taught of a code is taken back."""
        return self._place.gesture("forget", lambda: self._teaching.forget(code, badge))

    def log_in(self, badge: str) -> Answer:
        """Somebody with this badge works here."""
        return self._place.perform("log-in", "", lambda: self._commands.log_in("", badge))

    def hold(self, reason: str, until: datetime | None = None) -> Answer:
        """Put the open order aside."""
        return self._place.gesture("hold", lambda: self._reviewing.hold("", reason, until))

    def wake(self) -> int:
        """Orders put aside until now go on by themselves; gives how many."""
        return len(self._reviewing.wake())

    def look(self, order: Order) -> Look:
        """What is doubtful about the order now and what is worth a glance."""
        return self._reviewing.look(order)

    def release(self, number: str, note: str = "") -> Answer:
        """Let a held order go on; what its review found counts as settled."""
        return self._place.gesture("release", lambda: self._reviewing.release(number, note))

    def put_back(self) -> Answer:
        """All goods of the open order go back to their shelves; the desk is free."""

        def work() -> Answer:
            old = self._place.open_order()
            order = self._place.save(old, verbs.put_back(old))
            self._place.put_down(None)
            return self._place.answer("", Verdict.LEFT, order, {"missing": "put-back"})

        return self._place.gesture("put-back", work)

    def tick(self, place: int) -> Answer:
        """The wish at this place is fulfilled."""
        return self._place.gesture("tick", lambda: self.wishes.tick("", place))

    def reprint(self, reason: str, parcel: int = 0) -> Answer:
        """The label of the open order once more, for this reason; of one box if it is named."""
        return self._place.gesture("reprint", lambda: self._labelling.reprint("", reason, parcel))

    def void(self, reason: str) -> Answer:
        """The label of the open order is torn off and its number given up; the box stays closed."""

        def work() -> Answer:
            old = self._place.open_order()
            if not old.live_waybills:
                raise Refusal(Verdict.NOT_READY, order=old.number, missing="label")
            order = self._place.save(old, self._labelling.void(old))
            facts = {"missing": "voided", "waybill": "、".join(old.live_waybills), "reason": reason}
            return self._place.answer("", Verdict.COMMAND_OK, order, facts)

        return self._place.gesture("void", work)

    def hand_over(self, *, done: bool, carrier: str = "") -> Answer:
        """The courier of a carrier (none named: of any) is here, or leaves."""
        work = self.handing_over.finish if done else lambda: self.handing_over.start("", carrier)
        return self._place.gesture("handover", work)

    def unpack(self, number: str) -> Answer:
        """A recalled parcel was taken apart: its goods are scanned because they are out of it."""
        return self._place.gesture(
            "unpack", lambda: self._shipping.unpack("", self._place.order(number)), why=""
        )

    def revealed(self, number: str) -> None:
        """Somebody looked at a buyer's full address; only the journal is told."""
        self._place.gesture(
            "reveal", lambda: self._place.answer("", Verdict.COMMAND_OK, self._place.order(number))
        )

    # --- labels ---------------------------------------------------------------------------------------------

    def label_image(self, number: str, parcel: int = 1) -> Image.Image | None:
        """The label as it would be printed."""
        return self.printing.image(number, parcel)

    def scan_and_print(self, code: str) -> Answer:
        """A scan with its label on paper before the answer, for front ends that may wait."""
        return self.at_once(self.scan(code))

    def at_once(self, answer: Answer) -> Answer:
        """A gesture's answer once the platform let it through, its numbers have come, its labels are out."""
        return at_once(answer, self.gates, self.calls, self.printing)
