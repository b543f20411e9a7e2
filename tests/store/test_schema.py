"""The database's shape: what the migrations make is what the program believes, and every list is one index stretch."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from packstation.domain.exceptions import ExceptionKind
from packstation.domain.order import Line
from packstation.errors import StoreTrouble
from packstation.store import migrations
from packstation.store.database import Database
from packstation.store.migrations import STEPS, Step, migrate
from packstation.store.order_rows import LINE_COLUMNS, ORDER_COLUMNS, PARCEL_COLUMNS
from packstation.store.queue import CONDITIONS, Moments, Queue
from packstation.store.store import Store
from packstation.store.tables import COLUMNS
from tests.builders import NOON, make_order


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, NOON)


def columns(store: Store, table: str) -> tuple[str, ...]:
    return tuple(name for _, name, *_ in store.database.all(f"PRAGMA table_info({table})"))


def test_the_tables_are_what_the_program_believes(store: Store) -> None:
    believed = {
        **COLUMNS,
        "orders": ("id", *ORDER_COLUMNS),
        "order_line": LINE_COLUMNS,
        "parcel": PARCEL_COLUMNS,
    }
    for table, names in believed.items():
        assert set(columns(store, table)) == set(names), table


def test_the_history_tells_every_step(store: Store) -> None:
    assert store.database.all("SELECT step, name FROM migration") == [
        (place, step.name) for place, step in enumerate(STEPS, start=1)
    ]
    assert migrations.version_of(store.database) == len(STEPS)


def plan(store: Store, sql: str, values: tuple[object, ...]) -> str:
    return " ".join(str(row[3]) for row in store.database.all(f"EXPLAIN QUERY PLAN {sql}", values))


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_every_work_list_is_a_stretch_of_an_index_in_queue_order(store: Store, name: str) -> None:
    seen: list[str] = []
    original = store.database.all

    def spy(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        seen.append(plan_of(sql, values))
        return original(sql, values)

    def plan_of(sql: str, values: tuple[object, ...]) -> str:
        return " ".join(str(row[3]) for row in original(f"EXPLAIN QUERY PLAN {sql}", values))

    store.database.all = spy  # type: ignore[method-assign, assignment]
    queue, moments = Queue(store.database), Moments(NOON, NOON + timedelta(hours=9))
    queue.page(name, moments, (1, 0, 1), 50)
    queue.count(name, moments, 9999)
    for told in seen:
        assert "USING INDEX" in told or "USING COVERING INDEX" in told, told
        assert "TEMP B-TREE" not in told, told
        assert "SCAN o " not in told or "INDEX" in told, told


@pytest.mark.parametrize("kind", [None, ExceptionKind.HELD])
def test_the_exceptions_are_a_stretch_of_an_index_gravest_and_most_urgent_first(
    store: Store, kind: ExceptionKind | None
) -> None:
    told: list[str] = []
    original = store.database.all

    def spy(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        told.extend(str(row[3]) for row in original(f"EXPLAIN QUERY PLAN {sql}", values))
        return original(sql, values)

    store.database.all = spy  # type: ignore[method-assign, assignment]
    store.exceptions.page(kind, (1, 1, 0, 1), 50)
    assert [line for line in told if "exception_list" in line and "TEMP" not in line] == told
    told.clear()
    store.exceptions.flawed()
    store.exceptions.oversold()
    store.exceptions.waiting_for("TS-L")
    store.exceptions.lying()
    for one in ("o", "l", "j"):
        assert not [line for line in told if line == f"SCAN {one}"], told


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("SELECT text FROM note WHERE order_number = ? ORDER BY id DESC LIMIT 1", ("1",)),
        ("SELECT id FROM orders WHERE number = ?", ("1",)),
        ("SELECT id FROM orders WHERE number_tail = ? ORDER BY due", ("1234",)),
        ("SELECT id FROM orders WHERE phone_tail = ? ORDER BY due", ("1234",)),
        ("SELECT id FROM orders WHERE buyer >= ? AND buyer < ?", ("a", "b")),
        ("SELECT DISTINCT order_id FROM order_line WHERE sku = ?", ("x",)),
        ("SELECT order_id FROM parcel WHERE waybill >= ? AND waybill < ? AND waybill <> ''", ("YT", "YU")),
        ("SELECT sum(reserved) FROM order_line WHERE sku = ? AND reserved > 0", ("x",)),
        ("SELECT id FROM waybill_number WHERE carrier = ? AND state = 'free' ORDER BY id LIMIT 1", ("YTO",)),
        ("SELECT key FROM outbox WHERE state = 'PENDING' ORDER BY id", ()),
    ],
)
def test_every_lookup_uses_an_index(store: Store, sql: str, values: tuple[object, ...]) -> None:
    told = plan(store, sql, values)
    assert "SCAN" not in told or "USING INDEX" in told or "USING COVERING INDEX" in told, told


def test_a_new_step_keeps_everything_and_makes_a_copy_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store(tmp_path, NOON)
    with first.transaction():
        first.orders.add([make_order()])
    first.close()
    later = (
        *STEPS,
        Step("a note on orders", ("ALTER TABLE orders ADD COLUMN note TEXT NOT NULL DEFAULT ''",)),
    )
    monkeypatch.setattr(migrations, "STEPS", later)
    monkeypatch.setattr("packstation.store.store.STEPS", later)
    monkeypatch.setattr("packstation.store.backup.STEPS", later)
    second = Store(tmp_path, NOON)
    assert second.orders.get(make_order().number) == make_order()
    assert second.database.all("SELECT step, name FROM migration ORDER BY step")[-1] == (
        len(later),
        "a note on orders",
    )
    assert (tmp_path / "backups" / f"before-version-{len(later)}.db").is_file()
    second.close()


def test_prices_of_an_older_database_stay_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = next(at for at, step in enumerate(STEPS) if "price_e4" in "".join(step.statements))
    older = Database(tmp_path / "packstation.db")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", STEPS[:place])
        migrate(older, NOON, lambda _: None)
    plain = [name for name in ORDER_COLUMNS if name not in ("id", "currency")]
    (tmp_path / "now").mkdir()
    kept = Store(tmp_path / "now", NOON)
    with kept.transaction():
        kept.orders.add([make_order("1", Line("1", "A", 1, price=Decimal("59.90")), Line("2", "B", 1))])
    for table, names in (("orders", ("id", *plain)), ("order_line", LINE_COLUMNS)):
        for row in kept.database.all(f"SELECT {', '.join(names)} FROM {table}"):
            told = [
                value // 100 if name == "price_e4" and value else value
                for name, value in zip(names, row, strict=True)
            ]
            into = ", ".join("price_cents" if name == "price_e4" else name for name in names)
            older.run(f"INSERT INTO {table} ({into}) VALUES ({', '.join('?' * len(names))})", tuple(told))
    kept.close()
    older.close()
    store = Store(tmp_path, NOON)
    (row,) = store.database.all("SELECT currency FROM orders")
    lines = store.database.all("SELECT price_e4 FROM order_line ORDER BY position")
    assert (row, lines) == (("",), [(599_000,), (None,)])
    order = store.orders.get("1")
    assert order is not None
    assert [line.price for line in order.lines] == [Decimal("59.90"), None]
    store.close()


def test_a_step_that_fails_leaves_the_old_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path, NOON).close()
    broken = (*STEPS, Step("half a step", ("CREATE TABLE half (x)", "CREATE TABLE half (x)")))
    monkeypatch.setattr(migrations, "STEPS", broken)
    database = Database(tmp_path / "packstation.db")
    with pytest.raises(Exception, match="already exists"):
        migrate(database, NOON, lambda _: None)
    assert migrations.version_of(database) == len(broken) - 1
    assert database.one("SELECT 1 FROM sqlite_master WHERE name = 'half'") is None
    database.close()


def test_a_reader_does_not_touch_an_older_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path, NOON).close()
    monkeypatch.setattr("packstation.store.store.STEPS", (*STEPS, Step("next", ())))
    with pytest.raises(StoreTrouble) as refused:
        Store(tmp_path, NOON, read_only=True)
    assert refused.value.reason == "older-database"


def test_the_orders_on_a_cart_are_found_by_its_baskets_and_not_by_all_orders_of_the_goods(
    store: Store,
) -> None:
    seen: list[str] = []
    original, number = store.database.all, store.database.number

    def all_of(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        seen.append(plan(store, sql, values)) if "basket" in sql and "EXPLAIN" not in sql else None
        return original(sql, values)

    def number_of(sql: str, values: tuple[object, ...] = ()) -> int:
        all_of(sql, values)
        return number(sql, values)

    store.database.all, store.database.number = all_of, number_of  # type: ignore[method-assign, assignment]
    store.queue.wanting("TS-L", single=False, limit=20)
    store.batches.spoken_for("TS-L", None)
    assert len(seen) >= 2
    for told in seen:
        if "order_line" in told or " l " in told:
            assert "SCAN k" in told, told
            assert "SEARCH l USING PRIMARY KEY (order_id=?)" in told, told


def test_the_next_orders_for_a_batch_are_a_stretch_of_the_queue(store: Store) -> None:
    seen: list[str] = []
    original = store.database.all

    def spy(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        seen.extend(str(row[3]) for row in original(f"EXPLAIN QUERY PLAN {sql}", values))
        return original(sql, values)

    store.database.all = spy  # type: ignore[method-assign, assignment]
    store.batches.candidates(36)
    told = " ".join(seen)
    assert "USING INDEX orders_queue" in told, told
    assert "TEMP B-TREE" not in told, told
