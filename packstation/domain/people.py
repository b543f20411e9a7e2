"""Who stands at the desk and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Packers pack; leads settle what is doubtful; admins also change the set-up."""

    PACKER = "packer"
    LEAD = "lead"
    ADMIN = "admin"


class Right(StrEnum):
    """What only some may do."""

    SHIP_UNSCANNED = "ship-unscanned"
    RELEASE = "release"
    OVERRIDE_WEIGHT = "override-weight"
    TEACH = "teach"
    ADJUST_STOCK = "adjust-stock"
    DROP_WISH = "drop-wish"
    CHANGE_CARRIER = "change-carrier"
    TYPE_NUMBER = "type-number"


RIGHTS = {
    Role.PACKER: frozenset[Right](),
    Role.LEAD: frozenset(Right),
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a badge."""

    badge: str
    name: str
    role: Role = Role.PACKER


def may(person: Person | None, right: Right, *, anyone_registered: bool) -> bool:
    """Whether this gesture is theirs. Where nobody has a badge the desk belongs to whoever stands at it."""
    if not anyone_registered:
        return True
    return person is not None and right in RIGHTS[person.role]
