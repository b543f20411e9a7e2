"""What a person types to be the printer: one line, one thing that happens to it."""

from __future__ import annotations

from collections.abc import Callable

from tests.emulators.cainiao_print.acts import Act
from tests.emulators.cainiao_print.books import OFF, ON, PrinterOf
from tests.emulators.cainiao_print.server import Component
from tests.emulators.typing_in import answered

SHOWN = 20
HELP = """  printers             the printers there are
  add NAME | remove NAME    one is plugged in, or pulled out
  on NAME | off NAME   one is switched on or off
  paper out | paper in      from now on every label fails for want of paper, until "paper in"
  slow SECONDS         every label takes so long; slow 0: no more
  next KIND [COUNT]    what becomes of the next labels: {kinds}
  next none            nothing more of that
  restart              the component is started anew: lines are cut, what it had not printed it forgets
  stop | start         it does not run, until "start"
  tasks                the last labels and what became of them
  help | quit""".replace("{kinds}", " ".join(act for act in Act if act not in (Act.OK, Act.SLOW)))


class Console:
    """The console; each line gives the lines to show."""

    def __init__(self, component: Component) -> None:
        """For this component."""
        self._component, self._books = component, component.books
        self._verbs: dict[str, Callable[[list[str]], list[str]]] = {
            "help": lambda _: HELP.splitlines(),
            "printers": lambda _: self._printers(),
            "add": self._add,
            "remove": self._remove,
            "on": lambda words: self._switch(words, ON),
            "off": lambda words: self._switch(words, OFF),
            "paper": self._paper,
            "slow": self._slow,
            "next": self._next,
            "restart": lambda _: self._run(stop=True, start=True),
            "stop": lambda _: self._run(stop=True),
            "start": lambda _: self._run(start=True),
            "tasks": lambda _: self._tasks(),
        }

    def say(self, line: str) -> list[str]:
        """Do what a line says; never raises for what a person can type."""
        return answered(line, self._verbs, "printer or value")

    def _printers(self) -> list[str]:
        usual = self._books.default
        return [
            f"{one.name}: {one.status}{' (the usual one)' if one.name == usual else ''}"
            for one in self._books.printers
        ] or ["none"]

    def _add(self, words: list[str]) -> list[str]:
        name = " ".join(words)
        if not name or self._books.printer(name) is not None:
            raise ValueError
        self._books.printers.append(PrinterOf(name))
        return self._printers()

    def _remove(self, words: list[str]) -> list[str]:
        self._books.printers.remove(self._named(words))
        return self._printers()

    def _switch(self, words: list[str], status: str) -> list[str]:
        self._named(words).status = status
        return self._printers()

    def _named(self, words: list[str]) -> PrinterOf:
        found = self._books.printer(" ".join(words)) if words else None
        if found is None:
            raise LookupError
        return found

    def _paper(self, words: list[str]) -> list[str]:
        self._books.has_paper = {"in": True, "out": False}[words[0]]
        return ["there is paper" if self._books.has_paper else "no paper"]

    def _slow(self, words: list[str]) -> list[str]:
        self._books.seconds = max(0.0, float(words[0]))
        return [f"every label takes {self._books.seconds:g} s"]

    def _next(self, words: list[str]) -> list[str]:
        with self._books.lock:
            if words == ["none"]:
                self._books.script.clear()
            else:
                self._books.script += [Act(words[0])] * (int(words[1]) if len(words) > 1 else 1)
            return [f"next: {' '.join(self._books.script) or 'all goes well'}"]

    def _run(self, *, stop: bool = False, start: bool = False) -> list[str]:
        if stop:
            self._component.stop()
        if start:
            self._component.start()
        return ["it runs" if start else 'it does not run; "start" ends that']

    def _tasks(self) -> list[str]:
        return [
            f"{' '.join(str(one.get('documentID')) for one in task.documents)} on {task.printer}: {task.told}"
            for task in self._books.tasks[-SHOWN:]
        ] or ["none"]
