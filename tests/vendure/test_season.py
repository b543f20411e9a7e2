"""A season over a bad wire ends with the same books on both sides, whoever died meanwhile; and the judge can tell."""

from __future__ import annotations

import copy
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.vendure.cutting import cutting
from tests.vendure.owner import CANCELLED, MOVED, Deed
from tests.vendure.season import Plan, Season
from tests.vendure.season_judge import desk_of, wrongs
from tests.vendure.shop import Shop

FULL = os.environ.get("PACKSTATION_SOAK") == "full"
SEED = int(os.environ.get("PACKSTATION_SEED", "7"))
PLAN = (
    Plan(orders=200, at_a_time=10, restarts=9, stalls=0.003)
    if FULL
    else Plan(orders=6, at_a_time=6, deeds=0.1, deaths=0.03, cuts=0.12)
)


@dataclass(frozen=True)
class Over:
    """A season that is over: what is in the shop's books and in the desk's file."""

    shop: Shop
    season: Season
    seconds: float

    @property
    def database(self) -> Path:
        return self.season.folder / "packstation.db"

    def wrongs(
        self,
        order_of: Callable[[str], Any] | None = None,
        database: Path | None = None,
        deeds: tuple[Deed, ...] = (),
    ) -> list[str]:
        """What the judge says of the books as they are, or as somebody bent them."""
        season = self.season
        done = (*season.owner.deeds, *deeds)
        return wrongs(
            order_of or self.shop.order, database or self.database, season.codes, done, season.asked
        )

    def honest(self) -> str:
        """An order that was packed and told with nothing done to it."""
        touched = {deed.order for deed in self.season.owner.deeds}
        return next(
            code
            for code in self.season.codes
            if code not in touched and self.shop.order(code)["state"] == "Shipped"
        )


@pytest.fixture(scope="module")
def over(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Over]:
    began = time.monotonic()
    with cutting(shop.program.port, SEED) as wire:
        season = Season(shop, wire, tmp_path_factory.mktemp("season") / "data", SEED)
        season.run(PLAN)
        yield Over(shop, season, time.monotonic() - began)


@pytest.mark.soak
def test_a_season_ends_with_the_same_books(over: Over) -> None:
    print(f"seed {SEED}: {over.season.figures()}; {over.seconds:.0f} s")  # noqa: T201
    found = over.wrongs()
    assert not found, "\n".join(found)
    assert over.season.wire.cuts["before"] + over.season.wire.cuts["after"] > 0
    if FULL:
        happened = over.season.seen
        assert {"shop killed in a pull", "shop killed in a fulfilment", "shop killed in a shipping"} <= set(
            happened
        )
        assert {f"desk killed {when} fulfilment" for when in ("before", "after")} & set(happened)
        assert happened["rivals"]
        assert over.season.packer.seen["syncs killed"]
        assert over.season.packer.seen["killed"]
        assert len({deed.what for deed in over.season.owner.deeds}) == 5


@pytest.mark.soak
def test_the_program_tells_the_same_of_it(over: Over) -> None:
    packer = over.season.packer
    packer.done("journal", "verify")
    waiting = {
        json.loads(line)["number"] for line in packer.done("orders", "--list", "all", "--json").splitlines()
    }
    assert waiting.isdisjoint(over.season.codes), "packed, cancelled or sent, and still in the queue"
    known = {code: desk_of(over.database, code) for code in over.season.codes}
    parked = {
        code for code, desk in known.items() if desk and any(one.state == "PARKED" for one in desk.told)
    }
    seen = {json.loads(line)["number"] for line in packer.done("exceptions", "--json").splitlines()}
    assert parked <= seen, "refused, and nobody is shown"
    for code in over.season.codes[:: max(1, len(over.season.codes) // 2)]:
        desk, told = known[code], json.loads(packer.done("order", code, "--json"))
        assert desk is not None
        assert told["state"] == desk.state
        assert [one["state"] for one in told["outbox"]] == [one.state for one in desk.told]
        assert {one["waybill"] for one in told["parcels"]} - {None} == {one.number for one in desk.boxes}


# --- the judge can tell
# ------------------------------------------------------------------------------------------------


def second(order: dict[str, Any]) -> None:
    order["fulfillments"].append(order["fulfillments"][0] | {"id": "9999"})


def second_number(order: dict[str, Any]) -> None:
    order["fulfillments"].append(order["fulfillments"][0] | {"id": "9999", "trackingCode": "JJD9"})


def other_number(order: dict[str, Any]) -> None:
    order["fulfillments"][0]["trackingCode"] = "JJD9"


def left_pending(order: dict[str, Any]) -> None:
    order["fulfillments"][0]["state"] = "Pending"


def lost(order: dict[str, Any]) -> None:
    order["fulfillments"].clear()


def too_few(order: dict[str, Any]) -> None:
    order["lines"][0]["quantity"] += 1


def reopened(order: dict[str, Any]) -> None:
    order["state"] = "PartiallyShipped"


def cancelled(order: dict[str, Any]) -> None:
    order["state"] = "Cancelled"


SHOPS = (
    (second, "stands 2 times in the shop"),
    (second, "units of line"),
    (second_number, "which is on no parcel"),
    (other_number, "which is on no parcel"),
    (other_number, "was told, and the shop has it not"),
    (left_pending, "was left Pending"),
    (lost, "was told, and the shop has it not"),
    (too_few, "units of line"),
    (reopened, "PartiallyShipped in the shop"),
    (cancelled, "Cancelled in the shop"),
)
DESKS = (
    ("UPDATE outbox SET state = 'PENDING' WHERE order_number = '{}'", "still waits to be told"),
    ("UPDATE outbox SET state = 'PARKED' WHERE order_number = '{}'", "is parked for nobody's doing"),
    ("DELETE FROM outbox WHERE order_number = '{}'", "left untold"),
    ("UPDATE orders SET state = 'packing' WHERE number = '{}'", "packing here"),
    ("DELETE FROM orders WHERE number = '{}'", "has never heard of it"),
    ("UPDATE journal SET verdict = '' WHERE order_number = '{}'", "the journal knows no scan"),
    ("DELETE FROM journal WHERE verb = 'tell' AND order_number = '{}'", "the journal does not say so"),
    (
        "UPDATE parcel SET contents = '[]' WHERE order_id = (SELECT id FROM orders WHERE number = '{}')",
        "in the shop {",
    ),
)


@pytest.mark.parametrize(("bend", "said"), SHOPS, ids=[f"{one[0].__name__}-{one[1][:9]}" for one in SHOPS])
def test_a_bent_book_of_the_shops_is_seen(over: Over, bend: Callable[[Any], None], said: str) -> None:
    victim = over.honest()

    def order_of(code: str) -> dict[str, Any]:
        order = copy.deepcopy(over.shop.order(code))
        if code == victim:
            bend(order)
        return order

    found = over.wrongs(order_of)
    assert any(one.startswith(victim) and said in one for one in found), found
    assert all(one.startswith(victim) for one in found)


@pytest.mark.parametrize(("statement", "said"), DESKS)
def test_a_bent_book_of_the_desks_is_seen(over: Over, tmp_path: Path, statement: str, said: str) -> None:
    victim = over.honest()
    with (
        closing(sqlite3.connect(over.database)) as kept,
        closing(sqlite3.connect(tmp_path / "bent.db")) as bent,
    ):
        kept.backup(bent)
        for (trigger,) in bent.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            bent.execute(f"DROP TRIGGER {trigger}")
        bent.execute(statement.format(victim))
        bent.commit()
    found = over.wrongs(database=tmp_path / "bent.db")
    assert any(one.startswith(victim) and said in one for one in found), found


@pytest.mark.parametrize(
    ("what", "said"),
    [(CANCELLED, "cancelled, and left the house"), (MOVED, "left for its old address")],
)
def test_what_left_though_the_desk_could_know_better_is_seen(over: Over, what: str, said: str) -> None:
    victim = over.honest()
    found = over.wrongs(deeds=(Deed(victim, what, over.season.asked[victim][0] - 1, "Nowhere 1"),))
    assert f"{victim}: {said}" in found
