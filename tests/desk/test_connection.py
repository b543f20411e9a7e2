"""How the desk stands with its shop: since when it does not answer, what that means, what the last rounds brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.desk import sync_note
from packstation.desk.connection import Fact, fact_of
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.sync_note import SyncNote, note_in, text_of
from packstation.domain.connection import Found, Health, Part, Tried
from packstation.domain.intake import Batch, Reject, Sourced, Tally
from packstation.errors import Outage, Rejected, StoreTrouble
from packstation.platforms import PLATFORMS
from packstation.platforms.connector import Connector, Fetched
from packstation.platforms.folder import FolderPlatform
from packstation.platforms.taobao.platform import TaobaoPlatform
from packstation.platforms.vendure.platform import VendurePlatform
from packstation.words import LANGUAGES, load
from tests.asked_platform import AskedPlatform
from tests.builders import NOON, make_desk, make_order
from tests.fakes import FakeClock, FakePlatform

FIRST = "4065712345678900001"
SILENT = Outage("web-unreachable", host="eco.taobao.com", reached=False)
REFUSED = Rejected("taobao-secret", method="taobao.time.get")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


def desk_of(folder: Path, clock: FakeClock, platform: FakePlatform | None = None, rule: str = "wait") -> Desk:
    options = replace(DeskOptions(), offline_rule=rule)
    return make_desk(folder, platform=platform or AskedPlatform(), clock=clock, options=options)


def facts(desk: Desk) -> dict[str, Fact]:
    return {fact.name: fact for fact in desk.connection.facts(desk.connection.standing())}


def round_of(desk: Desk, *orders: str, rejects: int = 0) -> None:
    records = tuple((Sourced("x", row), make_order(number)) for row, number in enumerate(orders, 1))
    bad = tuple(Reject("x", row, "status", "bad-input") for row in range(rejects))
    for _ in desk.syncing.apply(Fetched(Batch(records, bad))):
        pass


def test_before_the_first_round_nobody_knows(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_of(tmp_path, clock)
    standing = desk.connection.standing()
    assert (standing.answers, standing.blame) == (None, "")
    told = facts(desk)
    assert {name: told[name].found for name in ("answers", "last", "news")} == dict.fromkeys(
        ("answers", "last", "news"), Found.UNTRIED
    )
    assert "means" not in told


def test_since_when_it_is_silent_survives_the_program(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_of(tmp_path, clock)
    round_of(desk, FIRST)
    clock.pass_time(minutes=3)
    began = clock.now()
    desk.syncing.failed(SILENT)
    clock.pass_time(hours=1)
    desk.syncing.failed(SILENT)
    desk.store.close()
    again = desk_of(tmp_path, clock)
    assert again.syncing.status().online  # this program has not asked yet
    clock.pass_time(minutes=1)
    again.syncing.failed(SILENT)
    assert again.syncing.status().since == began
    assert again.connection.standing().note.good_at == NOON
    round_of(again)
    assert (again.syncing.status().since, again.connection.standing().answers) == (None, True)


@pytest.mark.parametrize(
    ("platform", "rule", "error", "means"),
    [
        (AskedPlatform, "wait", SILENT, "wait"),
        (AskedPlatform, "go-on", SILENT, "go-on"),
        (AskedPlatform, "go-on", REFUSED, "wait"),
        (FakePlatform, "wait", SILENT, "later"),
    ],
)
def test_what_silence_means_for_the_packer(
    tmp_path: Path,
    clock: FakeClock,
    platform: type[FakePlatform],
    rule: str,
    error: Outage | Rejected,
    means: str,
) -> None:
    desk = desk_of(tmp_path, clock, platform(), rule)
    desk.syncing.failed(error)
    assert facts(desk)["means"].key == f"connection.means.{means}"
    said = "refuses" if isinstance(error, Rejected) else "silent"
    assert facts(desk)["answers"].key == f"connection.answers.{said}"


@pytest.mark.parametrize(
    ("kind", "error", "blame"),
    [
        (TaobaoPlatform, SILENT, "network"),
        (TaobaoPlatform, REFUSED, "app-secret"),
        (TaobaoPlatform, Rejected("taobao-authorise"), "session"),
        (TaobaoPlatform, Rejected("taobao-right", method="x", detail="y"), "right"),
        (TaobaoPlatform, Rejected("taobao-no-secret"), "secrets"),
        (TaobaoPlatform, Outage("taobao-clock"), "clock"),
        (TaobaoPlatform, Outage("taobao-limit", method="x"), "quota"),
        (TaobaoPlatform, Outage("taobao-trouble", detail="x"), "platform"),
        (VendurePlatform, SILENT, "network"),
        (VendurePlatform, Rejected("vendure-no-token"), "token"),
        (VendurePlatform, Rejected("vendure-forbidden"), "token"),
        (VendurePlatform, Rejected("vendure-schema", detail="x"), "version"),
        (VendurePlatform, Outage("taobao-clock"), "platform"),
        (FolderPlatform, Outage("folder-unreadable", folder="x"), "folder"),
    ],
)
def test_who_is_most_likely_wrong(
    tmp_path: Path, clock: FakeClock, kind: type[Connector], error: Outage | Rejected, blame: str
) -> None:
    platform = AskedPlatform()
    platform.blamed = kind.blamed
    desk = desk_of(tmp_path, clock, platform)
    desk.syncing.failed(error)
    assert desk.connection.standing().blame == blame
    assert f"connection.blame.{blame}" in load("zh_CN")


KINDS: dict[str, type[Connector]] = {
    "taobao": TaobaoPlatform,
    "vendure": VendurePlatform,
    "folder": FolderPlatform,
}


@pytest.mark.parametrize("kind", PLATFORMS)
def test_whoever_a_platform_blames_has_a_sentence(kind: str) -> None:
    blamed = KINDS[kind].blamed
    assert blamed
    for language in LANGUAGES:
        assert [who for who in blamed.values() if f"connection.blame.{who}" not in load(language)] == []


@pytest.mark.parametrize(("day", "key"), [("", "here"), ("beijing", "beijing")])
def test_calls_are_counted_by_the_day_of_the_platform_or_of_the_desk(
    tmp_path: Path, clock: FakeClock, day: str, key: str
) -> None:
    desk = desk_of(tmp_path, clock)
    standing = desk.connection.standing(Health(timedelta(), 7, day=day))
    fact = next(fact for fact in desk.connection.facts(standing) if fact.name == "calls")
    assert (fact.key, fact.gaps) == (f"connection.calls.{key}", {"count": 7})


def test_what_the_last_news_were_stays_while_nothing_new_comes(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_of(tmp_path, clock, FakePlatform())
    desk.syncing.note = desk.syncing.note.brought(Tally(3, 2, 9), clock.now())
    clock.pass_time(minutes=5)
    round_of(desk)
    news = facts(desk)["news"]
    assert (news.gaps["added"], news.gaps["updated"]) == (3, 2)
    assert desk.connection.standing().note.good_at == clock.now()


def test_a_disk_that_is_full_keeps_no_round_from_ending(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, clock)

    def full(_name: str, _value: str) -> None:
        raise StoreTrouble("disk-full")

    monkeypatch.setattr(type(desk.store), "put_fact", lambda _, name, value: full(name, value))
    desk.syncing.failed(SILENT)
    assert not desk.syncing.status().online
    round_of(desk)
    assert desk.syncing.status().online


def test_a_note_nobody_can_read_is_an_empty_one(tmp_path: Path, clock: FakeClock) -> None:
    desk = desk_of(tmp_path, clock)
    desk.store.put_fact(sync_note.FACT, '{"at": 5}')
    desk.store.close()
    assert desk_of(tmp_path, clock).syncing.note == SyncNote()


@given(
    st.builds(
        SyncNote,
        at=st.none() | st.datetimes(timezones=st.just(NOON.tzinfo)),
        error=st.text(max_size=50),
        is_refused=st.booleans(),
        health=st.builds(Health, st.none() | st.timedeltas(timedelta(days=-999), timedelta(days=999))),
    )
)
def test_what_is_kept_comes_back(note: SyncNote) -> None:
    assert note_in(text_of(note)) == note


@given(st.lists(st.sampled_from(["good", "silent", "refused"]), min_size=1, max_size=12))
def test_since_is_the_first_failure_after_the_last_good_round(rounds: list[str]) -> None:
    note, now, since = SyncNote(), NOON, None
    for kind in rounds:
        now += timedelta(minutes=1)
        note = note.succeeded(now) if kind == "good" else note.failed(SILENT, now)
        since = None if kind == "good" else since or now
        assert (note.since, note.at, bool(note.error)) == (since, now, kind != "good")


@pytest.mark.parametrize(
    ("offset", "found"),
    [(0, Found.OK), (59, Found.OK), (-61, Found.WARNING), (599, Found.WARNING), (-601, Found.FAILED)],
)
def test_the_clock(tmp_path: Path, clock: FakeClock, offset: int, found: Found) -> None:
    desk = desk_of(tmp_path, clock)
    health = Health(timedelta(seconds=offset), 7, timedelta(seconds=90))
    told = {fact.name: fact for fact in desk.connection.facts(desk.connection.standing(health))}
    assert (told["clock"].found, told["clock"].gaps["seconds"]) == (found, abs(offset))
    assert told["calls"].gaps["count"] == 7
    assert told["quota"].gaps["seconds"] == 90


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", Part)
def test_every_part_has_its_words(language: str, part: Part) -> None:
    words = load(language)
    assert f"connection.fact.{part}" in words
    reason = "taobao-limit" if part is Part.QUOTA else "fine"
    told = fact_of(Tried(part, Found.OK, reason, {"seconds": 3, "folder": "x", "files": 1}))
    assert told.key in words
    assert "[" not in words.fact(told.key, told.gaps)


def test_a_trouble_without_a_sentence_of_its_own_is_said_as_the_error() -> None:
    words = load("en")
    told = fact_of(Tried(Part.REACH, Found.FAILED, "web-unreachable", {"host": "eco.taobao.com"}))
    assert words.fact(told.key, told.gaps).startswith("eco.taobao.com cannot be reached")
