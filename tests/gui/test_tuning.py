"""What five scans tell of a scanner, from the keys it typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.layout_tables import LAYOUTS, US
from packstation.domain.sample_code import SAMPLE, Fault, fault_of
from packstation.gui.heard import Heard
from packstation.gui.tuning import NEEDED, NotAlike, Tuned, end_of, tune
from packstation.gui.wedge import Key, Kind, Rules, Scan, Wedge

SIGNS = {"cr": "\r", "lf": "\n", "tab": "\t", "": ""}


def heard(code: str = SAMPLE, gap: int = 5, end: str = "cr") -> Heard:
    keys = (*code, SIGNS[end]) if end else tuple(code)
    return Heard(code, "keyboard", (gap,) * (len(keys) - 1), keys, end)


@pytest.mark.parametrize("end", ["cr", "lf", "tab", ""])
def test_the_suffix_is_what_ended_all_five(end: str) -> None:
    tuned = tune([heard(end=end)] * NEEDED)
    assert isinstance(tuned, Tuned)
    assert tuned.settings["scanner.suffix"] == (end or "none")


def test_different_ends_leave_it_open() -> None:
    tuned = tune([heard(end="cr")] * 4 + [heard(end="tab")])
    assert isinstance(tuned, Tuned)
    assert tuned.settings["scanner.suffix"] == "any"


def test_an_end_the_settings_did_not_expect_is_seen_all_the_same() -> None:
    broken = replace(heard(end="cr"), code=SAMPLE + "\r", end="", complete=False)
    assert end_of(broken) == "cr"
    tuned = tune([broken] * NEEDED)
    assert isinstance(tuned, Tuned)
    assert tuned.settings["scanner.suffix"] == "cr"


def test_too_few_tell_nothing_and_odd_ones_are_named() -> None:
    assert tune([heard()] * (NEEDED - 1)) is None
    assert tune([heard(), heard(), heard(SAMPLE[1:]), heard(), heard("other")]) == NotAlike((2, 4))


@pytest.mark.parametrize(
    ("code", "prefix"), [(f"~{SAMPLE}", "~"), (SAMPLE, ""), ("~690123", ""), ("\x02AB12", "\x02")]
)
def test_a_prefix_is_what_stands_before_the_test_barcode(code: str, prefix: str) -> None:
    tuned = tune([heard(code)] * NEEDED)
    assert isinstance(tuned, Tuned)
    assert tuned.settings["scanner.prefix"] == prefix


def test_a_cable_has_no_rhythm() -> None:
    tuned = tune([Heard(SAMPLE, "serial", end="cr")] * NEEDED)
    assert isinstance(tuned, Tuned)
    assert set(tuned.settings) == {"scanner.suffix", "scanner.prefix"}


@given(st.integers(0, 55), st.sampled_from(["cr", "lf", "tab", ""]))
def test_what_was_proposed_recognises_the_scanner(gap: int, end: str) -> None:
    """Whatever its pace, the wedge with the proposed settings reads the same scanner again, whole."""
    tuned = tune([heard(gap=gap, end=end)] * NEEDED)
    assert isinstance(tuned, Tuned)
    chosen = tuned.settings
    rules = Rules(
        mean_gap_ms=int(str(chosen["scanner.gap_ms"])),
        silence_ms=int(str(chosen["scanner.silence_ms"])),
        suffix=str(chosen["scanner.suffix"]),
        prefix=str(chosen["scanner.prefix"]),
    )
    wedge = Wedge(rules)
    keys = [Key(1000 + place * gap, Kind.TEXT, sign) for place, sign in enumerate(SAMPLE)]
    if end:
        keys.append(Key(1000 + len(SAMPLE) * gap, Kind.END, SIGNS[end]))
    outcomes = [outcome for key in keys for outcome in wedge.press(key)] + wedge.silence()
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Scan)] == [SAMPLE]
    assert tuned.is_slow is (gap > 30)


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (SAMPLE, Fault.NONE),
        (SAMPLE.swapcase(), Fault.CAPS_LOCK),
        ("".join(chr(ord(sign) + 0xFEE0) for sign in SAMPLE), Fault.FULL_WIDTH),
        (SAMPLE.replace("3", ""), Fault.LOST),
        ("6901234567892", Fault.OTHER),
        ("", Fault.OTHER),
    ],
)
def test_what_went_wrong_is_named(read: str, fault: Fault) -> None:
    assert fault_of(read)[0] is fault


@pytest.mark.parametrize("layout", ["de", "fr", "es", "ru", "it"])
def test_a_wrong_layout_is_named(layout: str) -> None:
    typed = dict(zip("".join(US), "".join(LAYOUTS[layout]), strict=True))
    fault, name = fault_of("".join(typed[sign] for sign in SAMPLE))
    assert fault is Fault.LAYOUT
    assert name
