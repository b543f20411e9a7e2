"""What a file or a platform hands in, read and checked but not stored yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from packstation.domain.order import Order
from packstation.domain.people import Person


@dataclass(frozen=True, slots=True)
class Product:
    """One SKU: how it is recognised, weighed and checked.

    ``packs`` are (barcode, units) of outer packagings; ``size_mm`` length, width, height; ``picture`` a path
    or empty; ``pack`` what must be done when it is packed. ``untold`` names what its source has no place for:
    a table without such a column says nothing of it.
    """

    sku: str
    title: str = ""
    spec: str = ""
    barcodes: tuple[str, ...] = ()
    packs: tuple[tuple[str, int], ...] = ()
    weight_g: int | None = None
    size_mm: tuple[int, int, int] | None = None
    traits: tuple[str, ...] = ()
    inspect: tuple[str, ...] = ()
    picture: str = ""
    pack: tuple[str, ...] = ()
    untold: frozenset[str] = field(default=frozenset(), compare=False)

    def told_over(self, known: Product | None) -> Product:
        """The product with what its source says nothing of as it was known before."""
        kept = {name: getattr(known, name) for name in self.untold} if known else {}
        return replace(self, **kept, untold=frozenset())


@dataclass(frozen=True, slots=True)
class StockCount:
    """How many units of a SKU lie in a bin, counted."""

    sku: str
    bin: str
    on_hand: int


@dataclass(frozen=True, slots=True)
class Carton:
    """One kind of box: inner size in mm, its own weight and what it bears in grams, how many there are.

    ``untold`` as of a product.
    """

    code: str
    inner_mm: tuple[int, int, int] | None = None
    weight_g: int = 0
    max_g: int | None = None
    on_hand: int | None = None
    untold: frozenset[str] = field(default=frozenset(), compare=False)

    def told_over(self, known: Carton | None) -> Carton:
        """The carton with what its source says nothing of as it was known before."""
        kept = {name: getattr(known, name) for name in self.untold} if known else {}
        return replace(self, **kept, untold=frozenset())


def is_low(carton: Carton, low: int) -> bool:
    """Whether fewer of a carton are left than there should be; never of one that is not counted."""
    return carton.on_hand is not None and carton.on_hand < low


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who takes parcels; ``number_pattern`` is the rule its waybill numbers obey (empty: any).

    ``sort_codes`` are (start of the address, sort code) pairs; the longest start that fits is printed big.
    ``untold`` as of a product.
    """

    code: str
    name: str = ""
    number_pattern: str = ""
    sort_codes: tuple[tuple[str, str], ...] = ()
    untold: frozenset[str] = field(default=frozenset(), compare=False)

    def told_over(self, known: Carrier | None) -> Carrier:
        """The carrier with what its source says nothing of as it was known before."""
        kept = {name: getattr(known, name) for name in self.untold} if known else {}
        return replace(self, **kept, untold=frozenset())


@dataclass(frozen=True, slots=True)
class WaybillNumber:
    """One number a carrier gave us to use."""

    carrier: str
    number: str


@dataclass(frozen=True, slots=True)
class RefundTold:
    """What a list of refunds said of an order's lines before the order itself could be read.

    ``refunds`` are (line, refund word) pairs.
    """

    order: str
    refunds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be taken: where it stands and why, as the key of the sentence with its data.

    ``row`` counts from 1 as a spreadsheet shows it (JSON: place in its list); ``column`` may be empty.
    """

    file: str
    row: int
    column: str
    reason: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sourced:
    """Where a record stood, so that a later refusal can still name its place."""

    file: str = ""
    row: int = 0


Record = Order | Product | StockCount | Carton | Carrier | WaybillNumber | Person | RefundTold


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything readable in some files, in storing order, and everything that was not."""

    records: tuple[tuple[Sourced, Record], ...] = ()
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a batch."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: tuple[Reject, ...] = ()
