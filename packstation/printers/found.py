"""Printers this computer knows, as the setting ``link`` would name them."""

from __future__ import annotations

import sys
from pathlib import Path

from packstation.printers.cainiao import ComponentPatience, found
from packstation.printers.component import HERE
from packstation.printers.cups import queues

_PORTS = ("/dev/usb/lp*", "/dev/lp*")
"""Where Linux shows printers that are plugged in (usblp, parport)."""


QUICK = ComponentPatience(connect=1.0, answer=1.0)
"""The print component runs here or not at all."""


def found_printers(root: Path = Path("/"), component: str = HERE) -> tuple[str, ...]:
    """Print queues, printer ports and the printers of a print component; may take seconds, and never raises.

    Windows' own printers are named by the window, which asks Qt for them: ``queue:NAME`` there.

    Args:
        root: where the system shows its ports.
        component: where Cainiao's print component would listen.
    """
    ports = sorted(port for pattern in _PORTS for port in root.glob(pattern.lstrip("/")))
    named = () if sys.platform == "win32" else queues()
    return (
        *(f"queue:{name}" for name in named),
        *(f"device:{port}" for port in ports),
        *found(component, QUICK),
    )
