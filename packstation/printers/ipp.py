"""The few words of IPP a print queue must be told: requests as bytes, answers as values (RFC 8010)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PRINT_JOB, CANCEL_JOB, JOB_ATTRIBUTES, PRINTER_ATTRIBUTES = 0x0002, 0x0008, 0x0009, 0x000B
ALL_PRINTERS = 0x4002
"""CUPS' own, CUPS-Get-Printers."""
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_FIRST_VALUE = 0x10
"""Smaller tags begin a group."""
_NO_VALUES = range(0x10, 0x20)
"""Out-of-band tags: unknown, no value."""
_HEAD = 8
_TAGS = {
    "attributes-charset": _CHARSET,
    "attributes-natural-language": _LANGUAGE,
    "printer-uri": _URI,
    "job-id": _INTEGER,
    "requesting-user-name": _NAME,
    "job-name": _NAME,
    "document-format": _MIME,
    "requested-attributes": _KEYWORD,
    "print-scaling": _KEYWORD,
    "media": _KEYWORD,
}

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the queue answered: its status code, and every attribute of the answer with its values."""

    status: int
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether it did what was asked."""
        return self.status < 0x0100  # noqa: PLR2004  (RFC 8011: below lie the successful ones)

    def number(self, name: str) -> int:
        """A whole number; 0 where there is none."""
        value = self.values.get(name, (None,))[0]
        return value if isinstance(value, int) else 0

    def texts(self, name: str) -> tuple[str, ...]:
        """All texts of an attribute."""
        return tuple(value for value in self.values.get(name, ()) if isinstance(value, str))


def request(
    operation: int,
    attributes: Mapping[str, Value | Iterable[str]],
    job: Mapping[str, Value] | None = None,
    document: bytes = b"",
) -> bytes:
    """Write a request.

    Args:
        operation: what is asked, such as ``PRINT_JOB``.
        attributes: of the operation, charset and language aside.
        job: of the job, if one is made.
        document: what is to be printed.
    """
    parts = [struct.pack(">BBHI", 2, 0, operation, 1), bytes([_OPERATION])]
    always = {"attributes-charset": "utf-8", "attributes-natural-language": "en"}
    parts += [_attribute(name, value) for name, value in {**always, **attributes}.items()]
    if job:
        parts += [bytes([_JOB]), *(_attribute(name, value) for name, value in job.items())]
    return b"".join([*parts, bytes([_END]), document])


def _attribute(name: str, value: Value | Iterable[str]) -> bytes:
    tag = _TAGS[name]
    values = [value] if isinstance(value, (str, int)) or value is None else list(value)
    out = b""
    for place, one in enumerate(values):
        said = name.encode() if place == 0 else b""
        content = struct.pack(">i", one) if isinstance(one, int) else str(one).encode()
        out += struct.pack(">BH", tag, len(said)) + said + struct.pack(">H", len(content)) + content
    return out


def reply(content: bytes) -> Reply:
    """Read an answer.

    Raises:
        ValueError: this is no answer of a print queue.
    """
    if len(content) < _HEAD:
        raise ValueError(content[:_HEAD])
    status = struct.unpack_from(">H", content, 2)[0]
    values: dict[str, list[Value]] = {}
    at, name = _HEAD, ""
    while at < len(content) and content[at] != _END:
        tag = content[at]
        at += 1
        if tag < _FIRST_VALUE:
            continue
        said, at = _counted(content, at)
        found, at = _counted(content, at)
        name = said.decode("utf-8", "replace") or name
        values.setdefault(name, []).append(_value(tag, found))
    return Reply(status, {key: tuple(all_of) for key, all_of in values.items()})


def _counted(content: bytes, at: int) -> tuple[bytes, int]:
    """Bytes that stand behind their length, and the place after them."""
    if at + 2 > len(content):
        raise ValueError(at)
    (length,) = struct.unpack_from(">H", content, at)
    end = at + 2 + length
    if end > len(content):
        raise ValueError(at)
    return content[at + 2 : end], end


def _value(tag: int, found: bytes) -> Value:
    if tag in _NO_VALUES:
        return None
    if tag in (_INTEGER, _ENUM) and len(found) == 4:  # noqa: PLR2004  (bytes of a number)
        return int(struct.unpack(">i", found)[0])
    if tag == _BOOLEAN:
        return found != b"\0"
    return found.decode("utf-8", "replace")
