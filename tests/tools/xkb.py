"""The machine's own keyboard layouts (xkb-data read by libxkbcommon), for making tables of them and for checking them."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from functools import cache

US_ROWS = {
    "TLDE": "`~",
    **{
        f"AE{place:02}": pair
        for place, pair in enumerate(zip("1234567890-=", "!@#$%^&*()_+", strict=True), 1)
    },
    **{
        f"AD{place:02}": pair
        for place, pair in enumerate(zip("qwertyuiop[]", "QWERTYUIOP{}", strict=True), 1)
    },
    "BKSL": "\\|",
    **{f"AC{place:02}": pair for place, pair in enumerate(zip("asdfghjkl;'", 'ASDFGHJKL:"', strict=True), 1)},
    **{f"AB{place:02}": pair for place, pair in enumerate(zip("zxcvbnm,./", "ZXCVBNM<>?", strict=True), 1)},
}
"""Name of each key, and the two signs a scanner set to US means by it: alone and with Shift."""

DEAD = {
    "grave": "`",
    "acute": "\u00b4",
    "circumflex": "^",
    "tilde": "~",
    "diaeresis": "\u00a8",
    "cedilla": "\u00b8",
    "caron": "\u02c7",
    "breve": "\u02d8",
    "abovedot": "\u02d9",
    "abovering": "\u02da",
    "doubleacute": "\u02dd",
    "macron": "\u00af",
    "ogonek": "\u02db",
    "hook": "\u0309",
    "belowdot": "\u0323",
    "iota": "\u037a",
    "horn": "\u031b",
}
"""Accent keys that wait for a letter, and the sign they type when no letter fits."""


class _Names(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options"))


@cache
def _library() -> ctypes.CDLL:
    """libxkbcommon, which every machine with Qt on X11 or Wayland has."""
    lib = ctypes.CDLL("libxkbcommon.so.0")
    for name in ("xkb_context_new", "xkb_keymap_new_from_names", "xkb_state_new"):
        getattr(lib, name).restype = ctypes.c_void_p
    lib.xkb_keymap_new_from_names.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Names), ctypes.c_int]
    lib.xkb_keymap_key_by_name.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    lib.xkb_keymap_mod_get_index.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    lib.xkb_state_new.argtypes = [ctypes.c_void_p]
    lib.xkb_state_update_mask.argtypes = [ctypes.c_void_p, *[ctypes.c_uint32] * 6]
    lib.xkb_state_key_get_one_sym.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    lib.xkb_keysym_to_utf32.argtypes = [ctypes.c_uint32]
    lib.xkb_keysym_get_name.argtypes = [ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]
    return lib


@dataclass(frozen=True, slots=True)
class Typed:
    """What one key press types; a dead accent waits for the letter behind it."""

    sign: str
    dead: bool = False


class Keyboard:
    """A computer's keyboard in one layout, named as xkb does: ``fr``, or ``us(dvorak)``."""

    def __init__(self, layout: str) -> None:
        name, _, variant = layout.rstrip(")").partition("(")
        lib = _library()
        self._context = ctypes.c_void_p(lib.xkb_context_new(0))
        names = _Names(b"evdev", b"pc105", name.encode(), variant.encode(), b"")
        self._keymap = ctypes.c_void_p(lib.xkb_keymap_new_from_names(self._context, ctypes.byref(names), 0))
        if not self._keymap:
            raise LookupError(layout)
        self._state = ctypes.c_void_p(lib.xkb_state_new(self._keymap))
        self._shift = 1 << lib.xkb_keymap_mod_get_index(self._keymap, b"Shift")
        self._lock = 1 << lib.xkb_keymap_mod_get_index(self._keymap, b"Lock")

    def press(self, key: str, *, shift: bool, caps: bool = False) -> Typed:
        """What a key (named as in xkb) types."""
        lib = _library()
        lib.xkb_state_update_mask(
            self._state, self._shift if shift else 0, 0, self._lock if caps else 0, 0, 0, 0
        )
        symbol = lib.xkb_state_key_get_one_sym(
            self._state, lib.xkb_keymap_key_by_name(self._keymap, key.encode())
        )
        name = ctypes.create_string_buffer(64)
        lib.xkb_keysym_get_name(symbol, name, len(name))
        called = name.value.decode()
        if called.startswith("dead_"):
            return Typed(DEAD.get(called.removeprefix("dead_"), ""), dead=True)
        point = lib.xkb_keysym_to_utf32(symbol)
        return Typed(chr(point) if point else "")

    def scan(self, code: str, *, caps: bool = False) -> str:
        """What a scanner set to US types here for a code: accents join the letters they fit, else stand alone."""
        typed = ""
        dead = ""
        for sign in code:
            press = self._pressed(sign, caps=caps)
            if press.dead:
                typed, dead = typed + dead, press.sign
                continue
            typed, dead = typed + _joined(dead, press.sign), ""
        return typed + dead

    def _pressed(self, sign: str, *, caps: bool) -> Typed:
        for key, (alone, shifted) in US_ROWS.items():
            if sign in (alone, shifted):
                return self.press(key, shift=sign == shifted, caps=caps)
        return Typed(sign)


def _joined(accent: str, sign: str) -> str:
    """An accent and the sign typed behind it."""
    marks = {spacing: _combining(name) for name, spacing in DEAD.items()}
    if accent:
        one = unicodedata.normalize("NFC", sign + marks[accent])
        if len(one) == 1 and one != sign:
            return one
    return accent + sign


def _combining(name: str) -> str:
    names = {
        "abovedot": "DOT ABOVE",
        "abovering": "RING ABOVE",
        "doubleacute": "DOUBLE ACUTE ACCENT",
        "macron": "MACRON",
        "hook": "HOOK ABOVE",
        "belowdot": "DOT BELOW",
        "iota": "GREEK YPOGEGRAMMENI",
        "diaeresis": "DIAERESIS",
    }
    full = names.get(name, name.upper())
    for spelling in (full, f"{full} ACCENT"):
        try:
            return unicodedata.lookup(f"COMBINING {spelling}")
        except KeyError:
            continue
    raise LookupError(name)
