"""Labels of random orders, as many as are wanted: drawn under watch, sent through a language, read back by others."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from packstation.waybill.label import Goods, Label, Party, draw
from packstation.waybill.layout import layout_names
from packstation.waybill.size import dots_per_mm
from tests.printers.readers import (
    ZplRenderer,
    escpos_picture,
    read_by_zbar,
    read_by_zxing,
    tspl_picture,
)
from tests.waybill.ink import stay_in_their_boxes, watched

IS_FULL = os.environ.get("PACKSTATION_SOAK") == "full"
MANY = 2000
"""Labels of each language and size at full count."""
SIZES = ((76, 130), (100, 150), (100, 180), (90, 120))
NUMBERS = (
    "YT{:013d}",
    "SF{:013d}",
    "99{:011d}",
    "9912{:09d}",
    "{:012d}",
    "{:015d}",
    "JDVA{:011d}-1-1-",
    "JT{:013d}",
    "EM{:09d}CN",
)
WORDS = [
    "白色棉T恤",
    "陶瓷茶杯",
    "Kids'",
    "book",
    "连衣裙<b>",
    "~HS^XA^FD",
    "CLS\r\nPRINT",
    "9",
    "\x1b@",
    "礼盒",
    "﷽",
    "Żółć",
    "ẤẾỖỰ",
    "Ґудзь",
    "Ώρα",
    "x\u0302M\u0323",
    "Friedrichshafenerstraßenkreuzung",
    "😀",
]


def label(pick: random.Random, number: str = "") -> Label:
    """A label of any order there may be; what others wrote on it speaks printers' languages."""
    number = number or pick.choice(NUMBERS).format(pick.randrange(10**9))

    def words(most: int) -> str:
        return " ".join(pick.choices(WORDS, k=pick.randint(1, most)))

    goods = tuple(Goods(words(4), words(2), pick.randint(1, 99)) for _ in range(pick.randint(0, 9)))
    return Label(
        carrier=pick.choice(("圆通速递", "SF Express", "京东快递")),
        number=number,
        receiver=Party(words(2), "13812345678", (words(5), words(9))),
        sender=Party(words(1), "0571-88888888", (words(6),)),
        printed_at=datetime(2026, 11, 11, 12, 0, tzinfo=UTC),
        sort_code=pick.choice(("", "571-A12-005")),
        destination=words(2),
        hub=pick.choice(("", "杭州集包中心")),
        goods=goods,
        wishes=tuple(words(2) for _ in range(pick.randint(0, 3))),
        order_number=str(pick.randrange(10**18, 10**19)),
        weight_g=pick.choice((None, 1234)),
        reprint=pick.randint(0, 2),
        traits=pick.choice(((), ("fragile",), ("liquid", "fragile"))),
    )


@dataclass(frozen=True)
class Drawn:
    """One of many labels: the number it carries, its dots, and what to call it when it fails."""

    number: str
    image: Image.Image
    dpi: int
    name: str


def drawn_labels(
    seed: str, size: tuple[int, int], count: int, resolutions: tuple[int, ...] = (203, 203, 300)
) -> Iterator[Drawn]:
    """Labels of random orders in every layout; every text of each stayed in its box."""
    pick = random.Random(f"{seed} {size} 2026-11-11")
    layouts = layout_names()
    for place in range(count):
        dpi, layout = pick.choice(resolutions), pick.choice(layouts)
        shown = label(pick, NUMBERS[place % len(NUMBERS)].format(pick.randrange(10**9)))
        with watched() as texts:
            image = draw(shown, size, dpi, layout)
        name = f"{seed} {size} {dpi} {layout} {shown.number}"
        assert texts, name
        assert stay_in_their_boxes(texts, image), name
        yield Drawn(shown.number, image, dpi, name)


def both_read(picture: Image.Image, drawn: Drawn) -> None:
    """Two readers of other people find the number, the whole number, and nothing else."""
    for reads in (read_by_zxing, read_by_zbar):
        found = reads(picture)
        if found != {drawn.number}:
            kept = Path(tempfile.mkdtemp(prefix="label-")) / "unread.png"
            picture.save(kept)
            pytest.fail(f"{drawn.name}: {reads.__name__} finds {found} in {kept}")


def read_back(
    language: str,
    document: bytes,
    size: tuple[int, int],
    dpi: int,
    renderer: ZplRenderer | None,
    folder: Path,
) -> Image.Image:
    """The label as others see it, dark on white, one pixel a dot."""
    match language:
        case "zpl":
            assert renderer is not None
            (picture,) = renderer.pictures(document, size, round(dots_per_mm(dpi)))
            return picture
        case "tspl":
            return tspl_picture(document, dots_per_mm(dpi))
        case "escpos":
            return escpos_picture(document)
        case "png":
            (folder / "label.png").write_bytes(document)
            return Image.open(folder / "label.png").convert("L")
        case _:
            return pdf_picture(document, folder, size, dpi)


def pdf_picture(document: bytes, folder: Path, size: tuple[int, int], dpi: int) -> Image.Image:
    """A page of a PDF at printer dots, by a reader of PDF."""
    file = folder / "label.pdf"
    file.write_bytes(document)
    reader = QPdfDocument()
    reader.load(str(file))
    assert reader.pageCount() == 1
    page = reader.pagePointSize(0)
    for points, side in ((page.width(), size[0]), (page.height(), size[1])):
        assert abs(points / 72 * 25.4 - side) < 0.2
    wide, high = (round(side * dots_per_mm(dpi)) for side in size)
    picture = reader.render(0, QSize(wide, high)).convertToFormat(QImage.Format.Format_RGBA8888)
    dots = Image.frombytes(
        "RGBA", (wide, high), bytes(picture.constBits()), "raw", "RGBA", picture.bytesPerLine()
    )
    paper = Image.new("RGBA", dots.size, "white")
    paper.alpha_composite(dots)
    return paper.convert("L")
