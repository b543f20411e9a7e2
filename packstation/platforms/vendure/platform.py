"""A Vendure shop as the desk's platform: its open orders, single orders at any moment, fulfilments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from packstation.domain.connection import Health, Tried
from packstation.domain.intake import Reject
from packstation.domain.order import Order
from packstation.domain.outbox import NO_PARCEL, RENUMBER, SHIPMENT, Entry, Outcome, Refused, reason_text
from packstation.platforms.connector import Clear, Fetched
from packstation.platforms.ground import Ground
from packstation.platforms.vendure.api import Access, Api
from packstation.platforms.vendure.fulfilment import Fulfilling
from packstation.platforms.vendure.known import Known
from packstation.platforms.vendure.login import logged_in
from packstation.platforms.vendure.order import Shop
from packstation.platforms.vendure.own import fields_of, ways_of
from packstation.platforms.vendure.pulling import NAME, PAGE, Pulling, Reader, batch_of
from packstation.platforms.vendure.renumbering import Renumberings
from packstation.platforms.vendure.shipping import Delivering
from packstation.platforms.vendure.trying import BLAMED, trial
from packstation.platforms.vendure.turns import Turns
from packstation.platforms.vendure.without_parcel import WithoutParcels
from packstation.web import Limits

AT_A_GATE = Limits(connect_s=3, silence_s=5, whole_s=8)
"""How long somebody at the desk waits for the shop's word on one order."""


class VendurePlatform:
    """One shop on Vendure."""

    asks_again = True
    intercepts = False
    hears_stops = False
    hides_receivers = False
    secrets: tuple[str, ...] = ("token", "api_key")
    takes_either = True
    blamed = BLAMED

    def __init__(self, ground: Ground) -> None:
        """Talk to the shop that these settings name; nothing is asked before the first round.

        Raises:
            BadInput: ``web-address``, it may not be called where they say.
        """

        def access() -> Access:
            token, api_key = (ground.secret(name) for name in self.secrets)
            return Access(token, api_key, ground.settings("channel"))

        def api(limits: Limits) -> Api:
            return Api(ground.settings("url"), access, self._known, limits)

        ways = ways_of(ground.settings("carrier_of"), ground.settings("no_parcel"))
        shop = Shop(ground.settings("shop"), ground.promise, fields_of(ground.settings), ways)
        self._question = shop.question
        self._known = Known(ground.now, ground.called, ground.zone)
        self.api, self._gate = api(Limits()), api(AT_A_GATE)
        self._variables = " / ".join(ground.variable(name) for name in self.secrets)
        self._turns = Turns(ground.now, ground.notebook)
        self._reader, self._at_gate = (Reader(api, shop, self._turns.take) for api in (self.api, self._gate))
        self._pulling = Pulling(
            self._reader,
            steady=ground.steady,
            every=timedelta(seconds=ground.settings("interval_s")),
            waiting=ground.waiting,
            now=ground.now,
            write_rejects=partial(ground.keep_rejects, NAME),
        )
        self._handler = ground.settings("handler")
        self._fulfilling = Fulfilling(self.api.ask, self._reader.facts, self._handler)
        self._tellers: Mapping[str, Callable[[Entry], Outcome]] = {
            SHIPMENT: Delivering(self._fulfilling).deliver,
            RENUMBER: Renumberings(self._fulfilling).deliver,
            NO_PARCEL: WithoutParcels(self._fulfilling).deliver,
        }

    def health(self) -> Health:
        """The shop's clock minus ours, and how often it was asked today."""
        return self._known.health()

    def try_out(self) -> tuple[Tried, ...]:
        """Whether address, token and rights are as they must be, with the secrets that are kept now."""
        for api in (self.api, self._gate):
            api.renew()
        return trial(self._gate, self._variables, self._question, self._handler)

    def log_in(self, name: str, password: str) -> Mapping[str, str]:
        """The token of a new session.

        Raises:
            Outage: the shop does not answer.
            Rejected: it does not let them in.
        """
        return {"token": logged_in(self._gate, name, password)}

    def has_news(self) -> bool:
        """Whether more waits, or nobody has asked for a while."""
        return self._pulling.has_news()

    def fetch(self) -> Fetched:
        """The next batch of what is new, and of open orders as they are now.

        Raises:
            Outage: no answer.
            Rejected: the shop does not let us read.
        """
        return self._pulling.fetch()

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        """The desk stored all of it but for these rows."""
        self._turns.keep()
        self._pulling.taken(fetched, rejects)

    def reread(self, numbers: Sequence[str]) -> Fetched:
        """These orders as they are at this moment; what is missing the shop does not know.

        Raises:
            Outage: the shop does not answer, or not in time.
            Rejected: it does not let us ask.
        """
        pieces = (numbers[at : at + PAGE] for at in range(0, len(numbers), PAGE))
        return Fetched(batch_of(self._at_gate.by_code(piece) for piece in pieces))

    def receiver_for_label(self, order: Order, carrier: str, *, by_hand: bool = False) -> Clear:
        """What the order says: the shop hides nobody from its own desk."""
        del carrier, by_hand
        return Clear(order.receiver)

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the shop one thing, exactly once however often it is asked."""
        tell = self._tellers.get(entry.kind)
        if tell is None:
            return Refused(reason_text("vendure-unable", {"order": entry.order, "detail": entry.kind}))
        return tell(entry)
