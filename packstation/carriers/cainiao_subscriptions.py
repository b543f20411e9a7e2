"""What the shop has of each carrier's electronic waybills: numbers left, addresses that may send, templates.

From ``cainiao.waybill.ii.search`` and ``cainiao.cloudprint.stdtemplates.get`` (method pages of these names).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from packstation.top.envelope import listed

POSTPAID = frozenset({"1", "4"})
"""``cp_type`` of carriers that own their branches: paid afterwards, their counts mean nothing [M]."""
SINGLE, USUAL = "6", "1"
"""``standard_waybill_type`` of labels of one narrow part, and of the usual ones."""
NARROW_MM = 80


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a carrier: ``left`` numbers, and the first address it collects from."""

    code: str
    left: int
    address: Mapping[str, str]
    customers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscription:
    """What the shop has of one carrier: the branch that is used, whether its numbers are counted at all."""

    carrier: str
    branch: Branch
    is_counted: bool

    @property
    def has_numbers(self) -> bool:
        """Whether a number can be had now."""
        return not self.is_counted or self.branch.left > 0


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """All carriers the shop has an account with, and the addresses of their templates by carrier."""

    by_carrier: Mapping[str, Subscription] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


def subscriptions(
    searched: Mapping[str, Any], templates: Mapping[str, Any], branches: Mapping[str, str], width_mm: int
) -> Subscriptions:
    """Read both answers; whatever is incomplete is left out.

    Args:
        searched: the answer of ``ii.search``.
        templates: the answer of ``stdtemplates.get``.
        branches: the branch to use, by carrier, where the shop has several; else the one with most numbers.
        width_mm: of the label stock, which decides on the kind of template.
    """
    found = {}
    for one in _objects(searched.get("waybill_apply_subscription_cols")):
        code, known = str(one.get("cp_code") or ""), tuple(_branches(one))
        wanted = tuple(branch for branch in known if branch.code == branches.get(code))
        if code and known:
            branch = max(wanted or known, key=lambda branch: branch.left)
            found[code] = Subscription(code, branch, str(one.get("cp_type")) not in POSTPAID)
    return Subscriptions(found, dict(_templates(templates, SINGLE if width_mm <= NARROW_MM else USUAL)))


def _branches(subscription: Mapping[str, Any]) -> Iterator[Branch]:
    """Branches that have an address to send from."""
    for one in _objects(subscription.get("branch_account_cols")):
        address = next(iter(_objects(one.get("shipp_address_cols"))), None)
        if address is not None:
            parts = ("province", "city", "district", "town", "detail")
            where = {name: str(address[name]) for name in parts if address.get(name)}
            customers = tuple(map(str, listed(one.get("customer_code_list"))))
            yield Branch(str(one.get("branch_code") or ""), _count(one.get("quantity")), where, customers)


def _templates(answer: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """(carrier, address of the template): of the wanted kind, else the carrier's first."""
    result = answer.get("result")
    for one in _objects(result.get("datas") if isinstance(result, dict) else None):
        known = [
            each for each in _objects(one.get("standard_templates")) if each.get("standard_template_url")
        ]
        fits = [each for each in known if str(each.get("standard_waybill_type")) == kind]
        for each in (fits or known)[:1]:
            yield str(one.get("cp_code") or ""), str(each["standard_template_url"])


def _objects(holder: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in listed(holder) if isinstance(one, dict))


def _count(value: object) -> int:
    """A count, however it is written; none where it is no number."""
    text = str(value).strip()
    return int(text) if text.lstrip("-").isdecimal() else 0
