"""Nothing lies about that a reader would stumble over, and nothing tells where the project was made."""

from __future__ import annotations

import re

import pytest

from tests.project.checkout import TOP, project_files, readme

ALLOWED = {"packstation", "resources", "tests", "pyproject.toml", "README.md", "packstation.spec"}
MOST_LINES = 350

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        re.escape(name + ending)
        for name, ending in (
            ("pypi", ".org"),
            ("pypi", ".python.org"),
            ("pythonhosted", ".org"),
            ("npmjs", ".org"),
            ("npmjs", ".com"),
            ("proxy.golang", ".org"),
            ("crates", ".io"),
            ("deb.debian", ".org"),
            ("index", "-url"),
            ("trusted", "-host"),
        )
    ),
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"(?<![\w.~$}])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me", "Use" + "rs", "tmp/v")) + r")/\w"
    r"|[A-Z]:\\+Use" + r"rs\\"
)


def test_the_top_of_the_tree_holds_only_what_the_reader_expects() -> None:
    tops = {path.parts[0] for path in project_files()}
    assert {top for top in tops if not top.startswith(".")} <= ALLOWED
    assert tops >= ALLOWED


def test_no_file_holds_an_address_of_a_registry_or_a_path_of_some_machine() -> None:
    found = [
        f"{path}: {hit.group()}"
        for path in project_files()
        for text in [(TOP / path).read_bytes().decode("utf-8", errors="replace")]
        for pattern in (REGISTRIES, MACHINE)
        for hit in [pattern.search(text)]
        if hit
    ]
    assert found == []


@pytest.mark.parametrize(
    "told",
    [
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/packages/x.whl",
        "--extra-index" + "-url http://x",
        "cd /wo" + "rk/main",
        "'/ho" + "me/somebody/x'",
        "C:\\Use" + "rs\\somebody",
    ],
)
def test_the_search_for_addresses_and_paths_would_find_one(told: str) -> None:
    assert REGISTRIES.search(told) or MACHINE.search(told)


def test_every_file_of_the_program_is_short_enough_to_read() -> None:
    long = {
        str(path): lines
        for path in project_files()
        if path.parts[0] == "packstation" and path.suffix == ".py"
        for lines in [len((TOP / path).read_text(encoding="utf-8").splitlines())]
        if lines > MOST_LINES
    }
    assert long == {}


def test_what_the_readme_shows_and_points_to_is_there() -> None:
    places = re.findall(r"\]\(([^)#:]+)\)", readme())
    assert places
    known = {path.as_posix() for path in project_files()}
    assert [place for place in places if place not in known] == []


def test_the_readme_says_truly_how_long_a_connector_is() -> None:
    told = re.search(r"`platforms/vendure/` is the example: about ([\d,]+) lines", readme())
    assert told
    files = (TOP / "packstation" / "platforms" / "vendure").glob("*.py")
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    assert 0.85 < lines / int(told[1].replace(",", "")) < 1.15, lines
