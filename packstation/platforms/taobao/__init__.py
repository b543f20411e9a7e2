"""Taobao: trades in, shipments out, over the Taobao Open Platform (``packstation.top``; wire.md §4)."""
