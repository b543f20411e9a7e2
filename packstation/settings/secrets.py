"""Secrets: from the environment, else from the operating system's keyring; never from a file of ours.

``PACKSTATION_<KIND>_<NAME>`` (``PACKSTATION_TAOBAO_APP_SECRET``) comes first, so that a service or a test can
be set up without a keyring. A computer without a keyring is like one whose keyring is empty.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

import keyring
from keyring.errors import KeyringError

from packstation.domain.connection import Found
from packstation.errors import BadSetting

PLACE = "packstation"
"""The name all our secrets stand under in the keyring."""


def owner_of(kind: str, shop: str = "") -> str:
    """Whose secrets they are: those of ``[platform]`` stand under its kind, a further shop's under both.

    So ``[shops.tmall2]`` has ``taobao.tmall2.session`` in the keyring, ``PACKSTATION_TAOBAO_TMALL2_SESSION``
    in the environment.
    """
    return f"{kind}.{shop}" if shop else kind


def variable_of(kind: str, name: str) -> str:
    """The environment variable of a secret, such as ``PACKSTATION_TAOBAO_APP_SECRET``."""
    return f"PACKSTATION_{kind}_{name}".upper().replace("-", "_").replace(".", "_")


class Kept(StrEnum):
    """Where a secret is: nothing else of it is ever shown."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    NOWHERE = "nowhere"


def kept(kind: str, name: str, environment: Mapping[str, str] = os.environ) -> Kept:
    """Where a secret comes from; asks the keyring, so in a worker."""
    if environment.get(variable_of(kind, name), "").strip():
        return Kept.ENVIRONMENT
    return Kept.KEYRING if secret(kind, name, {}) else Kept.NOWHERE


def standing_of(where: Mapping[str, Kept], *, takes_either: bool) -> dict[str, Found]:
    """How it is with each secret: there, missed, or not there and not needed either."""
    missed = lacking(where, takes_either=takes_either)
    absent = {name for name, one in where.items() if one is Kept.NOWHERE}
    return {
        name: Found.FAILED if name in missed else Found.UNTRIED if name in absent else Found.OK
        for name in where
    }


def lacking(where: Mapping[str, Kept], *, takes_either: bool) -> frozenset[str]:
    """The names of secrets that are missed: those that are nowhere, unless another one will do."""
    if takes_either and set(where.values()) - {Kept.NOWHERE}:
        return frozenset()
    return frozenset(name for name, one in where.items() if one is Kept.NOWHERE)


def secret(kind: str, name: str, environment: Mapping[str, str] = os.environ) -> str:
    """A secret of a platform or carrier; empty where this computer has none.

    Args:
        kind: whose it is, see ``owner_of``.
        name: ``app_secret``, ``session`` and the like.
        environment: asked before the keyring.
    """
    found = environment.get(variable_of(kind, name), "").strip()
    if found:
        return found
    try:
        return (keyring.get_password(PLACE, f"{kind}.{name}") or "").strip()
    except (KeyringError, OSError):
        return ""


def keep(kind: str, name: str, value: str) -> None:
    """Put a secret into the keyring; an empty one is taken out of it.

    Raises:
        BadSetting: ``no-keyring``, this system has none, it is locked, or it keeps nothing.
    """
    where = f"{kind}.{name}"
    try:
        if value:
            keyring.set_password(PLACE, where, value)
        elif keyring.get_password(PLACE, where) is not None:
            keyring.delete_password(PLACE, where)
    except (KeyringError, OSError) as error:
        raise BadSetting("no-keyring", variable=variable_of(kind, name)) from error
    if secret(kind, name, {}) != value.strip():
        # some systems are set up with one that takes everything and keeps nothing
        raise BadSetting("no-keyring", variable=variable_of(kind, name))
