"""Keystrokes through the X server: as a scanner sends them, and as a person types. One xdotool for all of them."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping

ENDS = ("Return", "Return", "Return", "Return", "Return", "Tab", "KP_Enter", "Return Return")
"""How scanners end a code; twice is CR and LF."""
SLOWEST = 7
"""xdotool waits about 0.6 of the milliseconds it is told: gaps of 0 to 5 ms come out."""
TYPING_MS = (120, 200)
HAND_S = 0.3
"""A hand's way from the keys to the scanner's trigger and back."""


class Keys:
    """Types on a display; commands are done one after another while the test goes on."""

    def __init__(self, environment: Mapping[str, str], rng: random.Random) -> None:
        """Nothing typed yet."""
        self._environment = dict(environment)
        self._rng = rng
        self._window = ""
        self._process = subprocess.Popen(
            ["xdotool", "-"], env=self._environment, stdin=subprocess.PIPE, text=True
        )

    def focus(self, title: str) -> None:
        """Give the keyboard to the window with this title, once it is there."""
        self._window = self._ask("search", "--sync", "--name", title).splitlines()[-1]
        self._ask("windowfocus", "--sync", self._window)

    def focus_again(self) -> None:
        """What a window manager does once a dialog is closed."""
        self._do(f"windowfocus {self._window}")

    def _ask(self, *arguments: str) -> str:
        """Something that is waited for; gives what xdotool says."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def scan(self, code: str) -> None:
        """A scan: a random speed, a random end."""
        delay = self._rng.randint(0, SLOWEST)
        ends = self._rng.choice(ENDS)
        self._do(f"type --delay {delay} {code}", f"key --delay {delay} {ends}")

    def press(self, key: str) -> None:
        """A person presses a key."""
        self._do(f"key {key}")

    def write(self, text: str) -> None:
        """A person types a text."""
        for sign in text:
            pause = self._rng.randint(*TYPING_MS) / 1000
            self._do(
                f"key {KEYSYMS[sign]}" if sign in KEYSYMS else f"type --delay 0 {sign}", f"sleep {pause}"
            )

    def reach(self) -> None:
        """The hand goes from the keys to the trigger, or back."""
        self._do(f"sleep {HAND_S}")

    def close(self) -> None:
        """No more keys."""
        self._process.terminate()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _do(self, *lines: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.writelines(f"{line}\n" for line in lines)
        self._process.stdin.flush()


KEYSYMS = {" ": "space"}
