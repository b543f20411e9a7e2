"""What the lights of the status strip say of scanner, scale, sound and speech: what is known, never more."""

from __future__ import annotations

from collections.abc import Iterable

from packstation.desk.booking import LowNumbers
from packstation.domain.connection import Found
from packstation.gui.lines_of_text import one_line
from packstation.gui.scale import Scale
from packstation.gui.scanners import Scanners
from packstation.gui.status_strip import Light
from packstation.words import Words


def scanner_light(scanners: Scanners, words: Words) -> Light:
    """A serial scanner is there or not; a keyboard one has scanned or nobody can know.

    Args:
        scanners: everything that scans.
        words: the language.
    """
    serial, port = scanners.serial, _short(scanners.options.port)
    if serial is not None and serial.is_open:
        return Light(Found.OK, words("gui.strip.scanner-open", port=port))
    if serial is not None:
        trouble = serial.trouble or "not-found"
        return Light(Found.FAILED, words(f"gui.strip.scanner-{trouble}", port=port))
    if not scanners.has_heard:
        return Light(Found.UNTRIED, words("gui.strip.scanner-waiting"))
    return Light(Found.OK, words("gui.strip.scanner-last"))


def scale_light(scale: Scale, words: Words) -> Light:
    """A scale that answers, with what lies on it; or one that does not."""
    if scale.trouble or not scale.is_open:
        health = Found.WARNING if scale.is_open else Found.FAILED
        return Light(
            health, words(f"gui.strip.scale-{scale.trouble or 'not-found'}", port=_short(scale.port))
        )
    if scale.last is None or scale.last.grams is None:
        return Light(Found.UNTRIED, words("gui.strip.scale"))
    return Light(Found.OK, words("gui.strip.scale-shows", grams=scale.last.grams))


def low_lights(low: Iterable[LowNumbers], words: Words) -> tuple[Light, ...]:
    """The carrier whose waybill numbers run out first, and how many are left."""
    return tuple(
        Light(
            Found.WARNING if one.left else Found.FAILED,
            words(
                f"carriers.strip.{'low' if one.left else 'none'}", carrier=one_line(one.name), left=one.left
            ),
        )
        for one in list(low)[:1]
    )


def _short(port: str) -> str:
    """A port as people call it, without the folder it lies in."""
    return port.rsplit("/", 1)[-1]
