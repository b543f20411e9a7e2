"""How the database came to look as it does: numbered steps, each applied once and for ever.

Add a step at the end; never change one that was released. Each runs in one transaction together with its
``PRAGMA user_version``, so that a power cut leaves the old or the new shape and nothing between. Before the
first pending step of a database that holds something, a copy is made.

Own runner instead of ``playhouse.migrations``: that one records scripts by name outside ``user_version`` and
wants them as loose files, which a built program does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from packstation.errors import StoreTrouble
from packstation.store.batches import TABLES as BATCHES
from packstation.store.bookings import TABLES as BOOKINGS
from packstation.store.carrier_labels import TABLES as CARRIER_LABELS
from packstation.store.carton_ledger import LEDGER
from packstation.store.database import Database
from packstation.store.defects import TABLES as DEFECTS
from packstation.store.manifests import TABLES as MANIFESTS
from packstation.store.outbox import OF_SHOPS
from packstation.store.print_jobs import CHANGES as PRINT_JOBS
from packstation.store.print_jobs import PAPERS
from packstation.store.refunds import TABLES as REFUNDS
from packstation.store.schema import FIRST
from packstation.store.schema_exceptions import EXCEPTIONS
from packstation.store.schema_stock import SET_ASIDE
from packstation.store.times import to_ms
from packstation.store.unasked import UNASKED


@dataclass(frozen=True, slots=True)
class Step:
    """One change of shape."""

    name: str
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step("first shape", FIRST),
    Step("codes taught at the desk", ("ALTER TABLE barcode ADD COLUMN taught INTEGER NOT NULL DEFAULT 0",)),
    Step("what is set aside stands in the ledger", SET_ASIDE),
    Step(
        "what was agreed with the buyer",
        (
            "ALTER TABLE order_line ADD COLUMN waived INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE orders ADD COLUMN told TEXT NOT NULL DEFAULT ''",
        ),
    ),
    Step(
        "weights learnt and doubted",
        (
            "ALTER TABLE parcel ADD COLUMN doubt_g INTEGER",
            "ALTER TABLE parcel ADD COLUMN vouched TEXT NOT NULL DEFAULT ''",
            """CREATE TABLE weight_learnt (
                composition TEXT PRIMARY KEY,
                count INTEGER NOT NULL,
                mean_g REAL NOT NULL,
                squares REAL NOT NULL,
                learnt_at INTEGER NOT NULL
            ) WITHOUT ROWID""",
        ),
    ),
    Step("how goods want to be packed", ("ALTER TABLE product ADD COLUMN pack TEXT NOT NULL DEFAULT '[]'",)),
    Step("cartons in a ledger", LEDGER),
    Step("batches and baskets", BATCHES),
    Step("the exceptions desk", EXCEPTIONS),
    Step("flawed pieces and their photos", DEFECTS),
    Step("orders in one parcel", ("ALTER TABLE order_line ADD COLUMN joined TEXT NOT NULL DEFAULT ''",)),
    Step("what couriers took along", MANIFESTS),
    Step("print jobs that wait, by printer and desk", PRINT_JOBS),
    Step("waybill numbers asked for", BOOKINGS),
    Step("papers among the print jobs", PAPERS),
    Step(
        "receivers behind stars",
        (
            "ALTER TABLE orders ADD COLUMN oaid TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE orders ADD COLUMN address_mark TEXT NOT NULL DEFAULT ''",
        ),
    ),
    Step("orders that went on unasked", UNASKED),
    Step("labels that carriers gave with their numbers", CARRIER_LABELS),
    Step("refunds, and parcels wanted back", REFUNDS),
    Step("orders of several shops", OF_SHOPS),
    Step(
        "prices in other money, down to fractions of a cent",
        (
            "ALTER TABLE orders ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE order_line RENAME COLUMN price_cents TO price_e4",
            "UPDATE order_line SET price_e4 = price_e4 * 100 WHERE price_e4 IS NOT NULL",
        ),
    ),
)
"""Step n brings the database from version n-1 to n."""


def version_of(database: Database) -> int:
    """How many steps the file has behind it."""
    return database.number("PRAGMA user_version")


def migrate(database: Database, now: datetime, copy_first: Callable[[str], object]) -> int:
    """Bring the file to today's shape.

    Args:
        database: the open file.
        now: for the history (UTC).
        copy_first: makes a safe copy under a given name; called before a file with contents is changed.

    Returns:
        How many steps were applied.

    Raises:
        StoreTrouble: the file was written by a newer program.
    """
    version = version_of(database)
    if version > len(STEPS):
        raise StoreTrouble("newer-database", file=database.path.name, found=version, known=len(STEPS))
    pending = STEPS[version:]
    if pending and version > 0:
        copy_first(f"before-version-{len(STEPS)}")
    for place, step in enumerate(pending, start=version + 1):
        with database.transaction():
            for statement in step.statements:
                database.run(statement)
            database.run(
                "INSERT INTO migration (step, name, applied_at) VALUES (?, ?, ?)",
                (place, step.name, to_ms(now)),
            )
            database.run(f"PRAGMA user_version = {place}")
    return len(pending)
