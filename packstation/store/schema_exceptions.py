"""What the exceptions desk keeps: which orders are out of the ordinary, who cares, what was noted. Frozen.

``exception.kinds`` has a bit a kind, ``grave`` is the place of the gravest; both follow the order in which
``domain.exceptions`` lists the kinds: take-out is bit 1, parked bit 4, and so on.
"""

_LABELS = "SELECT 1 FROM parcel p WHERE p.order_id = o.id AND"
_FORBIDDEN = (
    "EXISTS (SELECT 1 FROM parcel p WHERE p.order_id = o.id AND p.waybill <> '' AND ("
    "p.carrier IN (SELECT value FROM json_each(o.carriers, '$[1]')) "
    "OR (json_array_length(o.carriers, '$[0]') > 0 "
    "AND p.carrier NOT IN (SELECT value FROM json_each(o.carriers, '$[0]')))))"
)
_SURPLUS = (
    "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.got > CASE WHEN l.refund IN "
    "('', 'NO_REFUND', 'CLOSED', 'SELLER_REFUSE_BUYER') THEN max(0, l.quantity - l.waived) ELSE 0 END)"
)
_HOLD = "coalesce(json_extract(nullif(o.hold, ''), '$[0]'), 'desk')"
_SHORT = (
    "(json_extract(nullif(o.hold, ''), '$[1]') IS 'stock' OR EXISTS "
    "(SELECT 1 FROM json_each(o.findings) f WHERE json_extract(f.value, '$[0]') = 'stock-short'))"
)
_CONDITIONS = (
    (0, "o.recall <> ''"),
    (1, _SURPLUS),
    (2, "o.address_changed = 1"),
    (3, _FORBIDDEN),
    (5, f"EXISTS ({_LABELS} p.label = 'unknown')"),
    (6, f"EXISTS ({_LABELS} (p.label = 'failed' OR (o.state = 'packed' AND p.label = 'none')))"),
    (7, f"EXISTS ({_LABELS} p.doubt_g IS NOT NULL)"),
    (9, _SHORT),
    (10, f"o.state = 'held' AND {_HOLD} = 'review'"),
    (11, f"o.state = 'held' AND {_HOLD} = 'desk'"),
    (12, f"o.state = 'held' AND {_HOLD} = 'unpaid'"),
)
_BITS = " + ".join(f"(CASE WHEN {condition} THEN {1 << bit} ELSE 0 END)" for bit, condition in _CONDITIONS)
_PARKED = (
    "(CASE WHEN EXISTS (SELECT 1 FROM outbox e WHERE e.order_number = o.number AND e.state = 'PARKED') "
    f"THEN {1 << 4} ELSE 0 END)"
)
_GRAVE = "CASE " + " ".join(f"WHEN kinds & {1 << bit} THEN {bit}" for bit in range(14)) + " END"

FILL = f"""INSERT INTO exception (order_id, kinds, grave, since, due, pressure)
    SELECT id, kinds, {_GRAVE}, CAST(strftime('%s', 'now') AS INTEGER) * 1000, due, pressure FROM (
        SELECT o.id, o.due, o.pressure, {_PARKED} +
            (CASE WHEN o.state IN ('shipped', 'cancelled') THEN 0 ELSE {_BITS} END) AS kinds
        FROM orders o
    ) WHERE kinds > 0"""
"""What is out of the ordinary already when the list begins; since when was not kept before."""

EXCEPTIONS: tuple[str, ...] = (
    "ALTER TABLE orders ADD COLUMN expedited TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE exception (
        order_id INTEGER PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
        kinds INTEGER NOT NULL CHECK (kinds > 0),
        grave INTEGER NOT NULL,
        since INTEGER NOT NULL,
        due INTEGER NOT NULL,
        pressure INTEGER NOT NULL
    )""",
    "CREATE INDEX exception_list ON exception (grave, due, pressure, order_id, kinds, since)",
    """CREATE TABLE exception_owner (
        order_number TEXT PRIMARY KEY,
        packer TEXT NOT NULL,
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        order_number TEXT NOT NULL,
        at INTEGER NOT NULL,
        packer TEXT NOT NULL,
        text TEXT NOT NULL
    )""",
    "CREATE INDEX note_order ON note (order_number, id)",
    "CREATE INDEX journal_failed ON journal (order_number, seq) WHERE verdict = 'quality-failed'",
    FILL,
)
