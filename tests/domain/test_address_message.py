"""A buyer's message taken apart: name, phone and address, in whatever order they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.address import read_message
from packstation.domain.order import Receiver

HOME = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "仓前街道", "文一西路969号", "")


@pytest.mark.parametrize(
    "text",
    [
        "李明，13812345678，浙江省杭州市余杭区仓前街道文一西路969号",
        "李明 13812345678 浙江省 杭州市 余杭区 仓前街道 文一西路969号",
        "浙江省杭州市余杭区仓前街道文一西路969号 李明 13812345678",
        "收货人: 李明\n手机号码: 13812345678\n所在地区: 浙江省 杭州市 余杭区 仓前街道\n详细地址: 文一西路969号",
        "+86 13812345678 李明；浙江省杭州市余杭区仓前街道文一西路969号。",
    ],
)
def test_name_phone_and_address_in_any_order(text: str) -> None:
    assert read_message(text) == HOME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13900001111", Receiver(phone="13900001111")),
        ("电话：0571-88886666", Receiver(phone="0571-88886666")),
        ("17800001111-1234", Receiver(phone="17800001111-1234")),
        ("王芳", Receiver(name="王芳")),
        ("好的，谢谢", Receiver()),
        ("", Receiver()),
        (
            "北京朝阳区建国路88号",
            Receiver(province="北京", city="北京市", district="朝阳区", detail="建国路88号"),
        ),
    ],
)
def test_what_a_message_does_not_say_stays_empty(text: str, expected: Receiver) -> None:
    assert read_message(text) == expected


def test_a_message_of_ten_megabytes_is_read_at_once() -> None:
    assert read_message("李明 13812345678 浙江省 " + "路" * 10_000_000).phone == "13812345678"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = read_message(text)
    assert all(isinstance(getattr(found, name), str) for name in Receiver.__dataclass_fields__)
