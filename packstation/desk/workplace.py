"""What every gesture works with, and the one way to carry a gesture out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from packstation.carriers.carrier import Carrier
from packstation.desk import stop_reports
from packstation.desk.clock import Clock
from packstation.desk.following import follow
from packstation.desk.gate_book import GateBook
from packstation.desk.journalled import IN_JOURNAL, kept
from packstation.desk.options import DeskOptions
from packstation.desk.platform_clocks import PlatformClocks
from packstation.desk.profile import Profile, Profiles
from packstation.desk.shops import Connectors, Shops
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.people import Right, may
from packstation.domain.print_jobs import PrintJob
from packstation.domain.scan import Answer, Event, Verdict
from packstation.domain.stock import reservation_changes
from packstation.domain.together import lead_of
from packstation.domain.wishes import instructed
from packstation.errors import Refusal
from packstation.store.journal import JournalRow
from packstation.store.people import DeskRow
from packstation.store.store import Store, as_text


@dataclass(frozen=True, slots=True)
class Announcement:
    """What changed, told after the commit: these orders, this answer, perhaps all lists.

    ``urged``: orders whose buyers have asked where they are, or complained, since the last time.
    """

    orders: frozenset[str] = frozenset()
    answer: Answer | None = None
    lists_changed: bool = False
    urged: frozenset[str] = frozenset()


@dataclass(slots=True)
class Workplace:
    """One desk at work on one store; ``hand``: why the gesture under way is done by hand, not by scanner.

    ``connectors``: what talks to each shop, by the shop's short name; ``shops``: the shops themselves;
    ``gates``: where their platforms are asked about single orders; ``clocks``: what time it is there.
    """

    store: Store
    clock: Clock
    profiles: Profiles
    carrier: Carrier
    connectors: Connectors
    listeners: list[Callable[[Announcement], None]] = field(default_factory=list)
    desk_name: str = ""
    fresh: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    hand: str = ""
    gates: GateBook = field(init=False)
    shops: Shops = field(init=False)
    clocks: PlatformClocks = field(init=False)

    def __post_init__(self) -> None:
        """Go on as the desk profile that was chosen last on this computer."""
        self.gates, self.clocks = GateBook(self.clock), PlatformClocks(self.clock)
        self.shops = Shops(self.connectors, lambda: self.options)
        own = self.profiles.usual.options.name
        self.desk_name = self.store.fact(f"profile-of {own}") or own

    @property
    def profile(self) -> Profile:
        """How the desk that works here is set up."""
        return self.profiles.of(self.desk_name)

    @property
    def options(self) -> DeskOptions:
        """What this desk does by itself."""
        return self.profile.options

    def become(self, name: str) -> None:
        """This computer is another desk from now on, also after a restart."""
        self.desk_name = self.profiles.name_of(name)
        self.store.put_fact(f"profile-of {self.profiles.usual.options.name}", self.desk_name)

    def perform(self, verb: str, code: str, work: Callable[[], Answer], hand: str = "") -> Answer:
        """Carry out one gesture: durable before it is answered; a refusal leaves only its journal row.

        Args:
            verb: what the journal calls it.
            code: what was scanned or typed.
            work: does it; runs inside the transaction.
            hand: why a person did it with keys or mouse; empty for scans.
        """
        self.hand = hand
        try:
            with self.store.transaction():
                answer = self._with_news(work())
                self._note(verb, answer)
        except Refusal as refusal:
            with self.store.transaction():
                answer = self._with_news(self._refused(code, refusal))
                self._note(verb, answer)
        self.fresh.pop(answer.order or "", None)
        self.announce(
            Announcement(frozenset({answer.order} if answer.order else ()), answer, lists_changed=True)
        )
        return answer

    def gesture(self, verb: str, work: Callable[[], Answer], why: str = "key") -> Answer:
        """Carry out something done with keys or mouse."""

        def checked() -> Answer:
            self.require_login()
            return work()

        return self.perform(verb, "", checked, why)

    def is_logged_in(self) -> bool:
        """Whether it is known who works here; where no badge is registered nobody asks."""
        people = self.store.people
        return not people.anyone_registered() or people.person(self.desk().packer) is not None

    def require_login(self) -> None:
        """Where badges are used, somebody must have shown theirs.

        Raises:
            Refusal: nobody has.
        """
        if not self.is_logged_in():
            raise Refusal(Verdict.LOGIN_NEEDED)

    def give_up(self, numbers: Sequence[str]) -> None:
        """These waybill numbers are never used again; a carrier outside hears of it later, in a worker."""
        self.store.bookings.void(numbers, told=not self.carrier.outside)
        if self.carrier.outside:
            self.store.waybills.void(numbers)  # numbers of a pool that was used before
        else:
            self.carrier.void(tuple(numbers))

    def note_job(self, job: PrintJob) -> PrintJob:
        """Note a document to be printed, before any printer hears of it; gives the numbered job."""
        job = replace(job, desk=self.desk_name, packer=self.desk().packer)
        return self.store.print_jobs.add(job, self.clock.now())

    def announce(self, news: Announcement) -> None:
        """Tell everyone who listens, after the commit."""
        for listener in self.listeners:
            listener(news)

    def _note(self, verb: str, answer: Answer) -> None:
        """The gesture's row in the journal."""
        data: dict[str, object] = {
            key: answer.facts[key] for key in IN_JOURNAL if answer.facts.get(key) is not None
        }
        if answer.line is not None:
            data |= {"line": answer.line, "got": answer.got, "need": answer.need}
        if answer.events:
            data["events"] = answer.events
        if self.hand:
            data["manual"] = self.hand
        desk = self.desk()
        self.store.journal.add(
            JournalRow(
                at=self.clock.now(),
                verb=verb,
                verdict=answer.verdict.value,
                order=answer.order or "",
                code=kept(answer),
                desk=self.desk_name,
                packer=desk.packer,
                data=as_text(data) if data else "{}",
            )
        )

    def _with_news(self, answer: Answer) -> Answer:
        """The answer, preceded by what the platform said of its order since the last one."""
        news = self.fresh.get(answer.order or "", ())
        return replace(answer, events=(*news, *answer.events)) if news else answer

    def _refused(self, code: str, refusal: Refusal) -> Answer:
        """The answer of a refusal: on the order it names, else on the one that lies here."""
        facts = dict(refusal.data)
        number = facts.pop("order", None) or self.desk().order
        if facts.pop("must_be_unpacked", False) and self.desk().order is None:
            # what stands in the way lies in this order's box: the next item scanned is out of that box
            self.put_down(str(number))
        state = (
            self.store.database.one("SELECT state FROM orders WHERE number = ?", (number,))
            if number
            else None
        )
        line, got, need = facts.pop("line", None), facts.pop("got", None), facts.pop("need", None)
        return Answer(
            code=code,
            verdict=Verdict(refusal.reason),
            order=str(number) if number else None,
            line=None if line is None else str(line),
            got=got if isinstance(got, int) else None,
            need=need if isinstance(need, int) else None,
            state=None if state is None else str(state[0]),
            facts=facts,
        )

    def desk(self) -> DeskRow:
        """What lies on this desk."""
        return self.store.people.desk(self.desk_name)

    def put_desk(self, desk: DeskRow) -> None:
        """Remember what lies on this desk."""
        self.store.people.put_desk(desk, self.clock.now())

    def put_down(self, order: str | None) -> None:
        """This order (or none) lies on the desk now; a count meant for the next unit is forgotten."""
        self.put_desk(replace(self.desk(), order=order, next_amount=1))

    def order(self, number: str) -> Order:
        """An order that must be there."""
        order = self.store.orders.get(number)
        if order is None:
            raise Refusal(Verdict.UNKNOWN_CODE, order=number)
        return order

    def open_order(self) -> Order:
        """The order on the desk.

        Raises:
            Refusal: none is open.
        """
        number = self.desk().order
        if number is None:
            raise Refusal(Verdict.NOT_READY, missing="no-order")
        return self.order(number)

    def workable_order(self) -> Order:
        """The order on the desk, if it can be worked on.

        Raises:
            Refusal: none is open, or it was stopped.
        """
        order = self.open_order()
        stop = stop_verdict(order)
        if stop:
            raise Refusal(stop, order=order.number, missing=str(order.recall) or None)
        return order

    def free_order(self, number: str) -> Order:
        """An order that lies here or nowhere, so that nobody else is at work on it or on its parcel.

        Raises:
            Refusal: it lies on another desk, or the platform took it back.
        """
        order = self.order(number)
        lead = lead_of(order) if order.state is State.HELD else ""
        elsewhere = self.store.people.desk_of(lead or number)
        if elsewhere not in (None, self.desk_name):
            raise Refusal(Verdict.CLAIMED_ELSEWHERE, order=number, other=elsewhere)
        if order.recall:
            raise Refusal(Verdict.ORDER_RECALLED, order=number, missing=str(order.recall))
        return order

    def save(self, old: Order, new: Order) -> Order:
        """Write what a gesture or the platform changed, and what that sets aside or gives free.

        Orders in the same parcel follow.
        """
        return self._keep(old, follow(self.store.orders, self._keep, self.instructed, old, new))

    def _keep(self, old: Order, new: Order) -> Order:
        self.store.orders.save(old, new)
        self.store.exceptions.follow(old, new, self.clock.now())
        changes = reservation_changes(old, new)
        if changes:
            now, packer = self.clock.now(), self.desk().packer
            self.store.stock.set_aside(changes, now, order=new.number, packer=packer)
        stop_reports.follow(self.store, new, self.clock.now(), self.shops.stop_rule(new))
        return new

    def instructed(self, order: Order) -> Order:
        """The order with how its goods and its shop want to be packed."""
        products = self.store.catalogue.products(line.sku for line in order.lines)
        return instructed(order, products, self.options.wishes)

    def answer(
        self,
        code: str,
        verdict: Verdict,
        order: Order | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> Answer:
        """An answer about an order as it is now."""
        return Answer(
            code=code,
            verdict=verdict,
            order=order.number if order else None,
            state=order.state.value if order else None,
            facts=facts or {},
        )

    def basket_of(self, order: Order) -> dict[str, object]:
        """Which basket of the cart an order's goods lie in, as data of a sentence; empty without one."""
        basket = self.store.batches.of(order.number)
        return {"basket": basket.slot} if basket else {}

    def require(self, right: Right) -> None:
        """Let only those go on who may.

        Raises:
            Refusal: it takes a lead's badge.
        """
        person = self.store.people.person(self.desk().packer)
        if not may(person, right, anyone_registered=self.store.people.anyone_registered()):
            raise Refusal(Verdict.NOT_ALLOWED, right=right.value)

    def authorised(self, right: Right, badge: str) -> str:
        """Whose right it is: the lead's whose badge was shown for this (it is given back), else the packer's.

        Raises:
            Refusal: neither may.
        """
        if not badge:
            self.require(right)
            return ""
        people = self.store.people
        person = people.person(badge.upper())
        if not may(person, right, anyone_registered=people.anyone_registered()):
            raise Refusal(Verdict.NOT_ALLOWED, right=right.value)
        return badge.upper()

    def due_of(self, number: str) -> str:
        """When an order is due, in the desk's own time: ``14:30``, with the day if that is not today."""
        order = self.store.orders.get(number)
        if order is None:
            return ""
        due = order.ship_by.astimezone(self.options.zone)
        today = self.clock.now().astimezone(self.options.zone).date()
        return due.strftime("%H:%M" if due.date() == today else "%m-%d %H:%M")

    def day_began(self, moment: datetime) -> datetime:
        """Local midnight before a moment, in UTC."""
        local = moment.astimezone(self.options.zone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(moment.tzinfo)
