from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.gui.wedge import Key, Kind, Outcome, Rules, Scan, Typed, Wedge

RULES = Rules()
SIGNS = st.text(alphabet="0123456789ABCXYZabc-._/ 订单", min_size=3, max_size=30).filter(str.strip)

LONG = SIGNS.filter(lambda code: len(code) >= RULES.sure)


def press_all(wedge: Wedge, keys: list[Key]) -> list[Outcome]:
    return [outcome for key in keys for outcome in wedge.press(key)]


def burst(code: str, start: int = 1000, gap: int = 5, *, end: bool = True) -> list[Key]:
    keys = [Key(start + place * gap, Kind.TEXT, sign) for place, sign in enumerate(code)]
    if end:
        keys.append(Key(start + len(code) * gap, Kind.END, "\r"))
    return keys


def typed_text(outcomes: list[Outcome]) -> str:
    typed = [key for outcome in outcomes if isinstance(outcome, Typed) for key in outcome.keys]
    return "".join(key.text for key in typed if key.kind is Kind.TEXT)


def scans(outcomes: list[Outcome]) -> list[str]:
    return [outcome.code for outcome in outcomes if isinstance(outcome, Scan)]


def test_a_burst_with_enter_is_one_scan_and_nothing_else() -> None:
    keys = burst("YT7500012345678")
    assert press_all(Wedge(), keys) == [Scan("YT7500012345678", tuple(keys), "cr")]


def test_a_burst_without_enter_ends_with_silence() -> None:
    wedge = Wedge()
    keys = burst("YT7512", end=False)
    assert press_all(wedge, keys) == []
    assert wedge.is_waiting
    assert wedge.silence() == [Scan("YT7512", tuple(keys), "")]
    assert not wedge.is_waiting


def test_rolling_fingers_are_no_scan() -> None:
    """Three keys 30 ms apart and then nothing: fast typists do that, scanners send more or an Enter."""
    wedge = Wedge()
    assert press_all(wedge, burst("ing", gap=30, end=False)) == []
    assert typed_text(wedge.silence()) == "ing"
    known = Wedge(Rules(suffix="none"))
    assert press_all(known, burst("ing", gap=30, end=False)) == []
    assert scans(known.silence()) == ["ing"]


@pytest.mark.parametrize(("suffix", "sign"), [("cr", "\r"), ("lf", "\n"), ("tab", "\t")])
def test_only_the_suffix_that_is_set_ends_a_code(suffix: str, sign: str) -> None:
    wedge = Wedge(Rules(suffix=suffix))
    others = [other for other in "\r\n\t" if other != sign]
    keys = [Key(place, Kind.TEXT, "A") for place in range(3)]
    keys += [Key(3, Kind.END, others[0]), Key(4, Kind.TEXT, "B"), Key(5, Kind.END, others[1])]
    assert press_all(wedge, keys) == []
    end = Key(6, Kind.END, sign)
    assert wedge.press(end) == [Scan(f"AAA{others[0]}B{others[1]}", (*keys, end), suffix)]


def test_a_code_whose_suffix_never_came_was_broken_off() -> None:
    wedge = Wedge(Rules(suffix="cr"))
    assert press_all(wedge, burst("690123456", end=False)) == []
    (scan,) = wedge.silence()
    assert isinstance(scan, Scan)
    assert (scan.code, scan.complete) == ("690123456", False)


def test_a_prefix_tells_even_a_slow_scanner_from_a_person() -> None:
    rules = Rules(prefix="~")
    slow = burst("~YT75", gap=90)
    assert scans(press_all(Wedge(rules), slow)) == ["YT75"]
    assert scans(press_all(Wedge(rules), burst("YT7512", gap=5))) == ["YT7512"]
    wedge = Wedge(rules)
    assert press_all(wedge, [Key(0, Kind.TEXT, "~")]) == []
    assert typed_text([*wedge.press(Key(200, Kind.TEXT, "a")), *wedge.silence()]) == "~a"


def test_the_shortest_scan_has_three_signs() -> None:
    assert scans(press_all(Wedge(), burst("ABC"))) == ["ABC"]
    two = press_all(Wedge(), burst("AB"))
    assert scans(two) == []
    assert typed_text(two) == "AB"


def test_a_mean_gap_above_the_limit_is_typing() -> None:
    assert scans(press_all(Wedge(), burst("ABCDEF", gap=50))) == ["ABCDEF"]
    slow = press_all(Wedge(), burst("ABCDEF", gap=80))
    assert scans(slow) == []
    assert typed_text(slow) == "ABCDEF"


def test_one_slow_key_inside_a_burst_does_no_harm() -> None:
    keys = burst("YT12345678", end=False)
    late = [Key(key.at + (100 if place > 6 else 0), key.kind, key.text) for place, key in enumerate(keys)]
    assert scans(press_all(Wedge(), [*late, Key(late[-1].at + 5, Kind.END, "\r")])) == ["YT12345678"]


def test_a_person_is_not_kept_waiting_for_long() -> None:
    wedge = Wedge()
    seen = 0
    for place in range(20):
        outcomes = wedge.press(Key(1000 + place * 110, Kind.TEXT, "a"))
        seen += len(typed_text(outcomes))
        assert place + 1 - seen <= 2


def test_carriage_return_and_line_feed_are_one_end() -> None:
    wedge = Wedge()
    assert scans(press_all(wedge, burst("ABC123"))) == ["ABC123"]
    assert wedge.press(Key(1032, Kind.END)) == []
    assert wedge.press(Key(1300, Kind.END)) == []
    late = Key(2000, Kind.END)
    assert wedge.press(late) == []
    assert wedge.silence() == [Typed((late,))]


def test_an_enter_before_the_code_is_no_keystroke() -> None:
    assert scans(press_all(Wedge(), [Key(995, Kind.END, "\r"), *burst("ABC123")])) == ["ABC123"]


def test_a_held_key_is_a_person() -> None:
    wedge = Wedge()
    outcomes = wedge.press(Key(0, Kind.TEXT, "1"))
    outcomes += [o for at in range(500, 1500, 33) for o in wedge.press(Key(at, Kind.TEXT, "1", repeat=True))]
    assert scans([*outcomes, *wedge.silence()]) == []


def test_a_repeat_inside_a_burst_is_a_sign() -> None:
    keys = burst("10045", end=False)
    keys[2] = Key(keys[2].at, Kind.TEXT, "0", repeat=True)
    wedge = Wedge()
    assert press_all(wedge, keys) == []
    assert scans(wedge.silence()) == []
    sure = Wedge()
    assert scans(press_all(sure, [*keys, Key(1030, Kind.END, "\r")])) == ["10045"]


def test_other_keys_let_go_what_was_held_first() -> None:
    wedge = Wedge()
    a = Key(0, Kind.TEXT, "a")
    delete = Key(60, Kind.OTHER)
    assert [*wedge.press(a), *wedge.press(delete)] == [Typed((a,)), Typed((delete,))]


def test_an_endless_burst_is_kept_short_enough_to_be_refused() -> None:
    found = scans(press_all(Wedge(), burst("X" * 5000)))
    assert [len(code) for code in found] == [RULES.longest]


def test_the_time_stamp_counter_may_start_over() -> None:
    assert scans(
        press_all(
            Wedge(),
            [
                Key((4294967290 + place * 5) % (1 << 32), Kind.TEXT, sign)
                for place, sign in enumerate("ABC123")
            ]
            + [Key(24, Kind.END, "\r")],
        )
    ) == ["ABC123"]


EVENT = st.one_of(
    st.tuples(st.just("scan"), SIGNS, st.integers(1, 45), st.just(value=True)),
    st.tuples(st.just("scan"), LONG, st.integers(1, 45), st.just(value=False)),
    st.tuples(
        st.just("type"),
        st.text(alphabet="abc1", min_size=1, max_size=6),
        st.integers(121, 400),
        st.just(value=False),
    ),
    st.tuples(st.just("enter"), st.just("\n"), st.just(1), st.just(value=False)),
)
"""Somebody scans (with or without Enter), types slowly, or presses Enter."""


def keys_of(kind: str, text: str, start: int, gap: int, *, ends: bool) -> list[Key]:
    sort = Kind.END if kind == "enter" else Kind.TEXT
    keys = [Key(start + place * gap, sort, sign) for place, sign in enumerate(text)]
    return [*keys, Key(start + len(text) * gap, Kind.END, "\n")] if ends else keys


def flat(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """Scans whole, typed keys one by one, in the order in which they came out."""
    got: list[tuple[str, str]] = []
    for outcome in outcomes:
        match outcome:
            case Scan(code=code):
                got.append(("scan", code))
            case Typed(keys):
                got += [("key", key.text) for key in keys]
    return got


@given(
    st.lists(st.tuples(EVENT, st.integers(RULES.tail_ms + 1, 3000), st.booleans()), max_size=12),
)
def test_scans_and_typing_never_mix_and_nothing_is_lost(
    day: list[tuple[tuple[str, str, int, bool], int, bool]],
) -> None:
    """Whatever order bursts and slow keys come in: every scan whole, every typed sign once, all in order."""
    wedge = Wedge()
    outcomes: list[Outcome] = []
    expected: list[tuple[str, str]] = []
    now = 10_000
    for (kind, text, gap, ends), pause, is_silent in day:
        now += pause
        if is_silent:
            outcomes += wedge.silence()
        keys = keys_of(kind, text, now, gap, ends=ends)
        outcomes += press_all(wedge, keys)
        now = keys[-1].at
        expected += [("scan", text)] if kind == "scan" else [("key", sign) for sign in text]
    outcomes += wedge.silence()
    assert flat(outcomes) == expected
