"""Settings taken over from five scans never make a scanner worse than it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.sample_code import SAMPLE
from packstation.gui.heard import Heard
from packstation.gui.tuning import NEEDED, Tuned, tune
from packstation.gui.wedge import Rules
from tests.gui.scanner_test.scans import one, type_in

ENDS = st.sampled_from(["cr", "lf", "tab", ""])
PREFIXES = st.sampled_from(["", "~", "\x02", "#1", "PS~", "ABCD"])


def settings_of(heard: Heard, prefix: str = "") -> dict[str, object]:
    tuned = tune([heard] * NEEDED, prefix)
    assert isinstance(tuned, Tuned)
    return dict(tuned.settings)


def rules_of(settings: dict[str, object]) -> Rules:
    return Rules(
        mean_gap_ms=int(str(settings["scanner.gap_ms"])),
        silence_ms=int(str(settings["scanner.silence_ms"])),
        suffix=str(settings["scanner.suffix"]),
        prefix=str(settings["scanner.prefix"]),
    )


@given(ENDS, PREFIXES, st.sampled_from(["known", "new"]), st.integers(0, 40), st.integers(0, 119))
def test_the_same_scanner_is_read_whole_with_its_new_settings(
    end: str, prefix: str, told: str, gap: int, pause: int
) -> None:
    """Whatever it sends before and after a code and however long it waits, known before or not."""
    before = prefix if told == "known" else ""
    (heard,) = type_in(Rules(prefix=before), prefix + SAMPLE, end, gap, pause)
    settings = settings_of(heard, before)
    assert settings["scanner.prefix"] == prefix
    rules = rules_of(settings)
    for code in (SAMPLE, "6901234567892"):
        (again,) = type_in(rules, prefix + code, end, gap, pause)
        assert (again.code, again.complete) == (code, True)
    # what was found once is found again
    (again,) = type_in(rules, prefix + SAMPLE, end, gap, pause)
    assert settings_of(again, prefix) == settings


def test_a_prefix_stays_when_another_barcode_is_scanned() -> None:
    rules = Rules(prefix="~")
    assert settings_of(one("~6901234567892", rules=rules), "~")["scanner.prefix"] == "~"


def test_a_prefix_the_scanner_no_longer_sends_goes() -> None:
    assert settings_of(one(rules=Rules(prefix="~")), "~")["scanner.prefix"] == ""


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        (f"]C0{SAMPLE}", ""),
        (f"~]C0{SAMPLE}", "~"),
        ("]E06901234567892", ""),
        ("\x1d0106901234567892", ""),
        (f"TOOLONG{SAMPLE}", ""),
    ],
)
def test_neither_the_kind_of_barcode_nor_a_separator_is_a_prefix(code: str, prefix: str) -> None:
    assert settings_of(one(code))["scanner.prefix"] == prefix


def test_a_scanner_slow_as_a_person_is_fine_with_a_prefix() -> None:
    slow = tune([one(gap=45, pause=45)] * NEEDED)
    assert isinstance(slow, Tuned)
    assert slow.is_slow
    marked = tune([one(f"~{SAMPLE}", gap=45, pause=45)] * NEEDED)
    assert isinstance(marked, Tuned)
    assert not marked.is_slow


def test_a_persons_enter_before_the_scan_is_not_its_rhythm() -> None:
    heard = one()
    early = Heard(heard.code, "keyboard", (95, *heard.gaps_ms), ("\r", *heard.keys), "cr")
    assert settings_of(early) == settings_of(heard)


@pytest.mark.parametrize(
    ("heard", "suffix"),
    [
        (Heard(SAMPLE, "serial", end="lf"), "lf"),
        (Heard(f"{SAMPLE}\t", "serial", complete=False), "tab"),
        (Heard(SAMPLE, "serial"), "any"),
        (Heard(SAMPLE, "serial", complete=False), "any"),
    ],
)
def test_a_cable_that_shows_no_end_proves_none(heard: Heard, suffix: str) -> None:
    assert settings_of(heard, "~") == {"scanner.suffix": suffix, "scanner.prefix": "~"}


def test_two_scanners_by_two_ways_are_no_mishap() -> None:
    by_cable = Heard(SAMPLE, "serial", end="cr")
    assert isinstance(tune([by_cable, *[one()] * (NEEDED - 1)]), Tuned)
    assert isinstance(tune([*[one()] * (NEEDED - 1), by_cable]), Tuned)
