"""What the program stands on: every part has a reason, is really used, and keeps out the release that crashes."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions, version

from tests.project.checkout import TOP, project_files, pyproject, readme

# Used without an import: the folder of modules is part of the same Qt.
IMPORTED_AS = {"pyside6-addons": "pyside6-essentials"}


def name_of(requirement: str) -> str:
    """The name before the bounds, in one spelling."""
    return plain(re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0])


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies() -> set[str]:
    return {name_of(requirement) for requirement in pyproject()["project"]["dependencies"]}


def imported(top: str) -> set[str]:
    """The packages (as the registry calls them) that the Python files under a folder import."""
    modules: set[str] = set()
    for path in project_files():
        if path.parts[0] == top and path.suffix == ".py":
            for node in ast.walk(ast.parse((TOP / path).read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module)
    known = packages_distributions()
    tops = {module.partition(".")[0] for module in modules} - set(sys.stdlib_module_names)
    return {plain(name) for module in tops for name in known.get(module, [])} - {"packstation"}


def test_pyside_stays_below_the_release_that_crashes() -> None:
    """6.12.0 drops references of True and False at every signal; Python 3.11 aborts after some hundred."""
    bounds = [line for line in pyproject()["project"]["dependencies"] if line.startswith("PySide6")]
    assert len(bounds) == 2
    assert all(line.endswith(">=6.11,<6.12") for line in bounds)
    installed = {version("PySide6-Essentials"), version("PySide6-Addons")}
    assert all((6, 11) <= tuple(map(int, one.split(".")[:2])) < (6, 12) for one in installed)


def test_every_dependency_is_used() -> None:
    used = imported("packstation")
    assert {name for name in dependencies() if IMPORTED_AS.get(name, name) not in used} == set()


def test_every_import_is_a_dependency() -> None:
    assert imported("packstation") - dependencies() - {"shiboken6"} == set()


def test_the_tests_bring_what_they_import() -> None:
    tools = {name_of(requirement) for requirement in pyproject()["dependency-groups"]["dev"]}
    assert imported("tests") - dependencies() - tools - {"shiboken6"} == set()


def test_the_readme_gives_every_dependency_its_reason() -> None:
    table = re.search(r"^#+ Dependencies\n(.*?)(?=^#|\Z)", readme(), re.MULTILINE | re.DOTALL)
    assert table, "README.md has no part called Dependencies"
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in table[1].splitlines()
        if line.startswith("|")
    ]
    reasons = {plain(name): cells[-1] for cells in rows for name in re.findall(r"[A-Za-z][\w.-]+", cells[0])}
    assert dependencies() - reasons.keys() == set()
    assert {name for name in dependencies() if len(reasons[name].split()) < 2} == set()
