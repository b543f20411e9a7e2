"""Thousands of open orders in a moment: one that was really bought, many times over in the shop's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.vendure.postgres import run
from tests.vendure.shop import Shop

PREFIX = "CROWD"
_ORDER = '"type", state, active, "couponCodes", "shippingAddress", "billingAddress", "currencyCode", "customerId", "taxZoneId", "subTotal", "subTotalWithTax", shipping, "shippingWithTax"'
_LINE = 'quantity, "orderPlacedQuantity", "listPriceIncludesTax", adjustments, "taxLines", "productVariantId", "taxCategoryId", "initialListPrice", "listPrice"'
_PAYMENT = 'method, state, "transactionId", metadata, amount'
_COPY = """
WITH told AS (SELECT * FROM "order" WHERE code = '{code}'),
made AS (
    INSERT INTO "order" (code, "orderPlacedAt", {order})
    SELECT '{prefix}' || lpad(n::text, 11, '0'),
        now() at time zone 'UTC' - interval '2 days' + (n * 7919 % {count} / {together}) * interval '3 seconds', {order}
    FROM told, generate_series(1, {count}) n RETURNING id),
seen AS (INSERT INTO order_channels_channel ("orderId", "channelId") SELECT id, 1 FROM made),
paid AS (
    INSERT INTO payment ("orderId", {payment})
    SELECT made.id, {told_payment} FROM made, told JOIN payment ON payment."orderId" = told.id)
INSERT INTO order_line ("orderId", {line})
SELECT made.id, {told_line} FROM made, told JOIN order_line ON order_line."orderId" = told.id
"""
_GONE = """
DELETE FROM payment USING "order" o WHERE payment."orderId" = o.id AND o.code LIKE '{prefix}%';
DELETE FROM stock_movement USING order_line l, "order" o
    WHERE stock_movement."orderLineId" = l.id AND l."orderId" = o.id AND o.code LIKE '{prefix}%';
DELETE FROM "order" WHERE code LIKE '{prefix}%'
"""


@contextmanager
def crowd(shop: Shop, code: str, count: int, together: int) -> Iterator[list[str]]:
    """So many orders like this one, as long as the block lasts; gives their codes.

    Args:
        shop: where.
        code: an order that is paid and waits.
        count: how many.
        together: so many of them were placed at one moment, then so many three seconds later, and so on; never
            in the order in which their baskets were begun, by which the shop numbers its rows.
    """
    asked = _COPY.format(
        code=code,
        prefix=PREFIX,
        count=count,
        together=together,
        order=_ORDER,
        line=_LINE,
        payment=_PAYMENT,
        told_line=_of("order_line", _LINE),
        told_payment=_of("payment", _PAYMENT),
    )
    run(shop.database, asked)
    try:
        yield [f"{PREFIX}{n:011d}" for n in range(1, count + 1)]
    finally:
        run(shop.database, _GONE.format(prefix=PREFIX))


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))
