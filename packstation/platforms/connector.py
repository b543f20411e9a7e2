"""What any shop platform must be able to do for the desk.

All calls are made by a worker and touch neither database nor window; the desk stores what came before it
calls ``taken`` and writes down how a delivery ended after ``deliver`` returned. Either may be cut off at any
point and come
again: ``fetch`` may hand in the same thing twice, ``deliver`` must be safe to repeat with the same entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from packstation.domain.connection import Health, Tried
from packstation.domain.intake import Batch, Reject
from packstation.domain.order import Order, Receiver
from packstation.domain.outbox import Entry, Outcome
from packstation.errors import PackstationError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the platform handed in, with the receipts to give back once it is stored.

    ``trouble`` kept it from handing in more: what it brought is good all the same.
    """

    batch: Batch = field(default_factory=Batch)
    receipts: tuple[str, ...] = ()
    trouble: PackstationError | None = None


@dataclass(frozen=True, slots=True)
class Clear:
    """Who gets a parcel, in clear: for the picture of a label, in no file, log or message.

    ``is_relayed``: the phone is a number of the platform's that leads to the buyer, and is printed as it is.
    """

    receiver: Receiver = field(repr=False)
    is_relayed: bool = False


class Connector(Protocol):
    """One platform; its calls may come from several workers at the same time.

    ``asks_again``: whether it can be asked about single orders at any moment, so that the desk does so right
    before a number is taken and right before a box leaves. ``intercepts``: whether parcels on their way can
    be asked back through it. ``hears_stops``: whether it wants to hear of goods that were stopped or not.
    ``hides_receivers``: its orders come with stars in name, phone and address. ``secrets``: the names of
    those it needs, as they stand in the keyring; ``takes_either``: any one of them lets it in. ``blamed``:
    who is most likely wrong (``connection.blame.…``), by the reason for which a round failed, beside those of
    the network; of other reasons it is the platform.
    """

    asks_again: bool = False
    intercepts: bool = False
    hears_stops: bool = False
    hides_receivers: bool = False
    secrets: tuple[str, ...] = ()
    takes_either: bool = False
    blamed: Mapping[str, str] = MappingProxyType({})

    def health(self) -> Health:
        """What is known of the platform without asking it; in a worker, never raises."""

    def try_out(self) -> tuple[Tried, ...]:
        """Ask the platform now, part by part, with the secrets there are now; changes nothing there.

        In a worker; never raises what the platform or the network does. A part whose test needs another one
        that failed is told of as untried.
        """

    def fetch(self) -> Fetched:
        """What is new since the last time, as much of it as one batch should hold.

        Raises:
            Outage: the platform does not answer.
            Rejected: it does not let us read; a person must look.
        """

    def has_news(self) -> bool:
        """Whether it is worth asking, or more waits, as far as that can be told at once and for free."""

    def reread(self, numbers: Sequence[str]) -> Fetched:
        """These orders with their refunds as they are at this moment, whole, in one round of a few seconds.

        Only asked where ``asks_again``. An order that is missing in the answer, or stands among its rejects,
        was not told of: the desk lets nothing through on that. ``modified_at`` must be as new as the newest
        of what is told, refunds among it.

        Raises:
            Outage: the platform does not answer, or not in time.
            Rejected: it does not let us ask.
        """

    def receiver_for_label(self, order: Order, carrier: str, *, by_hand: bool = False) -> Clear:
        """Who gets an order's parcel, in clear, for one picture of its label; in a worker.

        Only asked where the desk has stars instead. Platforms that hide nothing give what the order says.

        Args:
            order: as the desk has it.
            carrier: code of the carrier whose label it is.
            by_hand: whether a person brought the waybill number.

        Raises:
            Outage: the platform does not answer, or not in time.
            Rejected: it does not tell, or what it tells is of no use: ``clear-changed``, ``clear-stale``,
                ``clear-over``, and its own refusals.
        """
        del carrier, by_hand
        return Clear(order.receiver)

    def taken(self, fetched: Fetched, rejects: tuple[Reject, ...]) -> None:
        """Everything of it is stored now, but for these rows."""

    def deliver(self, entry: Entry) -> Outcome:
        """Tell the platform one thing, exactly once however often it is asked."""


@runtime_checkable
class LogsIn(Protocol):
    """A connector that gets its secrets from whoever logs in with a name and a password."""

    def log_in(self, name: str, password: str) -> Mapping[str, str]:
        """The secrets by their names, for the keyring; in a worker, and the password is kept nowhere.

        Raises:
            Outage: the platform does not answer.
            Rejected: it does not let them in, or gives nothing for it.
        """
