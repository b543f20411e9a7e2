"""What a person types to make things go wrong between the desk and the platform."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from fnmatch import fnmatchcase

from tests.emulators.taobao import times
from tests.emulators.taobao.faults import EVERY, Fault, Kind, Script, quota_used_up, send_says
from tests.emulators.taobao.methods.register import METHODS
from tests.emulators.taobao.server import Listening
from tests.emulators.taobao.shop import Shop

HELP = """What goes wrong. METHOD is a method's name, * for any part of it (*.send, *.fullinfo.get); without: any call.
  fault KIND [METHOD] [done] [SECONDS] [xTIMES]
                      the next such call goes wrong; "done": it is carried out all the same;
                      KIND: {kinds}
                      fault wait *.send 20 · fault drop *.send done · fault drop * x5
  error CODE [SUBCODE] [METHOD]   the next such call is refused: error 11 *.refund.get,
                      error 15 isp.remote-service-error, error B04 (of sending)
  faults [none]       what still waits to go wrong; none: nothing any more
  slow SECONDS        every call takes so much longer; slow 0: no more
  offline | online    nobody answers at all, until "online"
  quota SECONDS       the next call is told to stay away for so long
  clock SECONDS       the platform's clock goes ahead (or behind, with a minus)
  session lost|back   the shop's leave has run out, or was given again
  right METHOD no|yes the app has no right to a method, or has it again""".replace(
    "{kinds}", " ".join(kind for kind in Kind if kind is not Kind.ERROR)
)
_SENDING = re.compile(r"[A-Z]{1,2}\d+")
_ON, _OFF = ("yes", "back"), ("no", "lost")


class Trouble:
    """The verbs that make things go wrong.

    Each takes the words after it and gives the lines to show; it raises ValueError, KeyError or IndexError for
    words that mean nothing.

    Args:
        shop: its clock, its session, its rights.
        script: where faults go.
        listening: what can be unplugged; None: nothing.
    """

    def __init__(self, shop: Shop, script: Script, listening: Listening | None = None) -> None:
        self._shop, self._script, self._listening = shop, script, listening
        self.verbs: dict[str, Callable[[list[str]], list[str]]] = {
            "fault": self._fault,
            "error": self._error,
            "faults": self._faults,
            "slow": self._slow,
            "offline": lambda _: self._plug(on=False),
            "online": lambda _: self._plug(on=True),
            "quota": self._quota,
            "clock": self._clock,
            "session": self._session,
            "right": self._right,
        }

    def _fault(self, words: list[str]) -> list[str]:
        kind, rest = Kind(words[0]), words[1:]
        if kind is Kind.ERROR:
            raise ValueError
        numbers = [float(word) for word in rest if word.replace(".", "", 1).isdigit()]
        times_said = [int(word[1:]) for word in rest if re.fullmatch(r"x\d+", word)]
        named = [word for word in rest if word != "done" and not re.fullmatch(r"[\d.]+|x\d+", word)]
        fault = Fault(
            kind,
            _method(named),
            done="done" in rest,
            seconds=numbers[0] if numbers else 5.0,
            times=max(1, *times_said) if times_said else 1,
        )
        self._script.add(fault)
        return [_told(fault)]

    def _error(self, words: list[str]) -> list[str]:
        sub_code = next((word for word in words[1:] if word.startswith(("isv.", "isp.", "access"))), "")
        named = [word for word in words[1:] if word != sub_code]
        if _SENDING.fullmatch(words[0].upper()):
            fault = send_says(words[0].upper(), _method(named or ["*.send"]))
        else:
            fault = Fault(Kind.ERROR, _method(named), code=int(words[0]), sub_code=sub_code, sub_msg=sub_code)
        self._script.add(fault)
        return [_told(fault)]

    def _faults(self, words: list[str]) -> list[str]:
        if words == ["none"]:
            self._script.waiting.clear()
            self._script.chances = ()
        chance = [f"and {len(self._script.chances)} kinds by chance"] if self._script.chances else []
        return [_told(fault) for fault in self._script.waiting] + chance or ["nothing goes wrong"]

    def _slow(self, words: list[str]) -> list[str]:
        self._script.slow_s = max(0.0, float(words[0]))
        return [f"every call takes {self._script.slow_s:g} s longer"]

    def _plug(self, *, on: bool) -> list[str]:
        if self._listening is None:
            raise ValueError
        if on:
            self._listening.plug()
        else:
            self._listening.unplug()
        return ["it answers again" if on else 'nobody answers any more; "online" ends that']

    def _quota(self, words: list[str]) -> list[str]:
        self._script.add(quota_used_up(int(words[0])))
        return ["the next call is told so"]

    def _clock(self, words: list[str]) -> list[str]:
        self._shop.offset = timedelta(seconds=int(words[0]))
        return [f"their clock says {times.written(self._shop.now())}"]

    def _session(self, words: list[str]) -> list[str]:
        valid = _switch(words[0])
        self._shop.app.session_until = None if valid else self._shop.now()
        return ["the session is good again" if valid else "the session has run out"]

    def _right(self, words: list[str]) -> list[str]:
        allowed, method = _switch(words[1]), _method([words[0]])
        hit = {name for name in METHODS if fnmatchcase(name, method)}
        if allowed:
            self._shop.app.withheld -= hit
        else:
            self._shop.app.withheld |= hit
        return [f"no right to: {' '.join(sorted(self._shop.app.withheld)) or 'nothing is withheld'}"]


def _method(named: list[str]) -> str:
    """The pattern a word gives; one that no method fits is a slip of the finger."""
    [method] = named or [EVERY]
    if not any(fnmatchcase(name, method) for name in METHODS):
        raise KeyError(method)
    return method


def _switch(word: str) -> bool:
    if word not in (*_ON, *_OFF):
        raise ValueError
    return word in _ON


def _told(fault: Fault) -> str:
    """One fault that waits."""
    what = f"error {fault.code} {fault.sub_code}".strip() if fault.kind is Kind.ERROR else fault.kind.value
    seconds = f" {fault.seconds:g} s" if fault.kind is Kind.WAIT else ""
    which = "the next call" if fault.times == 1 else f"the next {fault.times} calls"
    return f"{which} of {fault.method}: {what}{seconds}{', carried out' if fault.done else ''}"
