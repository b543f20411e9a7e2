"""The two commands of the README, and what continuous integration does with them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.checkout import TOP, first_shell_lines


def test_the_readmes_first_two_shell_lines_are_the_two_commands() -> None:
    start, check = first_shell_lines()[:2]
    assert start.split("#")[0].strip() == "python3 .dev demo"
    assert check.split("#")[0].strip() == "python3 .dev test"


def ci_in(place: Path, readme: str | None) -> subprocess.CompletedProcess[str]:
    """Run .ci/run in a checkout with this README."""
    (place / ".ci").mkdir()
    shutil.copy(TOP / ".ci" / "run", place / ".ci" / "run")
    if readme is not None:
        (place / "README.md").write_text(readme, encoding="utf-8")
    return subprocess.run(
        ["bash", place / ".ci" / "run"], cwd="/", capture_output=True, text=True, check=False
    )


def test_ci_runs_the_second_command_from_the_top(tmp_path: Path) -> None:
    readme = "# x\n\ntext\n\n```sh\n# a word\necho first\n\ntouch second; exit 3\necho third\n```\n\n```sh\necho a\necho b\n```\n"
    done = ci_in(tmp_path, readme)
    assert done.returncode == 3
    assert done.stdout == ""
    assert (tmp_path / "second").is_file()


@pytest.mark.parametrize("readme", [None, "no commands", "```sh\nonly one\n```\n\n```sh\na\nb\n```\n"])
def test_ci_says_plainly_that_there_is_no_second_command(tmp_path: Path, readme: str | None) -> None:
    done = ci_in(tmp_path, readme)
    assert done.returncode == 1
    assert done.stderr == "README.md has no first block of shell lines with a second command in it.\n"


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask the set-up for something that sets nothing up."""
    return subprocess.run(
        [sys.executable, TOP / ".dev", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_set_up_explains_itself() -> None:
    done = dev()
    assert (done.returncode, done.stderr) == (0, "")
    assert {"demo", "emulated-demo", "run", "test", "soak", "bench", "setup"} <= set(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "code"), [(["tset"], 2), (["test", "tets"], 1), (["test", "types", "tets"], 1)]
)
def test_the_set_up_refuses_what_it_does_not_know(arguments: list[str], code: int) -> None:
    done = dev(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert f"{arguments[-1]}: no such" in done.stderr
