"""The database always opens, or one sentence says what is wrong; nothing is damaged and nothing half written."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from packstation.errors import StoreTrouble
from packstation.store.store import Store
from tests.builders import NOON, make_desk, make_order
from tests.program import EXAMPLE, command, environment, objects, order, plain_world, run, write

NUMBER, BARCODE = "4065712345678901234", "6901234567892"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert run(data, "import", write(tmp_path / "orders.json", EXAMPLE)).returncode == 0
    return data


def one_sentence(result: subprocess.CompletedProcess[str], part: str) -> None:
    assert result.returncode == 1
    assert part in result.stderr, result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_newer_database_is_refused_and_left_alone(folder: Path) -> None:
    with sqlite3.connect(folder / "packstation.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = (folder / "packstation.db").read_bytes()
    one_sentence(run(folder, "scan", lines=[NUMBER]), "newer packstation")
    one_sentence(run(folder, "orders"), "newer packstation")
    assert (folder / "packstation.db").read_bytes() == before


def test_a_second_program_is_refused_and_readers_are_not(folder: Path) -> None:
    with subprocess.Popen(
        command(folder, "scan"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as first:
        assert first.stdin
        assert first.stdout
        first.stdin.write(NUMBER.encode() + b"\n")
        first.stdin.flush()
        assert b"order-opened" in first.stdout.readline()
        one_sentence(run(folder, "scan", lines=[BARCODE]), "already running")
        assert order(folder, NUMBER)["state"] == "packing"
        assert run(folder, "backup", folder / "backups" / "while-running.db").returncode == 0
        first.kill()
        first.wait()
    assert objects(run(folder, "scan", lines=[BARCODE]))[0]["verdict"] == "item-ok", (
        "taken over at once after a kill"
    )


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"not a database at all " * 500), "not a packstation database"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "damaged"),
        (
            lambda path: path.write_bytes(path.read_bytes()[:8192] + bytes(4096) + path.read_bytes()[12288:]),
            "damaged",
        ),
    ],
    ids=["0 bytes", "other file", "half a file", "a zeroed page"],
)
def test_a_damaged_database_says_so(folder: Path, damage: object, part: str) -> None:
    path = folder / "packstation.db"
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    damage(path)  # type: ignore[operator]
    broken = path.read_bytes()
    one_sentence(run(folder, "scan", lines=[NUMBER]), part)
    assert path.read_bytes() == broken


def as_nobody() -> None:
    os.setgid(65534)
    os.setuid(65534)


def test_a_read_only_folder_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    """As a user who may read but not write; root ignores file modes and steps down first."""
    for path in (tmp_path, folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    step_down = "import os; os.getuid() or (os.setgid(65534), os.setuid(65534)); "
    code = f"{step_down}import sys; sys.exit(main(['--data-dir', {str(folder)!r}, 'scan']))"
    result = subprocess.run(
        [sys.executable, "-c", f"from packstation.app import main; {code}"],
        capture_output=True, text=True, env=environment(PYTHONDONTWRITEBYTECODE="1"), check=False, input="1\n",
    )  # fmt: skip
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert result.returncode == 1, result
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "opened" in result.stderr or "written" in result.stderr or "cannot be used" in result.stderr


def test_a_full_disk_loses_nothing(folder: Path, tmp_path: Path) -> None:
    """The size a file may have is limited for the process: the next write fails as on a full disk."""
    (tmp_path / "many.json").write_text("")
    write(tmp_path / "many.json", plain_world(3000))
    limit = (folder / "packstation.db").stat().st_size + (200 << 10)
    result = subprocess.run(
        command(folder, "import", tmp_path / "many.json"),
        capture_output=True, text=True, env=environment(), check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    one_sentence(result, "disk")
    assert order(folder, NUMBER)["state"] == "new"
    again = run(folder, "import", tmp_path / "many.json")
    assert again.returncode == 0
    assert len(objects(run(folder, "orders", "--json"))) == 3001
    assert run(folder, "journal", "verify").returncode == 0


def test_every_commit_that_fails_leaves_the_desk_as_it_was(tmp_path: Path) -> None:
    """Fail the n-th statement of a session, for every n, until none fails; then finish: the end is always the same."""
    ends = set()
    for n in range(1, 400):
        data = tmp_path / f"run-{n}"
        desk = make_desk(data, make_order())
        failed = fail_nth(desk, n)
        desk.store.close()
        again = make_desk(data)
        for _ in range(4):
            view = again.view(NUMBER)
            assert view
            if view.order.state == "shipped":
                break
            again.scan_and_print("PKEXIT")
            again.scan_and_print(NUMBER)
            for code in (BARCODE, BARCODE, "PKREPRINT", "YT0000000000001"):
                again.scan_and_print(code)
        view = again.view(NUMBER)
        assert view
        ends.add((view.order.state, view.order.got, view.order.live_waybills, len(view.outbox)))
        assert again.store.stock.sums_up() == []
        assert again.store.journal.verify()[1] is None
        again.store.close()
        shutil.rmtree(data)
        if not failed:
            break
    else:
        pytest.fail("the session never ran through")
    assert ends == {("shipped", 2, ("YT0000000000001",), 1)}


def fail_nth(desk: object, n: int) -> bool:
    """Scan an order through with the n-th statement failing as on a broken disk; gives whether one did."""
    import apsw

    database = desk.store.database.peewee  # type: ignore[attr-defined]
    original, count, failed = database.execute_sql, 0, False

    def failing(*args: object, **kwargs: object) -> object:
        nonlocal count, failed
        count += 1
        if count == n:
            failed = True
            raise apsw.FullError("database or disk is full")
        return original(*args, **kwargs)

    database.execute_sql = failing
    try:
        for code in (NUMBER, BARCODE, BARCODE, "YT0000000000001"):
            with contextlib.suppress(StoreTrouble):
                desk.scan_and_print(code)  # type: ignore[attr-defined]
    finally:
        database.execute_sql = original
    return failed


def test_the_promised_settings_are_in_force(tmp_path: Path) -> None:
    store = Store(tmp_path, NOON)
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout")
    assert [store.database.one(f"PRAGMA {name}") for name in asked] == [
        ("wal",),
        (2,),
        (1,),
        (1,),
        (0,),
        (5000,),
    ]
    store.close()
