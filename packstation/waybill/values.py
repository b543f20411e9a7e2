"""What one parcel's waybill says, as plain values; how it looks is the layout's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from packstation.waybill.goods import Goods


@dataclass(frozen=True, slots=True)
class Party:
    """Who receives or sends the parcel.

    Attributes:
        name: as the carrier shall see it; masking is the caller's choice.
        phone: likewise.
        address: lines, from province down to the door.
    """

    name: str
    phone: str = ""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Everything that stands on one parcel's waybill.

    Attributes:
        carrier: the carrier's name, e.g. 圆通速递.
        number: the waybill number the barcodes carry, in ASCII.
        receiver: who gets the parcel.
        sender: who sent it.
        printed_at: moment of printing in the desk's zone; shown as it is given.
        service: the carrier's product, e.g. 标准快递.
        sort_code: 三段码 from the carrier, printed big; empty where the carrier gave none.
        destination: city and district, printed big when there is no sort code.
        hub: 集包地, where the parcel's bag goes.
        goods: what is in this parcel.
        wishes: how the buyer wanted it packed.
        order_number: the shop's order.
        page: this parcel among the order's parcels, from 1.
        pages: the order's parcels.
        weight_g: weight in grams, when known.
        carton: code of the carton, when known.
        desk: name of the packing desk.
        reprint: 0 for the first print, n for the n-th reprint.
        traits: what the courier must know, e.g. ``fragile``.
        slot: the basket on the cart in which the goods came; 0 for none.
    """

    carrier: str
    number: str
    receiver: Party
    sender: Party
    printed_at: datetime
    service: str = ""
    sort_code: str = ""
    destination: str = ""
    hub: str = ""
    goods: tuple[Goods, ...] = ()
    wishes: tuple[str, ...] = ()
    order_number: str = ""
    page: int = 1
    pages: int = 1
    weight_g: int | None = None
    carton: str | None = None
    desk: str = ""
    reprint: int = 0
    traits: tuple[str, ...] = ()
    slot: int = 0
