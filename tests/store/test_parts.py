"""The parts of the store on a real file: orders as they were, search in Chinese, numbers once, a journal unbent."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packstation.domain.order import (
    Finding,
    Hold,
    HoldKind,
    Line,
    Order,
    Parcel,
    Printed,
    Recall,
    Receiver,
    State,
    Step,
    Wish,
)
from packstation.domain.outbox import Entry, EntryState
from packstation.errors import BadInput
from packstation.store import backup
from packstation.store.journal import JournalRow
from packstation.store.migrations import STEPS
from packstation.store.store import Store
from tests.builders import NOON, make_order


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, NOON)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
orders = st.builds(
    Order,
    number=st.from_regex(r"[0-9]{1,19}", fullmatch=True),
    lines=st.lists(
        st.builds(
            Line, line=words, sku=words, quantity=st.integers(1, 99), title=words, spec=words,
            price=st.none() | st.decimals(0, 10_000, places=4), refund=st.sampled_from(["NO_REFUND", "SUCCESS"]),
            gift=st.booleans(), got=st.integers(0, 99), checked=st.booleans(),
        ), min_size=1, max_size=4,
    ).map(tuple),
    created_at=st.just(NOON), ship_by=st.integers(-10**6, 10**6).map(lambda s: NOON + timedelta(seconds=s)),
    urges=st.integers(0, 50), complaint=st.booleans(), buyer=words, message=words, memo=words,
    wishes=st.lists(st.builds(Wish, words, st.booleans()), max_size=3).map(tuple),
    receiver=st.builds(Receiver, *[words] * 9), currency=st.sampled_from(["", "EUR", "KWD"]), carriers_allowed=st.lists(words, max_size=2).map(tuple),
    state=st.sampled_from(State), recall=st.sampled_from(Recall), address_changed=st.booleans(),
    hold=st.none() | st.builds(Hold, st.sampled_from(HoldKind), words, words, st.none() | st.just(NOON)),
    findings=st.lists(st.builds(Finding, words, st.lists(st.tuples(words, words), max_size=2).map(tuple)), max_size=2).map(tuple),
    trail=st.lists(st.builds(Step, words, words, st.integers(1, 9), st.integers(1, 3)), max_size=3).map(tuple),
    shipped_at=st.none() | st.just(NOON),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(first=orders, second=orders)
def test_any_order_comes_back_as_it_was_and_as_it_was_changed(
    tmp_path_factory: pytest.TempPathFactory, first: Order, second: Order
) -> None:
    store = Store(tmp_path_factory.mktemp("store"), NOON)
    box = Parcel(1, "YTO", f"YT{first.number}", "only", "B3", 500, Printed.PRINTED, 2, True, (("a", 2),))
    second = replace(second, number=first.number, parcels=(box,))
    with store.transaction():
        store.orders.add([first])
    assert store.orders.get(first.number) == first
    with store.transaction():
        store.orders.save(first, second)
    assert store.orders.get(first.number) == second
    with store.transaction():
        store.orders.save(second, first)
    assert store.orders.get(first.number) == first
    store.close()


def test_money_is_exact(store: Store) -> None:
    order = make_order("1", Line("1", "A", 1, price=Decimal("0.29")), shop="x")
    with store.transaction():
        store.orders.add([order])
    (line,) = store.orders.get("1").lines  # type: ignore[union-attr]
    assert line.price == Decimal("0.29")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4065712345678901234", "1st"), ("406571", "1st"), ("1234", "1st"), ("5678", "1st"), ("李明", "1st"), ("李", "1st"),
        ("棉T恤", "1st"), ("T恤 L", "1st"), ("文一西路", "1st"), ("YT1234567890123", "1st"), ("yt12345", "1st"),
        ("TS-L", "1st"), ("青花", "2nd"), ("老客", "2nd"), ("小橘", "2nd"), ("CUP", "2nd"), ("cup", "2nd"), ("深圳", "2nd"),
    ],
)  # fmt: skip
def test_an_order_is_found_by_whatever_is_at_hand(store: Store, text: str, number: str) -> None:
    first = make_order()
    second = make_order(
        "9000000000000000001", Line("x", "CUP", 1, "陶瓷茶杯", "青花"), memo="老客户", buyer="小橘子88",
        receiver=Receiver("王芳", "13900001111", "广东省", "深圳市", "南山区", "", "听雨路8号"),
    )  # fmt: skip
    box = Parcel(1, "YTO", "YT1234567890123", contents=((first.lines[0].line, 2),))
    with store.transaction():
        store.orders.add([replace(first, parcels=(box,)), second])
    rows = store.queue.rows(store.search.find(text, 5))
    assert [row[0] for row in rows] == [{"1st": first.number, "2nd": second.number}[number]]


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+82 10-1234-5678", "5678"),
        ("+49 (0)30/1234-56", "3456"),
        ("0571-87654321", "4321"),
        ("13812345678-1234", "5678"),
        ("138-1234-5678", "5678"),
    ],
)
def test_a_phone_is_known_by_its_last_digits_however_it_is_grouped(
    store: Store, phone: str, digits: str
) -> None:
    with store.transaction():
        store.orders.add(
            [make_order("1", receiver=Receiver("Kim", phone)), make_order("2", receiver=Receiver())]
        )
    assert [row[0] for row in store.queue.rows(store.search.find(digits, 5))] == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "Łódź",
        "lodz",
        "LODZ",
        "Zolc",
        "Żółć",
        "wisniew",
        "Piotrkowska",
        "Smigly",
        "straß",
        "strass",
        "Яна",
        "Йорк",
        "Иорк",
    ],
)
def test_a_name_is_found_however_its_accents_are_typed(store: Store, text: str) -> None:
    receiver = Receiver(
        "Łukasz Żółć-Wiśniewski", city="Łódź", detail="ul. Piotrkowska, Śmigły, Straße Яна, Йорк"
    )
    with store.transaction():
        store.orders.add([make_order("1", receiver=receiver), make_order("2")])
    assert [row[0] for row in store.queue.rows(store.search.find(text, 5))] == ["1"]


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "*", "没有这样的", "' OR 1=1 --", "a AND", "NEAR(", "-", "\x00"]
)
def test_odd_searches_find_nothing_and_break_nothing(store: Store, text: str) -> None:
    with store.transaction():
        store.orders.add([make_order()])
    assert store.search.find(text, 5) == []


def test_what_was_changed_is_found_by_its_new_words_only(store: Store) -> None:
    order = make_order()
    with store.transaction():
        store.orders.add([order])
        store.orders.save(order, replace(order, receiver=replace(order.receiver, name="欧阳雪")))
    assert len(store.search.find("欧阳", 5)) == 1
    assert store.search.find("李明", 5) == []


def test_a_key_has_one_number_and_a_number_one_key(store: Store) -> None:
    with store.transaction():
        for n in range(3):
            assert store.waybills.add_number("YTO", f"YT{n}") == "added"
        assert store.waybills.add_number("YTO", "YT0") == "unchanged"
        assert store.waybills.add_number("SF", "YT0") == "taken-by-other"
        taken = [store.waybills.take("YTO", key, "1", NOON) for key in ("a", "a", "b", "c", "d", "a")]
    assert [number and number[1] for number in taken] == ["YT0", "YT0", "YT1", "YT2", None, "YT0"]


def test_entries_of_one_order_keep_their_order_and_hold_up_no_other(store: Store) -> None:
    entries = [Entry(f"{order}-{n}", order, "shipment", "{}", NOON) for n in range(2) for order in ("1", "2")]
    with store.transaction():
        for entry in entries:
            store.outbox.add(entry)
    assert [entry.key for entry in store.outbox.due(NOON)] == ["1-0", "2-0"]
    with store.transaction():
        store.outbox.settle(replace(entries[0], state=EntryState.PARKED), NOON)
        store.outbox.settle(replace(entries[1], state=EntryState.DELIVERED), NOON)
    assert [entry.key for entry in store.outbox.due(NOON)] == ["2-1"]


def journal_of(store: Store, rows: int) -> None:
    with store.transaction():
        for n in range(rows):
            store.journal.add(
                JournalRow(
                    NOON + timedelta(seconds=n), "scan", "item-ok", f"{n % 7}", f"code-{n}", "desk-1", "p"
                )
            )


def test_no_row_of_the_journal_can_be_bent_unseen(store: Store) -> None:
    """A thousand random edits, deletions, insertions and swaps: each is found, at its row."""
    journal_of(store, 60)
    rng = random.Random(20261111)
    names = ("at", "desk", "packer", "verb", "verdict", "order_number", "code", "data", "hash")
    assert store.journal.verify() == (60, None)
    for _ in range(1000):
        with pytest.raises(Undo), store.transaction():  # noqa: PT012  (the edit and its discovery belong together)
            row = bend(store, rng, names)
            _, broken = store.journal.verify()
            assert broken is not None
            assert broken.seq <= row
            raise Undo
    assert store.journal.verify() == (60, None)


class Undo(Exception):
    """Roll the edit back."""


def bend(store: Store, rng: random.Random, names: tuple[str, ...]) -> int:
    """Change the journal somehow; gives the last row at which that must show."""
    row = rng.randrange(1, 61)
    match rng.randrange(4):
        case 0:
            name = rng.choice(names)
            value = rng.randrange(10**6) if name == "at" else f"bent-{rng.random()}"
            store.database.run(f"UPDATE journal SET {name} = ? WHERE seq = ?", (value, row))
        case 1:
            store.database.run("DELETE FROM journal WHERE seq = ?", (row,))
        case 2:
            store.database.run("UPDATE journal SET seq = 1000 WHERE seq = ?", (row,))
        case _:
            other = row % 60 + 1
            store.database.run("UPDATE journal SET seq = -1 WHERE seq = ?", (row,))
            store.database.run("UPDATE journal SET seq = ? WHERE seq = ?", (row, other))
            store.database.run("UPDATE journal SET seq = ? WHERE seq = -1", (other,))
    return row


def test_the_cut_off_end_of_the_journal_shows(store: Store) -> None:
    journal_of(store, 10)
    store.database.run("DELETE FROM journal WHERE seq > 7")
    _, broken = store.journal.verify()
    assert broken is not None
    assert (broken.seq, broken.reason) == (8, "cut-off")


def test_a_copy_holds_what_was_there_and_a_damaged_one_is_refused(store: Store, tmp_path: Path) -> None:
    with store.transaction():
        store.orders.add([make_order()])
    target = store.copy_named("evening")
    assert backup.verify(target) == len(STEPS)
    assert target.stat().st_mode & 0o077 == 0
    broken = bytearray(target.read_bytes())
    broken[4096:8192] = bytes(4096)
    (tmp_path / "broken.db").write_bytes(broken)
    for name, content in (("broken.db", bytes(broken)), ("empty.db", b""), ("text.db", b"hello" * 1000)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput):
            backup.verify(tmp_path / name)


def test_deleted_text_does_not_stay_in_the_file(store: Store, tmp_path: Path) -> None:
    order = make_order(receiver=Receiver("独一无二的名字", "13812345678"))
    with store.transaction():
        store.orders.add([order])
    with store.transaction():
        store.orders.save(order, replace(order, receiver=Receiver()))
    store.database.one("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    assert "独一无二的名字".encode() not in (tmp_path / "packstation.db").read_bytes()


def test_a_shop_waits_for_its_own_open_orders_those_due_first(store: Store) -> None:
    places = [("1", State.NEW, ""), ("2", State.HELD, ""), ("3", State.SHIPPED, ""), ("4", State.NEW, "b")]
    made = [
        replace(make_order(number), state=state, shop_id=shop, ship_by=NOON - timedelta(hours=int(number)))
        for number, state, shop in places
    ]
    with store.transaction():
        store.orders.add(made)
    assert store.orders.open_of("") == ("2", "1")
    assert store.orders.open_of("b") == ("4",)


def test_orders_of_which_something_was_told_in_vain_are_asked_about_by_their_own_shop(store: Store) -> None:
    with store.transaction():
        store.orders.add(
            [replace(make_order(one), state=State.SHIPPED, shop_id=one[1:]) for one in ("1", "2b")]
        )
        for key, number, state in (
            ("p1", "1", EntryState.PARKED),
            ("p2", "1", EntryState.PARKED),
            ("d1", "1", EntryState.DELIVERED),
            ("p3", "2b", EntryState.PARKED),
        ):
            entry = Entry(key, number, "shipment", "{}", NOON)
            store.outbox.add(entry)
            store.outbox.settle(replace(entry, state=state), NOON)
    assert store.outbox.parked_of("") == ("1",)
    assert store.outbox.parked_of("b") == ("2b",)
    store.outbox.retry("p3")
    assert store.outbox.parked_of("b") == ()
