"""What boxes of the same contents weighed, so that the next one can be told from a wrong one."""

from __future__ import annotations

from datetime import datetime

from packstation.domain.weight import Learnt
from packstation.store.database import Database
from packstation.store.times import to_ms


class Weights:
    """Learnt weights by composition (see ``domain.weight``)."""

    def __init__(self, database: Database) -> None:
        """Work on this file."""
        self._db = database

    def learnt(self, composition: str) -> Learnt:
        """What is known of boxes like this one; nothing for the first."""
        row = self._db.one(
            "SELECT count, mean_g, squares FROM weight_learnt WHERE composition = ?", (composition,)
        )
        return Learnt(int(row[0]), float(row[1]), float(row[2])) if row else Learnt()

    def learn(self, composition: str, weight_g: int, at: datetime) -> None:
        """A box of these contents left the house weighing so much."""
        now = self.learnt(composition).with_box(weight_g)
        self._db.run(
            "REPLACE INTO weight_learnt (composition, count, mean_g, squares, learnt_at) "
            "VALUES (?, ?, ?, ?, ?)",
            (composition, now.count, now.mean_g, now.squares, to_ms(at)),
        )
