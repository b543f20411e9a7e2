"""Pseudo-terminals for the tests of serial scanners and scales, also where the system has none mounted."""

from __future__ import annotations

import os
import pty
import shutil

from place import SetUpError

_MOUNT = """
mount --make-private /dev 2>/dev/null
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts || exit
exec "$@"
"""


def prefix() -> list[str]:
    """Give what a command is to be started with so that it finds pseudo-terminals; mostly nothing.

    In a bare root directory ``/dev/pts`` is often an empty folder. There the command gets a view of its
    own of the mounted file systems, in which they are; nothing outside it changes or stays behind.

    Raises:
        SetUpError: there are none, and mounting them is not allowed to this user.
    """
    if _has():
        return []
    unshare = shutil.which("unshare")
    if not unshare or os.geteuid() != 0:
        raise SetUpError(
            "This system gives out no pseudo-terminals, which the tests of serial devices need."
            " As root: mount -t devpts devpts /dev/pts"
        )
    # the root of a chroot is no mount point, so that its propagation could not be changed
    return [unshare, "--mount", "--propagation", "unchanged", "sh", "-c", _MOUNT, "sh"]


def _has() -> bool:
    try:
        ends = pty.openpty()
    except OSError:
        return False
    for end in ends:
        os.close(end)
    return True
