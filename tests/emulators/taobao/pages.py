"""Which parts of a record which method shows: the lists tell less than ``trade.fullinfo.get``, as their pages say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulators.taobao.answers import Listed

_HOLDS = frozenset({"top_hold", "team_buy_hold", "share_group_hold", "forbid_consign"})
_NEWS = frozenset(
    {"tid_str", "buyer_message", "seller_memo", "ob_tag", "lm", "consign_interval", "est_con_time"}
)
_PROMISES = frozenset({"send_time", "delivery_time", "collect_time", "cutoff_minutes", "logistics_infos"})
_LINE_NEWS = frozenset({"oid_str", "is_free_gift", "modify_address", "ti_modify_address_time"})


@dataclass(frozen=True, slots=True)
class Page:
    """A method's page: what of a record, and of its sub-orders, it does not have."""

    lacks: frozenset[str]
    lines_lack: frozenset[str] = frozenset()

    def of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record as far as this method shows it."""
        return {key: self._lines(key, value) for key, value in record.items() if key not in self.lacks}

    def _lines(self, key: str, value: Any) -> Any:
        if key != "orders" or not self.lines_lack:
            return value
        lines = [{k: v for k, v in one.items() if k not in self.lines_lack} for one in value.items]
        return Listed(value.name, lines)


SOLD = Page(_HOLDS | _NEWS | {"no_shipping"}, _LINE_NEWS)
INCREMENT = Page(_HOLDS | _NEWS | _PROMISES | {"sid", "is_part_consign"}, _LINE_NEWS)
FULL = Page(frozenset({"has_buyer_message", "no_shipping"}))
REFUNDS = Page(frozenset({"end_time", "price", "shipping_type"}))
