"""The tables as peewee sees them today, bound to one open file each.

Only ``store`` may know rows. ``Table`` instead of ``Model``: models are bound to one database for the whole
process, and a copy that is being verified is a second one.
"""

from __future__ import annotations

from typing import Any

from peewee import Table
from playhouse.apsw_ext import APSWDatabase

COLUMNS = {
    "product": (
        "sku", "title", "spec", "weight_g", "size_mm", "traits", "inspect", "picture", "listed",
        "pack",
    ),
    "barcode": ("code", "sku", "units", "taught"),
    "stock": ("sku", "bin", "on_hand", "damaged"),
    "stock_move": (
        "id", "at", "sku", "bin", "change", "damaged", "kind", "order_number", "packer", "reason",
        "reserved",
    ),
    "defect": (
        "id", "at", "order_number", "line", "sku", "kind", "checks", "note", "packer", "photos",
    ),
    "looked_at": ("sku", "day", "units"),
    "weight_learnt": ("composition", "count", "mean_g", "squares", "learnt_at"),
    "carton": ("code", "inner_mm", "weight_g", "max_g", "on_hand"),
    "carton_move": ("id", "at", "carton", "change", "kind", "order_number", "packer", "reason"),
    "carrier": ("code", "name", "number_pattern", "sort_codes"),
    "waybill_number": ("id", "number", "carrier", "state", "taken_for", "order_number", "taken_at"),
    "booking": (
        "id", "key", "order_number", "parcel", "carrier", "number", "state", "how", "why", "about", "told",
        "packer", "asked_at", "settled_at", "detail", "look_at",
    ),
    "carrier_label": ("number", "print_data", "parent", "given_at"),
    "carrier_chosen": ("order_number", "carrier", "reason", "packer", "at"),
    "print_job": (
        "id", "order_number", "parcel", "waybill", "state", "reason", "detail", "packer", "created_at",
        "settled_at", "printer", "desk", "what",
    ),
    "outbox": (
        "id", "key", "order_number", "kind", "body", "state", "attempts", "not_before", "error", "created_at",
        "delivered_at", "shop_id",
    ),
    "desk": ("name", "order_number", "packer", "next_amount", "updated_at"),
    "person": ("badge", "name", "role"),
    "fact": ("name", "value"),
    "manifest": ("id", "carrier", "opened_at", "desk", "packer", "closed_at"),
    "handed_over": ("waybill", "order_number", "manifest", "at", "packer"),
    "batch": ("id", "made_at", "made_by", "desk"),
    "basket": ("order_number", "batch", "slot"),
    "exception": ("order_id", "kinds", "grave", "since", "due", "pressure"),
    "exception_owner": ("order_number", "packer", "at"),
    "note": ("id", "order_number", "at", "packer", "text"),
}  # fmt: skip
"""Columns by table; a test holds them against the file the migrations make."""


class Tables:
    """peewee's query builder over one open file: ``tables.person.select()`` and so on."""

    def __init__(self, database: APSWDatabase) -> None:
        """Bind every table to this file."""
        self._tables = {name: Table(name, columns, _database=database) for name, columns in COLUMNS.items()}

    def __getattr__(self, name: str) -> Any:
        """The table with this name."""
        try:
            return self._tables[name]
        except KeyError:
            raise AttributeError(name) from None
