"""Labels of random orders: numbers of every kind, texts short and endless, in Chinese, Latin and neither."""

from __future__ import annotations

import random
import string
from datetime import UTC, datetime, timedelta

from packstation.waybill.goods import TRAIT_WORDS
from packstation.waybill.label import Goods, Label, Party

_CHINESE = "浙江省杭州市余杭区文一西路九号栋单元室收件人白色棉恤陶瓷茶杯礼盒包装顺丰圆通龘"
_LATIN = string.ascii_letters + string.digits + " -/()#&^~\\\"'ÄÖÜßéŁẾjg|"
_STRANGE = "😀ع𠀀กё™\u202e\u0301\t"

_NUMBERS = (
    lambda source: f"SF{_digits(source, 13)}",
    lambda source: f"YT{_digits(source, 13)}",
    lambda source: f"7{_digits(source, 13)}",
    lambda source: f"JT{_digits(source, 13)}",
    lambda source: f"DPK{_digits(source, 12)}",
    lambda source: f"E{source.choice(string.ascii_uppercase)}{_digits(source, 9)}CN",
    lambda source: f"99{_digits(source, source.choice((11, 12, 13)))}",
    lambda source: f"9999{_digits(source, 10)}",
    lambda source: (
        f"JDV{source.choice('ABCE')}{_digits(source, 11)}-{source.randint(1, 9)}-{source.randint(1, 9)}-"
    ),
    lambda source: f"JDVA{_digits(source, 11)}-1-1-",
    lambda source: "".join(source.choices(string.ascii_uppercase, k=20)),
    lambda source: _digits(source, 38),
)
"""What carriers print, what the barcode library got wrong, and the longest that 76 mm can carry."""


def random_label(source: random.Random, place: int) -> Label:
    """The label of some order; each kind of number comes up in turn."""
    number = _NUMBERS[place % len(_NUMBERS)](source)
    pages = source.choice((1, 1, 1, 2, 5))
    return Label(
        carrier=source.choice(("圆通速递", "顺丰速运", "DHL Paket International", _text(source))),
        number=number,
        service=source.choice(("", "标准快递", _text(source))),
        sort_code=source.choice(("", "342-081-00 052", _text(source))),
        destination=_text(source),
        hub=source.choice(("", "杭州转运中心", _text(source))),
        receiver=Party(_text(source), _digits(source, 11), (_text(source), _text(source))),
        sender=Party(_text(source), _digits(source, 11), (_text(source),)),
        goods=tuple(
            Goods(_text(source), _text(source), source.randint(1, 120)) for _ in range(source.randint(0, 14))
        ),
        wishes=tuple(_text(source) for _ in range(source.randint(0, 3))),
        order_number=_digits(source, source.choice((8, 19, 28))),
        page=source.randint(1, pages),
        pages=pages,
        weight_g=source.choice((None, source.randint(1, 30_000))),
        carton=source.choice((None, "B3", _text(source))),
        printed_at=datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=source.randint(0, 10_000)),
        desk=source.choice(("", "desk-3", _text(source))),
        reprint=source.choice((0, 0, 1, 12)),
        traits=tuple(source.sample([*TRAIT_WORDS, _text(source)], source.randint(0, 4))),
        slot=source.choice((0, 0, 7, 60)),
    )


def _digits(source: random.Random, count: int) -> str:
    return "".join(source.choices(string.digits, k=count))


def _text(source: random.Random) -> str:
    signs = source.choice((_CHINESE, _CHINESE, _LATIN, _CHINESE + _LATIN, _CHINESE + _LATIN + _STRANGE))
    return "".join(source.choices(signs, k=source.choice((1, 2, 3, 8, 8, 20, 60, 400))))
