"""Vendure itself, unmodified, on this computer: a web shop nobody here wrote, for the connector to prove itself on.

Needs Node with ``@vendure/core`` and ``pg`` (``.venv/npm``) and the programs of PostgreSQL; both are brought by
``python3 .dev setup``.
"""
