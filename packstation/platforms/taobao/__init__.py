"""Taobao: trades in, shipments out, over the Taobao Open Platform (``packstation.top``; facts: wire.md §4)."""
