"""Buyers, addresses and baskets put together by chance; the same seed makes the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.emulators.taobao.books import Line, Receiver
from tests.emulators.taobao.goods import WARES, Ware

PLACES = (
    ("浙江省", "杭州市", "滨江区"),
    ("江苏省", "苏州市", "姑苏区"),
    ("上海", "上海市", "徐汇区"),
    ("北京", "北京市", "西城区"),
    ("广东省", "深圳市", "福田区"),
    ("四川省", "成都市", "锦江区"),
    ("湖北省", "武汉市", "江岸区"),
    ("陕西省", "西安市", "碑林区"),
    ("山东省", "青岛市", "市北区"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区"),
)
ROADS = ("梧桐", "临江", "长乐", "朝晖", "北辰", "锦河", "虹桥里", "永丰")
SURNAMES, GIVEN = "周吴郑王冯陈褚卫蒋沈韩杨朱秦", "安然一宁子衿若水知秋乐山清越明远"
NICKS = ("爱喝茶的", "慢慢走", "小鹿", "晴天", "tb")
MESSAGES = ("请用礼盒包装", "不要放价格单", "麻烦尽快发货", "易碎，多垫一层", "周末家里有人")
MEMOS = ("老客户，送小样", "电话核对过地址", "上次少发一件，仔细核对")
REASONS = ("不想要了", "拍错了", "尺寸不合适", "未按约定时间发货")


def receiver(rng: Random) -> Receiver:
    """Somebody somewhere."""
    state, city, district = rng.choice(PLACES)
    name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.randint(1, 2)))
    address = f"{rng.choice(ROADS)}路{rng.randint(1, 999)}号{rng.randint(1, 30)}栋{rng.randint(101, 2805)}室"
    mobile = f"13{rng.randint(0, 9)}{rng.randint(0, 99_999_999):08d}"
    return Receiver(name, mobile, state, city, district, address, postcode=f"{rng.randint(100, 859)}000")


def nick(rng: Random) -> str:
    """A buyer's name in the shop."""
    return f"{rng.choice(NICKS)}{rng.randint(1000, 99999)}"


def basket(rng: Random, wares: Sequence[Ware] = WARES) -> list[Line]:
    """One to three kinds, one or two of most."""
    kinds = rng.sample(list(wares), min(len(wares), rng.choice((1, 1, 1, 2, 2, 3))))
    return [
        Line("", ware.title, ware.sku, rng.choice((1, 1, 1, 2, 3)), ware.cents, ware.spec) for ware in kinds
    ]
