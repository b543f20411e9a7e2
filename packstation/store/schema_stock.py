"""What the stock ledger learnt to hold after its first shape. Frozen like it."""

SET_ASIDE: tuple[str, ...] = (
    "ALTER TABLE stock_move ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0",
    # an order that waits or was called back keeps only what lies in its box
    """UPDATE order_line SET reserved = got WHERE reserved > 0 AND order_id IN (
        SELECT id FROM orders WHERE state = 'held' OR recall <> ''
    )""",
    "UPDATE order_line SET reserved = got WHERE reserved > 0 AND got > reserved",
    """INSERT INTO stock_move
        (at, sku, bin, change, damaged, kind, order_number, packer, reason, reserved)
        SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000, l.sku, '', 0, 0, 'reserve', o.number, '',
            'upgrade', sum(l.reserved)
        FROM order_line l JOIN orders o ON o.id = l.order_id
        WHERE l.reserved > 0 GROUP BY o.id, l.sku""",
    "CREATE INDEX stock_move_order ON stock_move (order_number, sku) WHERE order_number <> ''",
)
"""Rows with ``reserved`` set units of a SKU aside or let them go; their sum is what is set aside now."""
