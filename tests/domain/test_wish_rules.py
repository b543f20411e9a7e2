"""Rules that read wishes out of sentences: the usual ones, the shop's own, and those that are none."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.buyer_words import LONGEST_READ, folded
from packstation.domain.usual_wishes import USUAL_RULES
from packstation.domain.wish_rules import Rule, of_shop, of_trait, rule, rules
from packstation.errors import BadInput
from tests.domain.wish_sentences import SAID

USUAL = rules(("usual",))


def read(text: str, asking: tuple[Rule, ...] = USUAL) -> tuple[str, ...]:
    told = folded(text)
    return tuple(one.wish for one in asking if one.found_in(told))


@pytest.mark.parametrize("sentence", SAID)
def test_the_usual_rules_read_a_sentence_as_a_person_would(sentence: str) -> None:
    assert read(sentence) == SAID[sentence]


@pytest.mark.parametrize("place", range(len(USUAL_RULES)))
def test_without_any_one_of_the_usual_rules_a_wish_is_missed(place: int) -> None:
    fewer = USUAL[:place] + USUAL[place + 1 :]
    assert any(read(sentence, fewer) != wishes for sentence, wishes in SAID.items())


def test_the_words_are_told_as_they_were_written() -> None:
    assert rule("礼盒|gift box => 礼盒包装").found_in(folded("麻煩用禮\u200b盒裝")) == "禮\u200b盒"
    assert rule("gift box => 礼盒包装").found_in(folded("a ＧＩＦＴ-box, please")) == "ＧＩＦＴ-box"


def test_what_is_taken_back_is_not_wanted() -> None:
    assert rule("礼盒 => 礼盒包装").found_in(folded("要礼盒，算了不要礼盒了")) is None
    assert rule("礼盒 => 礼盒包装").found_in(folded("不要礼盒，还是要礼盒吧")) == "礼盒"


def test_a_forbidden_word_anywhere_forbids_the_wish() -> None:
    own = rule("贺卡|祝福卡 !贺卡纸|卡套 => 手写贺卡")
    assert own.found_in(folded("放张贺卡")) == "贺卡"
    assert own.found_in(folded("放张贺卡，再买一包贺卡纸")) == ""


def test_a_rule_may_look_in_one_place_only() -> None:
    assert rule("memo: 老客户 => 放小样").places == ("memo",)
    assert rule("message:老客户 => 放小样").places == ("message",)
    assert rule("老客户 => 放小样").places == ("message", "memo")


def test_a_gap_stays_within_its_clause_and_never_over_forgetting() -> None:
    own = rule("不要*发票 => 不放发票")
    assert own.found_in(folded("不要放那个发票")) == "不要放那个发票"
    assert own.found_in(folded("不要黑色，开发票")) == ""
    assert own.found_in(folded("不要忘了发票")) == ""
    assert own.found_in(folded("不要一二三四五六七八九发票")) == ""


def test_latin_words_stand_alone() -> None:
    own = rule("sf|ems => 顺丰")
    assert read("by EMS", (own,)) == ("顺丰",)
    assert read("many items, transfer it", (own,)) == ()


@pytest.mark.parametrize(
    "line",
    ["", "礼盒", "礼盒 =>", "=> 礼盒", "| => 礼盒", "礼盒| => x", "(礼盒 => x", "礼盒) => x", "((a|b)|c) => x", "a)(b => x", "* => x", "礼盒* => x", "a*b*c*d*e => x", "礼盒 ! => x", "礼盒 => x => y", "(|a)b => x", ", => x", "礼盒 => " + "长" * 101, "礼" * 2001 + " => x"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(line: str) -> None:
    with pytest.raises(BadInput) as refused:
        rule(line)
    assert refused.value.reason == "bad-rule"


def test_the_usual_rules_can_stand_among_the_shops_own() -> None:
    assert [one.wish for one in rules(("加急 => 先发", "usual"))] == ["先发", *(one.wish for one in USUAL)]
    assert rules(()) == ()
    assert rules(("usual", "usual")) == USUAL


def test_instructions_of_shops_and_traits() -> None:
    assert of_shop("放感谢卡") == ("", "放感谢卡")
    assert of_shop(" 旗舰店 =>  放 感谢卡 ") == ("旗舰店", "放 感谢卡")
    assert of_trait("fragile => 贴易碎标") == ("fragile", "贴易碎标")
    for line in ("", "旗舰店 =>", "=> 放感谢卡", "a => b => c"):
        with pytest.raises(BadInput):
            of_shop(line)
    with pytest.raises(BadInput):
        of_trait("贴易碎标")


@pytest.mark.parametrize(
    "flood",
    ["礼盒", "不要", "不要价", "怕包多", "别 ", "撕了价格", "a", "?", "\u202e礼", "<b>礼盒</b>", "(" * 9, "不放放放放放放放放"],
)  # fmt: skip
def test_ten_megabytes_are_read_as_fast_as_a_page(flood: str) -> None:
    text = flood * (10_000_000 // len(flood))
    began = time.perf_counter()
    assert len(folded(text).places) <= 2 * LONGEST_READ
    read(text)
    assert time.perf_counter() - began < 1


def test_markup_is_text_like_any_other() -> None:
    assert read("<b>礼盒</b><script>alert('贺卡')</script>") == ("礼盒包装", "放贺卡")
    assert read("\u202e礼盒\u2066") == ("礼盒包装",)


@given(st.text(max_size=60))
def test_any_text_folds_to_signs_whose_places_are_known(text: str) -> None:
    told = folded(text)
    assert len(told.text) == len(told.places)
    assert folded(text) == told
    for start in range(len(told.text)):
        assert told.as_written(start, start + 1)
        first, end = told.clause(start)
        assert first <= start + 1
        assert start <= end
    read(text)


@given(st.text(st.sampled_from("礼盒放不|*()! =>a"), max_size=30))
def test_any_line_is_a_rule_or_refused(line: str) -> None:
    try:
        made = rule(line)
    except BadInput:
        return
    assert made.wish
    assert re.search(made.asks, "") is None, "a rule that is content with nothing finds it everywhere"
    made.found_in(folded("不放礼盒a"))
