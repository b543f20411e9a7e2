"""A label of an order that does not exist: to see a layout before the first parcel bears it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from packstation.desk.options import Sender
from packstation.domain.masking import mask_name, mask_phone
from packstation.waybill.goods import Goods
from packstation.waybill.label import Label, Party, draw
from packstation.waybill.size import parse_size

_RECEIVER = (
    "收件人姓名",
    "13800138000",
    ("浙江省 杭州市 余杭区", "某某路 1 号某某小区 2 幢 401 室"),
)
_SENDER = Sender("寄件店铺", "0571-00000000", "浙江省金华市义乌市某某路 2 号仓库")


@dataclass(frozen=True, slots=True)
class Look:
    """How labels are to look.

    Attributes:
        layout: a file of ``resources/labels``.
        size: the stock in mm, e.g. ``100x150``.
        dpi: the printer's dots per inch.
        mask: whether name and phone are masked.
    """

    layout: str
    size: str
    dpi: int
    mask: bool = False


def sample(look: Look, sender: Sender, at: datetime) -> Callable[[], Image.Image]:
    """What draws the sample, in printer dots; for a worker.

    Args:
        look: how it is to look.
        sender: the shop's own, where the settings name one.
        at: the moment that stands on it, in the desk's zone.

    Raises:
        BadInput: only the call: size, resolution or barcode that do not go together.
    """
    name, phone, address = _RECEIVER
    own = sender if sender.name or sender.address else _SENDER
    label = Label(
        carrier="圆通速递",
        number="YT1234567890123",
        receiver=Party(
            mask_name(name) if look.mask else name, mask_phone(phone) if look.mask else phone, address
        ),
        sender=Party(own.name, own.phone, (own.address,) if own.address else ()),
        printed_at=at,
        sort_code="571-A12-005",
        hub="杭州集包中心",
        goods=(Goods("白色棉T恤", "L", 2), Goods("陶瓷茶杯", "青花", 1)),
        wishes=("礼盒包装",),
        order_number="4065712345678901234",
        weight_g=820,
        carton="B3",
        traits=("fragile",),
    )
    return lambda: draw(label, parse_size(look.size), look.dpi, look.layout)
