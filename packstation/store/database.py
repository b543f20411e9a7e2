"""The one database file of a desk: opened safely, owned by one program, never guessed about.

SQLite comes from the ``apsw`` wheel: the versions 3.7.0 to 3.51.2 that systems ship can corrupt a WAL
database (sqlite.org, "WAL-reset bug"; measured). ``synchronous=FULL`` because a verdict on the screen is a
promise: a power cut with NORMAL loses answered scans (measured).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase

from packstation.errors import StoreTrouble
from packstation.store.clean_mark import CleanMark
from packstation.store.lock import DirectoryLock

FILE_NAME = "packstation.db"
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = [
    ("busy_timeout", 5000),
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("journal_size_limit", 64 << 20),
    ("cache_size", -65536),
]
_READ_PRAGMAS = [("busy_timeout", 5000), ("trusted_schema", 0), ("query_only", 1)]

Row = tuple[Any, ...]


class Database:
    """The open file; all calls on the one thread that opened it."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open (a writer also makes) the file and prove that the promised settings are in force.

        Raises:
            StoreTrouble: another program holds it, it is no database, it is damaged, or it cannot be written.
        """
        self.path = path
        self.read_only = read_only
        self._lock = None if read_only else DirectoryLock(path.parent)
        self._mark = CleanMark(path)
        try:
            self.peewee = self._connect()
        except BaseException:
            self._release()
            raise

    def _connect(self) -> APSWDatabase:
        version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
        if version < SAFE_SQLITE:
            raise StoreTrouble("sqlite-too-old", version=apsw.sqlite_lib_version())
        _refuse_hollow(self.path)
        options: dict[str, Any] = {"flags": apsw.SQLITE_OPEN_READONLY} if self.read_only else {}
        database = APSWDatabase(
            str(self.path),
            pragmas=_READ_PRAGMAS if self.read_only else PRAGMAS,
            lock_type="IMMEDIATE",
            autoconnect=False,
            **options,
        )
        with translated(self.path):
            database.connect()
            if self.read_only:
                # a reader beside a running program; damage still shows where it reads
                database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
                return database
            if not self._mark.was_clean():
                (answer,) = database.execute_sql("PRAGMA quick_check(1)").fetchone()
                if answer != "ok":
                    raise StoreTrouble("damaged", file=self.path.name, detail=str(answer))
            _prove(database)
            self._mark.remove()
        return database

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is on disk together, or not at all; on disk means after a power cut too."""
        with translated(self.path), self.peewee.atomic():
            yield

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Carry out one statement."""
        try:
            self.peewee.execute_sql(sql, values)
        except TROUBLE as error:
            raise_known(error, self.path)

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows at once: a half-read cursor would keep the log from being folded in."""
        try:
            rows: list[Row] = self.peewee.execute_sql(sql, values).fetchall()
        except TROUBLE as error:
            raise_known(error, self.path)
        return rows

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, if any."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one whole number a query gives; 0 for none."""
        row = self.one(sql, values)
        return int(row[0] or 0) if row else 0

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """The same statement for many rows."""
        if rows:
            try:
                self.peewee.cursor().executemany(sql, rows)
            except TROUBLE as error:
                raise_known(error, self.path)

    def new_id(self) -> int:
        """The id of the row inserted last."""
        return self.number("SELECT last_insert_rowid()")

    @property
    def sqlite_version(self) -> str:
        """Which SQLite does the work."""
        return str(apsw.sqlite_lib_version())

    def close(self) -> None:
        """Let go of the file; folds the log in when this was the writer."""
        with contextlib.suppress(peewee.PeeweeException, apsw.Error):
            self.peewee.close()
            if not self.read_only:
                self._mark.put()
        self._release()

    def _release(self) -> None:
        if self._lock:
            self._lock.release()


def _prove(database: APSWDatabase) -> None:
    """Settings can silently not engage (WAL on some file systems): read back what durability rests on."""
    asked = {
        name: database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    if asked != {"journal_mode": "wal", "synchronous": 2}:
        raise StoreTrouble("no-durability", detail=f"{asked}")
    # a probe that rolls back: a read-only file or a full disk must show now, not at the first scan
    database.execute_sql("BEGIN IMMEDIATE")
    try:
        version = database.execute_sql("PRAGMA user_version").fetchone()[0]
        database.execute_sql(f"PRAGMA user_version = {int(version)}")
    finally:
        database.execute_sql("ROLLBACK")


def _refuse_hollow(path: Path) -> None:
    """A file of 0 bytes passes SQLite's own check as an empty database; ours was lost then."""
    if path.exists() and path.stat().st_size == 0:
        wal = path.with_name(path.name + "-wal")
        if not (wal.exists() and wal.stat().st_size):
            raise StoreTrouble("hollow", file=path.name)


_TROUBLES: Sequence[tuple[type[BaseException], str]] = (
    (apsw.FullError, "disk-full"),
    (apsw.IOError, "disk-error"),
    (apsw.ReadOnlyError, "read-only"),
    (apsw.CantOpenError, "cannot-open"),
    (apsw.PermissionsError, "cannot-open"),
    (apsw.NotADBError, "not-a-database"),
    (apsw.CorruptError, "damaged"),
    (apsw.BusyError, "busy"),
    (apsw.LockedError, "busy"),
)


TROUBLE = (peewee.PeeweeException, apsw.Error)
"""Everything the database can raise."""


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Troubles of the disk in the program's own words."""
    try:
        yield
    except TROUBLE as error:
        raise_known(error, path)


def raise_known(error: BaseException, path: Path) -> NoReturn:
    """Raise what the error comes down to in the program's own words, or the error itself.

    peewee hides the first error behind the ROLLBACK that then fails (measured): the whole chain is searched.
    """
    for cause in _chain(error):
        for kind, reason in _TROUBLES:
            if isinstance(cause, kind):
                raise StoreTrouble(reason, file=path.name, detail=str(cause)) from error
    raise error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that led to it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
