"""What the shop has of each carrier's electronic waybills: numbers left, addresses that may send, templates.

From ``cainiao.waybill.ii.search`` and ``cainiao.cloudprint.stdtemplates.get``; from ``…mystdtemplates.get``
where the settings name a template of the shop's own (method pages of these names).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from packstation.errors import Rejected
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
class OwnTemplate:
    """A label the shop laid out itself in Cainiao's console: its carrier, number, name and address."""

    carrier: str
    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """All carriers the shop has an account with, and the addresses of their templates by carrier.

    ``own``: templates of the shop's own, as far as they were asked for.
    """

    by_carrier: Mapping[str, Subscription] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    own: tuple[OwnTemplate, ...] = ()

    def template(self, carrier: str, wanted: str) -> str:
        """The address of the template a carrier's labels are laid out by.

        Args:
            carrier: whose labels.
            wanted: the template of the settings: an address, or the name or number of one of the shop's own;
                empty: the standard one.

        Raises:
            Rejected: there is none.
        """
        if is_address(wanted):
            return wanted
        if not wanted and not self.templates.get(carrier):
            raise Rejected("waybill-template", carrier=carrier, detail="-")
        if not wanted:
            return self.templates[carrier]
        own = [one for one in self.own if one.carrier == carrier]
        found = next((one.address for one in own if wanted in (one.name, one.id)), "")
        if not found:
            present = "、".join(one.name or one.id for one in own) or "-"
            raise Rejected("waybill-own-template", carrier=carrier, template=wanted, present=present)
        return found


def is_address(wanted: str) -> bool:
    """Whether a template of the settings is an address; else it is the name or number of an own one."""
    return "://" in wanted


def subscriptions(
    searched: Mapping[str, Any],
    templates: Mapping[str, Any],
    branches: Mapping[str, str],
    width_mm: int,
    own: Mapping[str, Any] | None = None,
) -> Subscriptions:
    """Read the answers; whatever is incomplete is left out.

    Args:
        searched: the answer of ``ii.search``.
        templates: the answer of ``stdtemplates.get``.
        branches: the branch to use, by carrier, where the shop has several; else the one with most numbers.
        width_mm: of the label stock, which decides on the kind of template.
        own: the answer of ``mystdtemplates.get``; None where nobody asked.
    """
    found = {}
    for one in _objects(searched.get("waybill_apply_subscription_cols")):
        code, known = str(one.get("cp_code") or ""), tuple(_branches(one))
        wanted = tuple(branch for branch in known if branch.code == branches.get(code))
        if code and known:
            branch = max(wanted or known, key=lambda branch: branch.left)
            found[code] = Subscription(code, branch, str(one.get("cp_type")) not in POSTPAID)
    kind = SINGLE if width_mm <= NARROW_MM else USUAL
    return Subscriptions(found, dict(_templates(templates, kind)), tuple(_own_templates(own or {})))


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


def _own_templates(answer: Mapping[str, Any]) -> Iterator[OwnTemplate]:
    """The shop's own templates that have an address (method page of mystdtemplates.get)."""
    result = answer.get("result")
    for one in _objects(result.get("datas") if isinstance(result, dict) else None):
        for each in _objects(one.get("user_std_templates")):
            told = (
                str(each.get(f"user_std_template_{name}") or "").strip() for name in ("id", "name", "url")
            )
            template = OwnTemplate(str(one.get("cp_code") or ""), *told)
            if template.carrier and template.address:
                yield template


def _objects(holder: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in listed(holder) if isinstance(one, dict))


def _count(value: object) -> int:
    """A count, however it is written; none where it is no number."""
    text = str(value).strip()
    return int(text) if text.lstrip("-").isdecimal() else 0
