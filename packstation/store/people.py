"""Who has a badge, and what lies on each desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from packstation.domain.people import Person, Role
from packstation.store.database import Database
from packstation.store.tables import Tables
from packstation.store.times import to_ms


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What lies on a desk: its open order, who stands there, how many the next unit counts."""

    name: str
    order: str | None = None
    packer: str = ""
    next_amount: int = 1


class People:
    """Badges and desks."""

    def __init__(self, database: Database, tables: Tables) -> None:
        """Work on this file."""
        self._db = database
        self._tables = tables

    def person(self, badge: str) -> Person | None:
        """Whose badge this is."""
        row = self._db.one("SELECT badge, name, role FROM person WHERE badge = ?", (badge,))
        return None if row is None else Person(row[0], row[1], Role(row[2]))

    def anyone_registered(self) -> bool:
        """Whether badges are used here at all."""
        return self._db.one("SELECT 1 FROM person LIMIT 1") is not None

    def everybody(self) -> tuple[Person, ...]:
        """All who have a badge, by badge."""
        rows = self._db.all("SELECT badge, name, role FROM person ORDER BY badge")
        return tuple(Person(badge, name, Role(role)) for badge, name, role in rows)

    def put(self, person: Person) -> str:
        """Register a badge; gives ``added``, ``updated`` or ``unchanged``."""
        old = self.person(person.badge)
        if old == person:
            return "unchanged"
        row = {"name": person.name, "role": person.role.value}
        insert = self._tables.person.insert({"badge": person.badge, **row})
        insert.on_conflict(conflict_target=("badge",), update=row).execute()
        return "updated" if old else "added"

    def desk(self, name: str) -> DeskRow:
        """What lies on this desk; a desk never used before is empty."""
        row = self._db.one("SELECT name, order_number, packer, next_amount FROM desk WHERE name = ?", (name,))
        return DeskRow(name) if row is None else DeskRow(*row)

    def put_desk(self, desk: DeskRow, at: datetime) -> None:
        """Remember what lies on a desk."""
        self._db.run(
            "INSERT INTO desk (name, order_number, packer, next_amount, updated_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET order_number = excluded.order_number, packer = "
            "excluded.packer, "
            "next_amount = excluded.next_amount, updated_at = excluded.updated_at",
            (desk.name, desk.order, desk.packer, desk.next_amount, to_ms(at)),
        )

    def desk_of(self, order: str) -> str | None:
        """The desk on which this order lies open."""
        row = self._db.one("SELECT name FROM desk WHERE order_number = ?", (order,))
        return None if row is None else str(row[0])

    def clear_order(self, order: str, at: datetime) -> None:
        """The order lies on no desk any more."""
        name = self.desk_of(order)
        if name:
            self.put_desk(replace(self.desk(name), order=None, next_amount=1), at)
