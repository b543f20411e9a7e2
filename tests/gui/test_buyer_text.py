"""What is said to the buyer: a sentence for each doubt the buyer can settle, in the shop's own words if it has any."""

from __future__ import annotations

import pytest

from packstation.domain.contact import ASKED, TEMPLATES, ready_text
from packstation.domain.order import Finding, Line
from packstation.domain.review_rules import RULES
from packstation.gui.buyer_text import buyer_text
from packstation.settings import Settings
from packstation.words import LANGUAGES, load
from tests.builders import make_order

NUMBER = "4065712345678900001"
PHONE = Finding("receiver-phone")
SHORT = Finding("stock-short", (("sku", "TS-L"), ("need", "3"), ("have", "1")))
ORDER = make_order(NUMBER, Line("1", "TS-L", 3, "白色棉T恤"))


def test_one_message_with_a_line_for_each_doubt() -> None:
    text = buyer_text(ORDER, (PHONE, SHORT, PHONE, Finding("deadline-near")), load("en"), Settings())
    assert text.splitlines() == [
        f"亲，您好！您的订单 {NUMBER} 正在准备发货，有件事要和您确认：",
        "收件电话好像不对，请发一个能接通的号码。",
        "您拍的「白色棉T恤」暂时缺货（要 3 件，现有 1 件）。您愿意等补货、先发有货的，还是退款？",
        "麻烦您尽快回复，我们马上安排发货，谢谢！",
    ]


@pytest.mark.parametrize("findings", [(), (Finding("deadline-near"), Finding("memo"), Finding("gift"))])
def test_nothing_is_asked_that_is_the_shops_own_business(findings: tuple[Finding, ...]) -> None:
    assert buyer_text(ORDER, findings, load("zh_CN"), Settings()) == ""


def test_the_shops_own_words_go_before_ours() -> None:
    settings = Settings(
        {
            "contact.opening": "您好 {order}",
            "contact.stock_short": "{title} 少了 {have}/{need} {",
            "contact.closing": " ",
        }
    )
    assert buyer_text(ORDER, (SHORT,), load("zh_CN"), settings).splitlines() == [
        f"您好 {NUMBER}",
        "白色棉T恤 少了 1/3 {",
    ]


def test_parts_of_the_address_are_named_in_the_buyers_language() -> None:
    missing = Finding("receiver-region", (("part", "district"),))
    assert "缺少区县" in buyer_text(ORDER, (missing,), load("en"), Settings())
    assert "缺少區縣" in buyer_text(ORDER, (missing,), load("zh_TW"), Settings())


def test_a_gap_nobody_knows_stays_as_it_is_written() -> None:
    templates = dict.fromkeys(TEMPLATES, "{nothing} {}{order}")
    assert ready_text("7", (PHONE,), templates, {}).splitlines() == ["{nothing} {}7"] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_in_every_language(language: str) -> None:
    words = load(language)
    assert all(words.raw(f"contact.{name}") for name in TEMPLATES)


def test_only_findings_that_exist_are_asked_about() -> None:
    assert set(ASKED) <= {rule.code for rule in RULES}
