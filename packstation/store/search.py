"""Finding an order by whatever is at hand: its number, a waybill, four digits, a name, a word.

Full text is kept over single Chinese characters separated by blanks (a contentless ``unicode61`` index: 1-3
characters in under 3 ms at a million orders, measured; the trigram tokenizer needs six times the room and
finds no two-character name on older SQLite).
"""

from __future__ import annotations

import re
import unicodedata

from packstation.domain.order import Order
from packstation.store.database import Database

_PIECES = re.compile(r"[0-9A-Za-z]+|[^\W0-9A-Za-z_]")
LONGEST_TEXT = 2000
_TAIL = 4
_MARKED = re.compile("[\u00c0-\u058f\u1e00-\u1fff]")
"""Letters outside ASCII of Latin, Greek and Cyrillic, and marks on them."""
_WITHOUT_MARKS = dict.fromkeys(range(0x300, 0x370))
"""Accents of Latin, Greek and Cyrillic; those of kana make other letters."""
_TYPED = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "ħ": "h", "Ħ": "H",
    "ə": "e", "Ə": "E",
})  # fmt: skip
"""Letters that are no other letter with a mark, and what is typed for them."""


def words_of(order: Order) -> str:
    """Everything people search an order by, as separate words."""
    receiver = order.receiver
    told = [order.buyer, receiver.name, receiver.city, receiver.detail, order.message, order.memo]
    goods = [part for line in order.lines for part in (line.title, line.spec, line.sku)]
    return " ".join(_PIECES.findall(plain(" ".join((*told, *goods))[:LONGEST_TEXT]))).lower()


def plain(text: str) -> str:
    """Letters as people type them who have no other ones: ``Müller`` → ``Muller``, ``Łódź`` → ``Lodz``."""
    if not _MARKED.search(text):
        return text
    apart = unicodedata.normalize("NFD", text).translate(_WITHOUT_MARKS)
    return unicodedata.normalize("NFC", apart).translate(_TYPED)


def phrase_of(text: str) -> str:
    """A search text as a full-text phrase; empty when nothing in it can be searched for."""
    pieces = _PIECES.findall(plain(text[:LONGEST_TEXT]).lower())
    if not pieces:
        return ""
    last = "*" if pieces[-1].isascii() else ""
    return f'"{" ".join(pieces)}"{last}'


class Search:
    """Looks orders up."""

    def __init__(self, database: Database) -> None:
        """Search this file."""
        self._db = database

    def find(self, text: str, limit: int) -> list[int]:
        """Ids of orders that fit, surest kind of match first."""
        text = text.strip()
        found: dict[int, None] = {}
        for sql, value in _questions(text):
            if len(found) >= limit:
                break
            for (order_id,) in self._db.all(f"{sql} LIMIT {int(limit)}", value):
                found.setdefault(order_id)
        return list(found)[:limit]


def _questions(text: str) -> list[tuple[str, tuple[object, ...]]]:
    """The queries to ask, cheapest and surest first; each is a stretch of one index."""
    if not text:
        return []
    upper = text.upper()
    beyond = text + "\U0010ffff"
    asked: list[tuple[str, tuple[object, ...]]] = [
        ("SELECT id FROM orders WHERE number >= ? AND number < ?", (text, beyond)),
        (
            "SELECT order_id FROM parcel WHERE waybill >= ? AND waybill < ? AND waybill <> ''",
            (upper, upper + "\U0010ffff"),
        ),
    ]
    if len(text) == _TAIL and text.isalnum():
        asked.append(("SELECT id FROM orders WHERE number_tail = ? ORDER BY due", (text,)))
        asked.append(("SELECT id FROM orders WHERE phone_tail = ? ORDER BY due", (text,)))
    asked.append(("SELECT DISTINCT order_id FROM order_line WHERE sku = ?", (text,)))
    asked.append(
        (
            "SELECT DISTINCT l.order_id FROM barcode b JOIN order_line l ON l.sku = b.sku WHERE b.code = ?",
            (text,),
        )
    )
    asked.append(("SELECT id FROM orders WHERE buyer >= ? AND buyer < ?", (text, beyond)))
    phrase = phrase_of(text)
    if phrase:
        asked.append(("SELECT rowid FROM order_text WHERE order_text MATCH ?", (phrase,)))
    return asked
