"""The shops a desk works for: whose an order is, and what talks to its platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from packstation.desk.options import DeskOptions, ShopTerms
from packstation.domain.intake import Reject, Sourced
from packstation.domain.order import Order
from packstation.errors import PackstationError, Rejected
from packstation.platforms.connector import Connector

Connectors = Mapping[str, Connector]
"""What talks to each shop, by the shop's short name."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop: what the settings say of it, and its connector."""

    terms: ShopTerms
    connector: Connector

    @property
    def id(self) -> str:
        """Its short name in the settings; empty for the shop of ``[platform]``."""
        return self.terms.id

    def may_ask(self, platform: str) -> bool:
        """Whether its platform can be asked about an order that says it comes from ``platform``."""
        return self.connector.asks_again and platform in ("", self.terms.kind)


class Shops:
    """Every shop, that of ``[platform]`` first; terms are those in force at this moment."""

    def __init__(self, connectors: Connectors, options: Callable[[], DeskOptions]) -> None:
        """Work for the shops of these connectors, by their short names; one without terms is left out."""
        self._connectors = connectors
        self._options = options

    def __iter__(self) -> Iterator[Shop]:
        """One after another, as they stand in the settings."""
        for terms in self._options().shops:
            if terms.id in self._connectors:
                yield Shop(terms, self._connectors[terms.id])

    @property
    def first(self) -> Shop:
        """The shop of ``[platform]``."""
        return next(iter(self))

    @property
    def are_several(self) -> bool:
        """Whether a person must be told which shop is meant."""
        return len(self._connectors) > 1

    def of(self, shop_id: str) -> Shop | None:
        """The shop with this short name; None once it is no longer in the settings."""
        return next((shop for shop in self if shop.id == shop_id), None)

    def labels(self) -> dict[str, str]:
        """What people call each shop, where there are several to tell apart."""
        return {shop.id: shop.terms.label for shop in self} if self.are_several else {}

    def label(self, shop_id: str) -> str:
        """What people call a shop, also one that is no longer in the settings."""
        shop = self.of(shop_id)
        return shop.terms.label if shop else shop_id

    def whose(self, order: Order) -> Order:
        """An order that a file brought: it belongs to the further shop it names, else to ``[platform]``'s.

        Names that two shops share tell nothing.
        """
        if not self.are_several:
            return order
        told = [shop.terms for shop in self if shop.terms.name and shop.terms.name == order.shop]
        if len(told) != 1 or not told[0].id:
            return order
        if order.platform not in ("", self.first.terms.kind, told[0].kind):
            return order
        return replace(order, shop_id=told[0].id, platform=told[0].kind)

    def stop_rule(self, order: Order) -> str:
        """What the platform of an order's shop is told of stopped goods.

        Nothing where it does not want to hear of them, nor of a shop that is gone.
        """
        shop = self.of(order.shop_id)
        return shop.terms.report_stops if shop and shop.connector.hears_stops else "off"

    def clash(self, source: Sourced, order: Order, known: str) -> Reject:
        """Why an order is not taken: its number is that of another shop's, which is left alone."""
        data = (("number", order.number), ("shop", self.label(order.shop_id)), ("other", self.label(known)))
        return Reject(source.file, source.row, "number", "other-shop", data)


def gone(shop_id: str) -> PackstationError:
    """A shop nobody can be asked about: it was taken out of the settings while it had orders here."""
    return Rejected("shop-gone", shop=shop_id)
