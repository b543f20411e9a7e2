"""The way to a printer through the Cainiao print component: the carrier's own label, one document a task.

The task's id is the print job's own key, so that one job is one task whatever happens. The component tells by
push how it went; when no push comes, or the connection is lost, it is asked over a new one before anybody is
told that nobody knows (wire.md §4.9: "one document per task avoids reprints").
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from packstation.errors import Outage, PackstationError
from packstation.printers.component import GONE, Address, Message, Talk, answers, setting_of, talking
from packstation.printers.links import Link, Told, Unsure, Where

POLL_S = 0.3


@dataclass(frozen=True, slots=True)
class ComponentPatience:
    """How many seconds are waited: to connect, for an answer, for a task's end, for news of it after that."""

    connect: float = 3.0
    answer: float = 5.0
    whole: float = 30.0
    again: float = 6.0


class Fate(StrEnum):
    """What was last heard of a task."""

    UNHEARD = "unheard"
    TAKEN = "taken"
    RENDERED = "rendered"
    DONE = "done"
    """It went well, but whether that means paper is not said."""
    PRINTED = "printed"
    FAILED = "failed"
    REFUSED = "refused"


_OVER = frozenset({Fate.DONE, Fate.PRINTED, Fate.FAILED, Fate.REFUSED})
_FATES: Mapping[str, Fate] = {
    "printed": Fate.PRINTED,
    "rendered": Fate.RENDERED,
    "failed": Fate.FAILED,
    "fail": Fate.FAILED,
    "error": Fate.FAILED,
    "canceled": Fate.FAILED,
    "cancelled": Fate.FAILED,
}
"""Words for the state of a task; whatever else is said tells nothing (array shape partly unproven)."""
_CAUSES = (
    (("缺纸", "无纸", "paper out", "out of paper", "no paper"), "printer-paper-out"),
    (("卡纸", "paper jam", "jammed"), "printer-jam"),
    (("开盖", "cover open"), "printer-cover-open"),
    (("打印机不存在", "找不到打印机"), "component-lost-printer"),
    (("模板", "template"), "component-template"),
)
"""What the component's words for a failure are known to mean; others are shown as they are."""
_OFF = frozenset({"disable", "disabled", "offline"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a task, and the component's own words about it."""

    fate: Fate = Fate.UNHEARD
    detail: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.fate in _OVER


class CainiaoLink(Link):
    """A print component and one of its printers."""

    own_documents = True

    def __init__(self, address: Address, patience: ComponentPatience | None = None) -> None:
        """Point at a component; it is called when a label comes."""
        self.address = address
        self._patience = patience or ComponentPatience()

    @classmethod
    def at(cls, where: Where) -> CainiaoLink:
        """Read ``ws://localhost:13528?printer=NAME``.

        Raises:
            BadSetting: this is no such address.
        """
        return cls(Address.of(where.address))

    def send(self, document: bytes, name: str) -> Told:
        """Give the component one task with this document, and hear how it ends.

        Args:
            document: `waybill.carrier_document.CarrierDocument` as bytes.
            name: the print job's own key, which becomes the task's id.

        Raises:
            Outage: it cannot be reached, has no such printer, or says that nothing was printed.
            Unsure: the task was sent, and nobody knows what became of it.
        """
        with talking(self.address, self._patience.connect) as talk:
            printer = self._printer(talk)
            heard = self._carried_out(talk, _task(json.loads(document), name, printer))
        if not heard.is_over:
            heard = self._asked_again(name, heard)
        return self._told(heard, printer)

    def trouble(self) -> PackstationError | None:
        """Whether the component answers, and has the printer."""
        try:
            with talking(self.address, self._patience.connect) as talk:
                self._printer(talk)
        except Outage as error:
            return error
        return None

    @property
    def _where(self) -> dict[str, object]:
        return {"component": self.address.url}

    def _printer(self, talk: Talk) -> str:
        """The name of the printer that is meant.

        Raises:
            Outage: there is none of this name, it is switched off, or nothing is answered.
        """
        names, default, off = _printers(self._answer(talk))
        wanted = self.address.printer or default
        shown = ", ".join(names) or "-"
        if not wanted:
            raise Outage("component-no-default", **self._where, present=shown)
        if wanted not in names:
            raise Outage("component-no-printer", **self._where, printer=wanted, present=shown)
        if wanted in off:
            raise Outage("component-printer-off", printer=wanted)
        return wanted

    def _answer(self, talk: Talk) -> Message:
        """What it says about its printers.

        Raises:
            Outage: it hangs up or says nothing.
        """
        try:
            said = talk.ask("getPrinters", self._patience.answer)
        except GONE as error:
            raise Outage("component-silent", **self._where) from error
        if said is None:
            raise Outage("component-silent", **self._where)
        return said

    def _carried_out(self, talk: Talk, task: Mapping[str, object]) -> Heard:
        """Send the task, once, and listen until it is over, time is up, or the connection is lost."""
        heard, until = Heard(), time.monotonic() + self._patience.whole
        try:
            request = talk.say("print", task=task)
            while not heard.is_over and (said := talk.next(until)) is not None:
                heard = _later(heard, _news(said, request, str(task["taskID"])))
        except GONE:
            return heard
        return heard

    def _asked_again(self, task: str, heard: Heard) -> Heard:
        """What the component says of a task when it is asked on a new connection, for a while."""
        until = time.monotonic() + self._patience.again
        while not heard.is_over and time.monotonic() < until:
            try:
                with talking(self.address, self._patience.connect) as talk:
                    said = talk.ask("getTaskStatus", self._patience.answer, taskID=[task])
            except (Outage, *GONE):
                said = None
            heard = _later(heard, _status(said, task) if said else None)
            if not heard.is_over:
                time.sleep(POLL_S)
        return heard

    def _told(self, heard: Heard, printer: str) -> Told:
        """What that means for the label.

        Raises:
            Outage: nothing came out.
            Unsure: nobody knows.
        """
        match heard.fate:
            case Fate.PRINTED:
                return Told.PRINTED
            case Fate.DONE:
                return Told.SENT
            case Fate.REFUSED | Fate.FAILED:
                said = heard.detail.lower()
                known = (reason for words, reason in _CAUSES if any(word in said for word in words))
                reason = next(known, "component-failed")
                raise Outage(reason, **self._where, printer=printer, detail=heard.detail or "-")
            case Fate.RENDERED:
                raise Unsure("component-rendered", **self._where, printer=printer)
        raise Unsure("component-unheard", **self._where, printer=printer)


def found(url: str, patience: ComponentPatience) -> tuple[str, ...]:
    """The printers of a component as the setting ``link`` names them, the default one first; never raises."""
    try:
        address = Address.of(url)
        with talking(address, patience.connect) as talk:
            names, default, _ = _printers(talk.ask("getPrinters", patience.answer) or {})
    except (PackstationError, *GONE):
        return ()
    return tuple(setting_of(url, name) for name in sorted(names, key=lambda name: name != default))


def _printers(said: Message) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Names of a component's printers, its default one, and those that are off."""
    listed = [one for one in _listed(said.get("printers")) if one.get("name")]
    off = frozenset(str(one["name"]) for one in listed if str(one.get("status")).lower() in _OFF)
    return tuple(str(one["name"]) for one in listed), str(said.get("defaultPrinter") or ""), off


def _task(document: Mapping[str, object], name: str, printer: str) -> dict[str, object]:
    """The task for one document (wire.md §4.9)."""
    return {
        "taskID": name,
        "preview": False,
        "printer": printer,
        "previewType": "pdf",
        "notifyType": ["render", "print"],
        "firstDocumentNumber": 1,
        "totalDocumentCount": 1,
        "documents": [document],
    }


def _news(said: Message, request: str, task: str) -> Heard | None:
    """What an answer or push says about our task; None where it is about something else."""
    if answers(said, request):
        is_refused = str(said.get("status")).lower() in ("failed", "fail", "error")
        return Heard(Fate.REFUSED, _detail(said)) if is_refused else Heard(Fate.TAKEN)
    if str(said.get("cmd", "")).startswith("notify") and _is_of(said, task):
        return _state(said)
    return None


def _later(before: Heard, now: Heard | None) -> Heard:
    """The news, unless they are older than what is known."""
    order = list(Fate)
    return before if now is None or order.index(now.fate) < order.index(before.fate) else now


def _status(said: Message, task: str) -> Heard | None:
    """What the answer to ``getTaskStatus`` says about our task."""
    for one in _listed(said.get("printStatus")):
        if _is_of(one, task):
            is_bare = not (one.get("taskStatus") or one.get("status"))
            return _state(one) or (Heard(Fate.DONE) if is_bare and _words(one) == {"success"} else None)
    return None


def _state(said: Message) -> Heard | None:
    """The state of a task; where its only document failed, it has failed whatever the task is called."""
    word = str(said.get("taskStatus") or said.get("status") or "").lower()
    is_failed = said.get("code") not in (None, 0, "0")
    is_failed = is_failed or any(_FATES.get(one) is Fate.FAILED for one in _words(said))
    fate = Fate.FAILED if is_failed else _FATES.get(word)
    return Heard(fate, _detail(said)) if fate else None


def _words(said: Message) -> set[str]:
    """The states of a task's documents."""
    documents = _listed(said.get("printStatus") or said.get("detailStatus"))
    return {str(one.get("status")).lower() for one in documents}


def _is_of(said: Message, task: str) -> bool:
    return task in (said.get("taskID"), said.get("taskId"))


def _detail(said: Message) -> str:
    """The component's own words, of the task or of its document."""
    documents = _listed(said.get("printStatus") or said.get("detailStatus"))
    for one in (said, *documents):
        for key in ("detail", "msg"):
            if isinstance(one.get(key), str) and one[key].strip():
                return str(one[key]).strip()[:200]
    return ""


def _listed(value: Any) -> Iterable[Mapping[str, Any]]:
    """The objects of a list, whatever else stands in it or instead of it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
