"""What a desk is set up with: its options and its printers, chosen by scanning the desk's own barcode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from packstation.desk.options import DeskOptions
from packstation.desk.pick_paper import Say
from packstation.domain.print_jobs import Paper
from packstation.printers.printer import Printer


@dataclass(frozen=True, slots=True)
class Profile:
    """One desk: what it does by itself, and where each kind of document comes out.

    A kind without a printer is written into a file only; for labels there is always one. ``says`` are the
    words on the papers of each kind: slips speak to the buyer, the others to those who work here. ``buyers``:
    those on the slips of shops whose buyers speak another language, by the shop's short name.
    """

    options: DeskOptions
    printers: Mapping[Paper, Printer]
    says: Mapping[Paper, Say]
    buyers: Mapping[str, Say] = field(default_factory=dict)

    def to_buyer(self, shop: str) -> Say:
        """The words on a slip for a buyer of this shop (its short name)."""
        return self.buyers.get(shop, self.says[Paper.SLIP])


@dataclass(frozen=True, slots=True)
class Profiles:
    """All desks the settings know: the usual one, and those that differ from it."""

    usual: Profile
    named: Mapping[str, Profile] = field(default_factory=dict)

    def of(self, desk: str) -> Profile:
        """The profile of a desk by its name, however its barcode spells it; the usual one for any other."""
        return self.named.get(folded(desk), self.usual)

    def name_of(self, scanned: str) -> str:
        """The name of a desk as the settings spell it."""
        known = (self.usual.options.name, *(profile.options.name for profile in self.named.values()))
        return next((name for name in known if folded(name) == folded(scanned)), scanned.lower())


def folded(name: str) -> str:
    """A desk's name without what a barcode cannot tell apart: case and signs."""
    return "".join(sign for sign in name.upper() if sign.isalnum())
