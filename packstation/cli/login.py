"""``login``: a name and a password once, and the shop's secret is where the desk looks for it."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Mapping

from packstation.cli.connection import meant
from packstation.cli.world import World, say
from packstation.desk.connection import fact_of
from packstation.desk.options import ShopTerms
from packstation.domain.connection import Found, Tried
from packstation.errors import BadSetting
from packstation.settings.secrets import keep, owner_of, variable_of


def login(args: argparse.Namespace, world: World) -> int:
    """``login NAME [--shop NAME] [--show]``: log in, keep what the shop gives for it, try everything with it.

    The password is asked for without showing it, or read from a line where no person types. Exit 1 where the
    trial found something that must be put right.

    Raises:
        BadInput: there is no such shop, or no login there.
        BadSetting: ``login-no-keyring``, this system keeps nothing.
        Outage: the shop does not answer.
        Rejected: it does not let this name and password in.
    """
    with world.reading() as desk:
        shop = meant(args.shop, desk.connection.shops)[0]
        secrets = desk.connection.log_in(args.name, _password(args.name, world), shop.id)
        if args.show:
            for value in secrets.values():
                say(value)
            return 0
        _keep(shop, secrets, world)
        tried = desk.connection.try_out(shop.id)
    for one in tried:
        _tell(one, world)
    return 1 if Found.FAILED in {one.found for one in tried} else 0


def _password(name: str, world: World) -> str:
    """What the person types, unseen; from a script the next line."""
    if sys.stdin.isatty():
        return getpass.getpass(world.words("connection.login.password", person=name) + " ")
    return sys.stdin.readline().rstrip("\r\n")


def _keep(shop: ShopTerms, secrets: Mapping[str, str], world: World) -> None:
    """Put the secrets into the keyring; the environment comes before it, which must be said."""
    owner = owner_of(shop.kind, shop.id)
    for name, value in secrets.items():
        variable = variable_of(owner, name)
        try:
            keep(owner, name, value)
        except BadSetting as error:
            raise BadSetting("login-no-keyring", variable=variable) from error
        said = "connection.secret.shadowed" if os.environ.get(variable) else "connection.login.kept"
        say(world.words(said, variable=variable, secret=world.words(f"connection.secret.{name}")))


def _tell(one: Tried, world: World) -> None:
    """A part that was tried, in a line."""
    words, fact = world.words, fact_of(one)
    say(f"{fact.found}\t{words(f'connection.fact.{fact.name}')}\t{words.fact(fact.key, fact.gaps)}")
