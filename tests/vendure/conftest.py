"""One shop for all tests of a run, and a desk's connector to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from packstation.domain.intake import Batch, Reject
from packstation.domain.order import Order
from packstation.platforms.ground import Ground
from packstation.platforms.vendure.platform import VendurePlatform
from packstation.top.flows import Flows
from tests.fakes import FakeClock, FakeNotebook
from tests.vendure.cutting import Wire, cutting
from tests.vendure.shop import Shop

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shop(vendure: Shop) -> Shop:
    """The real thing."""
    return vendure


@pytest.fixture
def wire(shop: Shop) -> Iterator[Wire]:
    """A way to the shop that can be cut."""
    with cutting(int(shop.url.rpartition(":")[2]), seed=7) as one:
        yield one


@dataclass
class Desk:
    """A desk that only remembers: what it was told of, newest word last."""

    url: str
    folder: Path
    secrets: Mapping[str, str]
    clock: FakeClock = field(default_factory=lambda: FakeClock(datetime.now(UTC)))
    orders: dict[str, Order] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def connector(self) -> VendurePlatform:
        """As it is after a start of the program."""
        settings: Mapping[str, Any] = {"url": self.url, "shop": "Mugs", "interval_s": 30}
        return VendurePlatform(
            Ground(
                shop="",
                settings=settings.__getitem__,
                promise=timedelta(hours=48),
                secret=lambda name: self.secrets.get(name, ""),
                variable=lambda name: f"PACKSTATION_VENDURE_{name.upper()}",
                notebook=FakeNotebook(),
                waiting=self.waiting,
                zone=UTC,
                now=self.clock.now,
                steady=self.clock.steady,
                flows=Flows(self.clock.now, self.clock.steady),
                called=("", 0),
                folder=self.folder,
                read=lambda _paths: Batch(),
                shipments_csv=lambda _shipments: b"",
                write_rejects=lambda _path, rejects: self.rejects.extend(rejects),
            )
        )

    def waiting(self) -> tuple[str, ...]:
        """Orders that are still open here."""
        over = ("TRADE_CLOSED", "WAIT_BUYER_CONFIRM_GOODS")
        return tuple(number for number, order in self.orders.items() if order.status not in over)

    def once(self, connector: VendurePlatform) -> set[str]:
        """One batch, stored and taken; gives whose orders came."""
        fetched = connector.fetch()
        came = {record.number: record for _, record in fetched.batch.records if isinstance(record, Order)}
        self.orders |= came
        self.sizes.append(len(came))
        connector.taken(fetched, fetched.batch.rejects)
        if fetched.trouble is not None:
            raise fetched.trouble
        return set(came)

    def pull(self, connector: VendurePlatform) -> set[str]:
        """Batches until there is no more for now."""
        came = self.once(connector)
        while connector.has_news():
            came |= self.once(connector)
        return came

    def later(self, connector: VendurePlatform) -> set[str]:
        """The next round, and the one after it: a passage is read in one, what left it is asked for in the next."""
        came: set[str] = set()
        for _ in range(2):
            self.clock.pass_time(seconds=31)
            came |= self.pull(connector)
        return came


@pytest.fixture
def desk(shop: Shop, tmp_path: Path) -> Desk:
    return Desk(shop.admin_url, tmp_path, {"token": shop.token})


@pytest.fixture
def at(shop: Shop, tmp_path: Path) -> Callable[[str], Desk]:
    """A desk that calls somewhere else."""
    return lambda url: Desk(url, tmp_path, {"token": shop.token})
