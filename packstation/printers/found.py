"""Printers this computer knows, as the setting ``link`` would name them."""

from __future__ import annotations

import sys
from pathlib import Path

from packstation.printers.cups import queues

_PORTS = ("/dev/usb/lp*", "/dev/lp*")
"""Where Linux shows printers that are plugged in (usblp, parport)."""


def found_printers(root: Path = Path("/")) -> tuple[str, ...]:
    """Print queues and printer ports, best first; may take seconds, and never raises.

    Windows' own printers are named by the window, which asks Qt for them: ``queue:NAME`` there.
    """
    ports = sorted(port for pattern in _PORTS for port in root.glob(pattern.lstrip("/")))
    named = () if sys.platform == "win32" else queues()
    return (*(f"queue:{name}" for name in named), *(f"device:{port}" for port in ports))
