"""The component's WebSocket: commands in, answers and pushes out, faults by script."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.emulators.cainiao_print.acts import Act
from tests.emulators.cainiao_print.books import SETUP, Books, Message, Task

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""What an encrypted component shows: made for ``localhost`` here, with its key, vouched for by nobody else."""
SLOW_S = 0.3
PATIENCE_S = 20.0
AGENT = {"agentName": "emulated", "version": "1.0.0", "clientID": "emulated"}
_SILENT = {Act.NO_PUSH, Act.NOTHING, Act.DROP_AFTER, Act.DROP_THEN_PRINT, Act.FORGOTTEN}


class Component:
    """The running component; ``url`` is where it listens, encrypted where it is ``secure``."""

    def __init__(self, books: Books, port: int = 0, *, secure: bool = False) -> None:
        """Run; ``port`` 0: whichever is free, the same after each start."""
        self.books = books
        self.secure = secure
        self.port = port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._open: set[ServerConnection] = set()
        self.start()

    @property
    def url(self) -> str:
        return f"wss://localhost:{self.port}" if self.secure else f"ws://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen."""
        if self._server is None:
            self.books.quickly.clear()
            shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if self.secure else None
            if shown is not None:
                shown.load_cert_chain(CERTIFICATE)
            self._server = serve(
                self._talk, "127.0.0.1", self.port, ssl=shown, compression=None, close_timeout=1
            )
            self.port = int(self._server.socket.getsockname()[1])
            serving = self._server.serve_forever
            self._thread = threading.Thread(target=serving, name="component", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Fall over: calls are cut in the middle, and what was not printed yet is forgotten."""
        if self._server is None:
            return
        self.books.forget()
        for call in list(self._open):
            hang_up(call)
        self.close()

    def close(self) -> None:
        """Stop listening and come to an end."""
        server, thread, self._server = self._server, self._thread, None
        self.books.quickly.set()
        if server is not None and thread is not None:
            server.shutdown()
            thread.join(PATIENCE_S)

    def _talk(self, call: ServerConnection) -> None:
        talk = Talk(self.books, call)
        self._open.add(call)
        try:
            for said in call:
                talk.answer(said)
        except ConnectionClosed:
            return
        finally:
            self._open.discard(call)
            talk.finish()


def hang_up(call: ServerConnection) -> None:
    """End a connection without a word."""
    with contextlib.suppress(OSError):
        call.socket.shutdown(socket.SHUT_RDWR)


class Talk:
    """One connection."""

    def __init__(self, books: Books, call: ServerConnection) -> None:
        self.books = books
        self.call = call
        self.act = Act.OK
        self.printing: list[threading.Thread] = []
        self.commands: dict[str, Callable[[Message], Message]] = {
            "getPrinters": self._printers,
            "getPrinterConfig": self._setup_of,
            "setPrinterConfig": self._set_up,
            "getTaskStatus": self._status_of,
            "getGlobalConfig": self._global,
            "setGlobalConfig": self._set_global,
            "getAgentInfo": lambda _: {"status": "success", "msg": "", **AGENT},
            "print": self._print,
        }

    def finish(self) -> None:
        """Wait until everything that was begun here is printed."""
        for thread in self.printing:
            thread.join(PATIENCE_S)

    def answer(self, said: str | bytes) -> None:
        """Answer one command: its name and ``requestID`` come back with what is to be told."""
        message = json.loads(said)
        self.books.heard.append(message)
        if self.books.silent:
            return
        command, request = str(message.get("cmd")), message.get("requestID")
        work = self.commands.get(command)
        told = work(message) if work else {"status": "failed", "msg": f"unknown command {command}"}
        if told:
            self.say({"cmd": command, "requestID": request, **told})

    def say(self, message: Message) -> None:
        """Say one thing, with whatever else belongs to the act."""
        if self.act is Act.EXTRA_KEYS:
            self._send({"cmd": "notifySomethingNew", "colour": ["blue"], "taskID": None})
            message = {**message, "futureKey": {"a": [1, None]}, "traceId": 17}
        if self.act is Act.NONSENSE:
            for odd in ("no json", "[1, 2]", "null", '{"cmd": 5}', b"\x00\xff"):
                self.call.send(odd)
        self._send(message)

    def _send(self, message: Any) -> None:
        self.call.send(json.dumps(message, ensure_ascii=False))

    # --- commands beside printing ---------------------------------------------------------------------------

    def _printers(self, message: Message) -> Message:
        del message
        found = [{"name": one.name, "status": one.status} for one in self.books.printers]
        return {"status": "success", "msg": "", "defaultPrinter": self.books.default, "printers": found}

    def _setup_of(self, message: Message) -> Message:
        printer = self.books.printer(str(message.get("printer") or ""))
        if printer is None:
            return {"status": "failed", "msg": "打印机不存在"}
        return {"status": "success", "msg": "", "printer": {"name": printer.name, **printer.setup}}

    def _set_up(self, message: Message) -> Message:
        wanted = message.get("printer") or {}
        printer = self.books.printer(str(wanted.get("name") or ""))
        if printer is None:
            return {"status": "failed", "msg": "打印机不存在"}
        printer.setup |= {key: value for key, value in wanted.items() if key in SETUP}
        return {"status": "success", "msg": ""}

    def _global(self, message: Message) -> Message:
        del message
        return {"status": "success", "msg": "", "notifyOnTaskFailure": self.books.notify_on_failure}

    def _set_global(self, message: Message) -> Message:
        self.books.notify_on_failure = bool(message.get("notifyOnTaskFailure", True))
        return {"status": "success", "msg": ""}

    def _status_of(self, message: Message) -> Message:
        known = [task for wanted in message.get("taskID", []) if (task := self.books.known(str(wanted)))]
        told = [_told(task) for task in known]
        for task in known:
            if task.waits:
                task.waits = False
                self.books.print(task)
        return {"status": "success", "msg": "", "printStatus": told}

    # --- printing -------------------------------------------------------------------------------------------

    def _print(self, message: Message) -> Message:
        """Take a task, answer, and print it beside the conversation; nothing where the act says otherwise."""
        self.act = self.books.next_act()
        if self.act is Act.DROP_BEFORE:
            hang_up(self.call)
            return {}
        wanted = message.get("task") or {}
        if trouble := self._refusal(wanted):
            return {"status": "failed", "msg": trouble, "taskID": wanted.get("taskID")}
        task = self.books.take(wanted)
        if self.act in _SILENT:
            return self._silently(task, wanted)
        thread = threading.Thread(target=self._work, args=(task,), daemon=True)
        self.printing.append(thread)
        self.say({
            "cmd": "print", "requestID": message.get("requestID"), "taskID": task.id, "status": "success",
            "msg": "", "previewURL": "",
        })  # fmt: skip
        thread.start()
        return {}

    def _refusal(self, task: Message) -> str:
        if self.act is Act.REFUSED:
            return "打印任务被拒绝"
        if not task.get("taskID") or not task.get("documents") or not task.get("notifyType"):
            return "参数错误"
        if self.books.printer(str(task.get("printer") or "")) is None:
            return "打印机不存在"
        return ""

    def _silently(self, task: Task, wanted: Message) -> Message:
        """Acts after which this connection hears nothing of the task."""
        match self.act:
            case Act.NOTHING:
                pass
            case Act.DROP_THEN_PRINT:
                task.waits = True
            case _:
                self.books.print(task)
                task.forgotten = self.act is Act.FORGOTTEN
        if self.act in (Act.DROP_AFTER, Act.DROP_THEN_PRINT, Act.FORGOTTEN):
            hang_up(self.call)
        if self.act in (Act.NO_PUSH, Act.NOTHING):
            return {"status": "success", "msg": "", "taskID": wanted.get("taskID")}
        return {}

    def _work(self, task: Task) -> None:
        """Lay out, print, and tell; on a thread of its own."""
        try:
            self._tell(task)
        except ConnectionClosed:
            return

    def _tell(self, task: Task) -> None:
        self.books.quickly.wait(self.books.seconds + (SLOW_S if self.act is Act.SLOW else 0))
        if task.lost:
            return
        if self.act is Act.FOREIGN_PUSH:
            self.push(Task("somebody-elses", task.printer, task.documents, "failed", "缺纸"))
        task.status = "rendered"
        if self.act is Act.RENDER_FAILED:
            task.status, task.detail = "failed", "模板渲染失败"
            self.push(task)
            return
        self.push(task)
        if self.act is Act.RENDERED_ONLY:
            return
        if self.act is Act.OUT_OF_PAPER:
            task.status, task.detail = "failed", "打印机缺纸"
        else:
            self.books.print(task)
        self.push(task)

    def push(self, task: Task) -> None:
        """Tell unasked how a task is."""
        if self.act is not Act.NEWER_PUSH:
            self.say({"cmd": "notifyPrintResult", "requestID": "", "printer": task.printer, **_told(task)})
            return
        code = 1 if task.status == "failed" else 0
        for document in task.documents:
            self.say({
                "cmd": "notifyDocResult", "taskId": task.id, "documentId": document["documentID"],
                "status": task.status, "code": code, "detail": task.detail, "spendTime": {"render": 12},
            })  # fmt: skip
        self.say({"cmd": "notifyTaskResult", "taskId": task.id, "status": task.status, "code": code})


def _told(task: Task) -> Message:
    """How a task is, with each of its documents."""
    word = "failed" if task.status == "failed" else "success"
    documents = [
        {
            "documentID": one["documentID"],
            "status": word,
            "msg": task.detail,
            "detail": task.detail,
            "printer": task.printer,
        }
        for one in task.documents
    ]
    return {"taskID": task.id, "taskStatus": task.status, "printStatus": documents}
