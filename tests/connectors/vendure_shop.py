"""The real Vendure, over a wire that can be cut."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from packstation.domain.order import Receiver
from packstation.platforms.vendure import pulling
from tests.connectors.tried import BUYER, MOVED, Sent, Sold, TriedShop
from tests.vendure.cutting import Wire
from tests.vendure.shop import Shop

PENDING = "pending "
"""What stands before the number of a fulfilment that was made and not sent."""
UNBELIEVABLE = "M" * 300
"""A SKU the shop takes, and no barcode or label could hold."""


class VendureShop(TriedShop):
    """One desk's view of the running shop, which other tests use as well."""

    kind = "vendure"

    def __init__(self, folder: Path, shop: Shop, wire: Wire) -> None:
        super().__init__(folder, datetime.now(UTC))
        self.shop, self.wire = shop, wire
        self.secrets = {"token": shop.token}
        self._broken: list[str] = []

    def settings(self) -> Mapping[str, Any]:
        return {**super().settings(), "url": self.wire.url}

    def place(self, goods: Mapping[str, int], *, paid: bool = True) -> Sold:
        at = datetime.now(UTC)
        code = self.shop.place(list(goods.items()), _address(BUYER), settled=paid)
        lines = {
            line["productVariant"]["sku"]: (line["id"], line["quantity"]) for line in self.shop.lines(code)
        }
        return Sold(code, at, lines)

    def pay(self, sold: Sold) -> None:
        self.shop.settle(sold.number)

    def place_broken(self) -> str:
        if UNBELIEVABLE not in self.shop.variants:
            self._sell_the_unbelievable()
        self._broken.append(self.place({UNBELIEVABLE: 1}).number)
        return self._broken[-1]

    def _sell_the_unbelievable(self) -> None:
        said = [{"languageCode": "en", "name": "Mug", "slug": "unbelievable", "description": ""}]
        product = self.shop.owner.ask(
            "mutation($i: CreateProductInput!) { r: createProduct(input: $i) { id } }",
            i={"enabled": True, "translations": said},
        )["r"]["id"]
        variant = {
            "productId": product, "sku": UNBELIEVABLE, "price": 100, "stockOnHand": 5000,
            "translations": [{"languageCode": "en", "name": "Mug"}],
        }  # fmt: skip
        (made,) = self.shop.owner.ask(
            "mutation($i: [CreateProductVariantInput!]!) { r: createProductVariants(input: $i) { id } }",
            i=[variant],
        )["r"]
        self.shop.variants[UNBELIEVABLE] = made["id"]

    def cancel(self, sold: Sold, sku: str = "") -> None:
        self.shop.cancel(sold.number, sku, sold.lines[sku][1] if sku else 0)

    def move(self, sold: Sold) -> None:
        self.shop.change_address(sold.number, _address(MOVED))

    def books(self, number: str) -> list[Sent]:
        found = self._facts(number)
        held = [one for one in (found["fulfillments"] if found else []) if one["state"] != "Cancelled"]
        sent = [
            Sent(
                f"{PENDING}{one['trackingCode']}" if one["state"] == "Pending" else one["trackingCode"],
                {line["orderLineId"]: line["quantity"] for line in one["lines"]},
            )
            for one in held
        ]
        return sorted(sent, key=lambda one: one.number)

    def _facts(self, number: str) -> dict[str, Any] | None:
        """The shop's own record; None where it has none."""
        asked = "query($c: String!) { orders(options: {filter: {code: {eq: $c}}}) { totalItems } }"
        known = self.shop.owner.ask(asked, c=number)["orders"]["totalItems"]
        return self.shop.order(number) if known else None

    def state(self, number: str) -> object:
        return self.shop.order(number)

    def cut(self, *whens: str) -> None:
        self.wire.only = b"mutation"
        self.wire.script += whens

    def stutter(self) -> None:
        self.wire.only, self.wire.script = b"query", ["", "before", "", "after"] * 2

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        left, self.wire.script = self.wire.script, []
        only, self.wire.only, self.wire.before = self.wire.only, b"", 1.0
        try:
            yield
        finally:
            self.wire.only, self.wire.before, self.wire.script = only, 0.0, left

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        right, self.secrets = self.secrets, {"token": "x" * 64}
        try:
            yield
        finally:
            self.secrets = right

    def asked(self) -> int:
        return sum(self.wire.cuts.values())

    def small_batches(self, patch: pytest.MonkeyPatch) -> int:
        patch.setattr(pulling, "PAGE", 2)
        patch.setattr(pulling, "MOST_AT_ONCE", 2)
        return 4

    def close(self) -> None:
        """What cannot be believed is taken away: other tests read the same shop."""
        for code in self._broken:
            self.shop.cancel(code)
        super().close()


def _address(who: Receiver) -> dict[str, str]:
    """The receiver as somebody in China fills in the shop's form."""
    return {
        "fullName": who.name,
        "province": who.province,
        "city": who.city,
        "streetLine1": f"{who.district}{who.detail}",
        "postalCode": who.postcode,
        "countryCode": "CN",
        "phoneNumber": who.phone,
    }
