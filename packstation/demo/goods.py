"""What the demo's shop sells: invented goods with real-looking barcodes, weights and quality checks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ware:
    """One SKU of the demo; ``shape`` names the picture, ``colour`` its main colour, ``size_mm`` as packed."""

    sku: str
    title: str
    spec: str
    shape: str
    colour: str
    weight_g: int
    size_mm: tuple[int, int, int]
    cents: int
    traits: tuple[str, ...] = ()
    inspect: tuple[str, ...] = ()
    pack: int = 0


_SHIRT = (250, 200, 25)
_CUP = (100, 100, 110)

WARES: tuple[Ware, ...] = (
    Ware(
        "TS-WHT-M",
        "白色棉T恤",
        "M",
        "shirt",
        "#dfe6ee",
        175,
        _SHIRT,
        5900,
        inspect=("无污渍", "无破洞"),
        pack=10,
    ),
    Ware(
        "TS-WHT-L",
        "白色棉T恤",
        "L",
        "shirt",
        "#e7ecf2",
        185,
        _SHIRT,
        5900,
        inspect=("无污渍", "无破洞"),
        pack=10,
    ),
    Ware("TS-BLK-L", "黑色棉T恤", "L", "shirt", "#39424e", 185, _SHIRT, 5900, pack=10),
    Ware("TS-GRN-S", "草绿棉T恤", "S", "shirt", "#6d9a6a", 165, _SHIRT, 6500),
    Ware(
        "CUP-BLUE",
        "青花瓷茶杯",
        "180ml",
        "cup",
        "#3a67a8",
        320,
        _CUP,
        4800,
        ("fragile",),
        ("无破损", "无色差"),
    ),
    Ware("CUP-CELA", "青瓷茶杯", "150ml", "cup", "#7fb2a1", 290, _CUP, 5200, ("fragile",), ("无破损",)),
    Ware("CUP-RED", "红釉马克杯", "350ml", "cup", "#b34a3c", 410, _CUP, 3900, ("fragile",)),
    Ware("BOOK-FOX", "儿童绘本 小狐狸", "全6册", "book", "#d98b3a", 960, (260, 220, 40), 8800),
    Ware("BOOK-SEA", "儿童绘本 大海里", "精装", "book", "#3f86b5", 420, (280, 220, 15), 3600),
    Ware("BOOK-STAR", "星空图鉴", "平装", "book", "#4b4a86", 610, (240, 170, 30), 6800),
    Ware("FLASK-SIL", "不锈钢保温杯", "500ml 银", "flask", "#a9b4bf", 340, (80, 80, 250), 9900, pack=6),
    Ware("FLASK-INK", "不锈钢保温杯", "500ml 墨", "flask", "#3d4a57", 340, (80, 80, 250), 9900, pack=6),
    Ware(
        "EAR-WHT",
        "蓝牙耳机",
        "白色",
        "earphones",
        "#dde3ea",
        95,
        (100, 80, 45),
        19900,
        ("battery",),
        ("封签完好",),
    ),
    Ware(
        "EAR-BLK",
        "蓝牙耳机",
        "黑色",
        "earphones",
        "#333a42",
        95,
        (100, 80, 45),
        19900,
        ("battery",),
        ("封签完好",),
    ),
    Ware("CLOTH-LIN", "亚麻桌布", "140×180", "cloth", "#c9b79a", 520, (300, 250, 40), 7900),
    Ware("CLOTH-CHK", "格子桌布", "120×120", "cloth", "#a5544f", 380, (280, 220, 35), 5600),
    Ware("BEAR-BRN", "毛绒小熊", "30cm", "bear", "#a77b4f", 310, (300, 220, 180), 6900),
    Ware("BEAR-WHT", "毛绒小熊", "30cm 白", "bear", "#d9d2c5", 310, (300, 220, 180), 6900),
    Ware(
        "LAMP-DSK",
        "护眼台灯",
        "暖白",
        "lamp",
        "#e0a93b",
        1150,
        (380, 200, 160),
        15900,
        ("fragile",),
        ("通电正常",),
    ),
    Ware("LAMP-NGT", "小夜灯", "月亮", "moon", "#d8c36a", 230, (130, 130, 130), 4500),
    Ware("SOCK-5", "纯棉袜", "5双装", "socks", "#5f87a8", 210, (220, 150, 40), 2900, pack=20),
    Ware("SOCK-KID", "儿童袜", "3双装", "socks", "#c77b93", 90, (160, 110, 30), 1900, pack=20),
    Ware("SOAP-OSM", "桂花手工皂", "100g×3", "soap", "#d7a14a", 330, (150, 90, 40), 3300),
    Ware("SOAP-BAM", "竹炭手工皂", "100g×3", "soap", "#59625c", 330, (150, 90, 40), 3300),
    Ware("TEA-LJ", "龙井茶叶", "125g 罐", "tin", "#4f7d52", 230, (90, 90, 120), 12800),
    Ware("TEA-TGY", "铁观音", "250g 罐", "tin", "#8a6a3c", 360, (90, 90, 160), 9800),
    Ware("UMB-NAVY", "三折晴雨伞", "藏青", "umbrella", "#2f4a73", 390, (290, 70, 70), 6900),
    Ware("UMB-PINK", "三折晴雨伞", "樱粉", "umbrella", "#d58aa0", 390, (290, 70, 70), 6900),
    Ware("NOTE-A5", "方格笔记本", "A5 3本", "book", "#6b8f8a", 540, (210, 150, 45), 3200, pack=12),
    Ware("OIL-CAM", "山茶护手霜", "60ml", "bottle", "#c98b8b", 85, (60, 40, 150), 2600, ("liquid",)),
    Ware(
        "OIL-LAV",
        "薰衣草精油",
        "30ml",
        "bottle",
        "#8c7fb5",
        110,
        (45, 45, 110),
        7800,
        ("liquid", "fragile"),
        ("瓶盖密封",),
    ),
    Ware(
        "VASE-WHT",
        "素白花瓶",
        "中号",
        "vase",
        "#cfd6d4",
        980,
        (180, 180, 280),
        11900,
        ("fragile",),
        ("无破损",),
    ),
    Ware("CARD-GIFT", "手写贺卡", "空白", "card", "#c65b55", 15, (150, 110, 3), 300),
)
SCARCE = ("BEAR-WHT", "UMB-PINK", "LAMP-NGT")
"""Of these a little less lies on the shelves than a day's orders want."""
GIFT = "CARD-GIFT"
"""Never bought, only put in with other goods."""


def barcode_of(place: int, *, pack: bool = False) -> str:
    """A valid EAN-13 (or, for an outer box, GTIN-14) for the ware at this place, in China's own range."""
    body = f"690{7000000 + place * 137:07d}{place % 100:02d}"[:12]
    if pack:
        body = f"1{body}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """GS1's check digit: weights 3 and 1 from the right (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)
