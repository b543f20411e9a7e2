"""Commands that try the shop's own rules: wishes."""

from __future__ import annotations

import argparse

from packstation.cli.world import World, put, say, tell
from packstation.domain.order import Asked
from packstation.domain.wishes import tried


def wishes(args: argparse.Namespace, world: World) -> int:
    """``wishes TEXT``: what the rules read out of a sentence; nothing is stored."""
    source = Asked.MEMO if args.memo else Asked.MESSAGE
    found = tried(args.text, source, world.settings.desk_options().wishes)
    if args.json:
        put(
            {
                "text": args.text,
                "wishes": [{"text": it.text, "source": it.source, "why": it.why} for it in found],
            }
        )
        return 0
    for wish in found:
        say(f"[ ] {wish.text} ({world.words.wish_source(wish, {})})")
    if not found:
        tell(world.words("wishes.cli.none"))
    return 0
