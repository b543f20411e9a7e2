"""An address in one cell, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.address import split
from packstation.domain.order import Receiver


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "浙江省 杭州市 余杭区 仓前街道 文一西路969号(311121)",
            ("浙江省", "杭州市", "余杭区", "仓前街道", "文一西路969号", "311121"),
        ),
        (
            "浙江省 杭州市 余杭区 文一西路969号 3幢 201",
            ("浙江省", "杭州市", "余杭区", "", "文一西路969号 3幢 201", ""),
        ),
        (
            "北京 北京市 朝阳区 三里屯街道 工体北路8号（100027）",
            ("北京", "北京市", "朝阳区", "三里屯街道", "工体北路8号", "100027"),
        ),
        ("上海市 浦东新区 张江镇 科苑路88号", ("上海市", "上海市", "浦东新区", "张江镇", "科苑路88号", "")),
        ("广东省 东莞市 南城街道 鸿福路1号(000000)", ("广东省", "东莞市", "", "南城街道", "鸿福路1号", "")),
        ("海南省 琼海市 嘉积镇 东风路2号", ("海南省", "琼海市", "", "嘉积镇", "东风路2号", "")),
        (
            "新疆维吾尔自治区 阿克苏地区 库车市 城中路3号",
            ("新疆维吾尔自治区", "阿克苏地区", "库车市", "", "城中路3号", ""),
        ),
        (
            "内蒙古自治区 锡林郭勒盟 正蓝旗 上都镇 金莲川大街",
            ("内蒙古自治区", "锡林郭勒盟", "正蓝旗", "上都镇", "金莲川大街", ""),
        ),
        ("浙江省杭州市余杭区文一西路969号", ("浙江省", "杭州市", "余杭区", "", "文一西路969号", "")),
        ("文一西路969号 3幢", ("", "", "", "", "文一西路969号 3幢", "")),
        ("", ("", "", "", "", "", "")),
    ],
)
def test_split(text: str, parts: tuple[str, ...]) -> None:
    assert split(text) == Receiver("", "", *parts)


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["浙江省", "杭州市", "余杭区", "街道", "镇", "北京", "1号", "(311121)", "x"])
    ).map(" ".join)
)
def test_nothing_of_an_address_is_lost(text: str) -> None:
    read = split(text)
    kept = read.province + read.city + read.district + read.town + read.detail + read.postcode
    lost = sorted(sign for sign in "".join(text.split()) if sign not in kept and sign not in "()（）,，0")
    assert not lost
