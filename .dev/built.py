"""The packed program: built with PyInstaller, carried elsewhere, and asked to work there on its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from place import BUILD, LOGS, PYTHON, TOP, logged, say, surroundings

_FOLDER = BUILD / "dist" / "packstation"
_PROGRAM = "packstation.exe" if os.name == "nt" else "packstation"
_LEAST_SIZE = (1280, 800)
# Where the queue's rows stand: lines of that part of the picture with more than one shade in them.
_ROWS = """
import sys
from PIL import Image
picture = Image.open(sys.argv[1]).convert("L")
wide, high = picture.size
queue = picture.crop((wide * 3 // 10, high * 3 // 10, wide * 19 // 20, high * 9 // 10))
lines = (queue.crop((0, y, queue.width, y + 1)).getextrema() for y in range(queue.height))
written = sum(darkest != lightest for darkest, lightest in lines)
print(wide, high, 100 * written // queue.height)
"""
_LEAST_WRITTEN = 10
_TIME_OUT_S = 180


def build() -> bool:
    """Build the one-folder program."""
    log = LOGS / "build.log"
    log.unlink(missing_ok=True)
    folders = ["--distpath", str(BUILD / "dist"), "--workpath", str(BUILD / "work")]
    well = logged(
        [str(PYTHON), "-m", "PyInstaller", "--noconfirm", *folders, str(TOP / "packstation.spec")],
        log,
        surroundings(),
    )
    if well:
        files = [path for path in _FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]
        size = sum(path.stat().st_size for path in files)
        say(f"{_FOLDER.relative_to(TOP)}: {len(files)} files, {size / 1e6:.0f} MB")
    return well


def try_out() -> bool:
    """Carry the built program away from the checkout and let it look after itself and paint its window."""
    if not _FOLDER.is_dir():
        say("There is no built program to try.")
        return False
    with tempfile.TemporaryDirectory(prefix="packstation-") as away:
        place = Path(away)
        program = shutil.copytree(_FOLDER, place / "program", symlinks=True) / _PROGRAM
        picture = place / "window.png"
        doctor = _does(place, program, "--data-dir", str(place / "data"), "doctor")
        demo = _does(place, program, "demo", "--screenshot", str(picture))
        return doctor and demo and _is_window(picture)


def _does(place: Path, program: Path, *arguments: str) -> bool:
    """Run the program as a newcomer's machine would: an empty home, no display, no Python about."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    kept = {"PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "WINDIR"}
    bare = {name: value for name, value in os.environ.items() if name.upper() in kept}
    bare |= {"HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home), "LOCALAPPDATA": str(home)}
    say(f"packstation {' '.join(arguments)}")
    try:
        done = subprocess.run([program, *arguments], env=bare, cwd=home, timeout=_TIME_OUT_S, check=False)
    except subprocess.TimeoutExpired:
        say(f"It did not end within {_TIME_OUT_S} s.")
        return False
    if done.returncode:
        say(f"It ended with {done.returncode}.")
    return done.returncode == 0


def _is_window(picture: Path) -> bool:
    """Tell whether the picture shows a whole window with orders in its queue."""
    if not picture.is_file():
        say("It left no picture.")
        return False
    seen = subprocess.run(
        [str(PYTHON), "-c", _ROWS, str(picture)],
        capture_output=True,
        text=True,
        env=surroundings(),
        check=False,
    )
    if seen.returncode:
        say(f"Its picture cannot be read: {seen.stderr.strip().splitlines()[-1]}")
        return False
    width, height, written = map(int, seen.stdout.split())
    say(f"Its window: {width} × {height}; {written} % of the lines where the queue stands are written on.")
    if written < _LEAST_WRITTEN:
        say("The queue in it is empty.")
    return width >= _LEAST_SIZE[0] and height >= _LEAST_SIZE[1] and written >= _LEAST_WRITTEN
