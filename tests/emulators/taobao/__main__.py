"""``python -m tests.emulators.taobao``: Taobao's gateway on this machine, for a person to play the buyers."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.emulators.taobao.console import Console
from tests.emulators.taobao.faults import CHANCES, Script
from tests.emulators.taobao.goods import products
from tests.emulators.taobao.life import Life
from tests.emulators.taobao.running import Running, emulated
from tests.emulators.taobao.shop import Shop

GREETING = """Taobao's gateway, emulated. {orders} orders; seed {seed}; faults: {faults}.

To try it at once, in a second terminal:

  packstation demo --taobao {gateway}

To use it from a data directory of your own:

  gateway     {gateway}
  app key     {key}
  app secret  {secret}
  session     {session}

In packstation.toml:

  [platform]
  kind = "taobao"
  gateway = "{gateway}"
  app_key = "{key}"
  sign_method = "hmac-sha256"

  [waybills]
  kind = "cainiao"
  user_id = "{seller}"

  [sender]
  name = "{shop}"
  phone = "13900000000"

In the environment of packstation:

  export PACKSTATION_TAOBAO_APP_SECRET={secret} PACKSTATION_TAOBAO_SESSION={session}

Then type here what buyers do: "refund 3", "urge 3", "change 3", "cancel 3", "new"; "orders" lists them, "help" says more.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run it until "quit", or the end of what is typed."""
    told = _options().parse_args(argv)
    shop = Shop(offset=timedelta(seconds=told.clock))
    shop.rules.text_ids = told.text_ids
    life = Life(shop, told.seed)
    life.before(told.orders)
    if told.products:
        told.products.write_text(products(), encoding="utf-8")
    script = Script(chances=CHANCES[told.faults], seed=told.seed)
    with emulated(shop, script, told.port) as running:
        _greet(running, told)
        over = threading.Event()
        if told.life:
            threading.Thread(target=_live, args=(life, told.life, over), daemon=True).start()
        _listen(Console(life, script, running.listening), stay=told.stay)
        over.set()
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.taobao", description=__doc__)
    parser.add_argument("--port", type=int, default=8101, help="0: the system chooses")
    parser.add_argument("--orders", type=int, default=200, help="orders of the last 20 hours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", choices=sorted(CHANCES), default="none")
    parser.add_argument(
        "--life", type=float, default=0.0, metavar="SECONDS", help="one event so often, by itself"
    )
    parser.add_argument(
        "--clock", type=int, default=0, metavar="SECONDS", help="how far their clock is ahead"
    )
    parser.add_argument("--text-ids", action="store_true", help="ids as text instead of numbers")
    parser.add_argument("--products", type=Path, metavar="FILE", help="write the shop's goods for import")
    parser.add_argument("--stay", action="store_true", help="go on when nothing more can be typed")
    return parser


def _greet(running: Running, told: argparse.Namespace) -> None:
    app = running.app
    sys.stdout.write(
        GREETING.format(
            orders=told.orders,
            seed=told.seed,
            faults=told.faults,
            gateway=running.gateway,
            key=app.key,
            seller=running.shop.seller_id,
            shop=running.shop.nick,
            secret=app.secret,
            session=app.session,
        )
    )
    sys.stdout.flush()


def _live(life: Life, every: float, over: threading.Event) -> None:
    """Things happen by themselves, and are told."""
    while not over.wait(every):
        what = life.step()
        if what:
            sys.stdout.write(f"{what}\n")
            sys.stdout.flush()


def _listen(console: Console, *, stay: bool) -> None:
    """Lines until the last one."""
    for line in sys.stdin:
        if line.strip().lower() in ("quit", "exit"):
            return
        for answer in console.say(line):
            sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    if stay:
        threading.Event().wait()


if __name__ == "__main__":
    raise SystemExit(main())
