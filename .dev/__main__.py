"""``python3 .dev demo`` and friends: sets everything up, then starts it. Needs nothing but Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # whoever has an older Python shall read a sentence, not a traceback
    sys.exit(
        "packstation needs Python 3.11 or newer and this is %d.%d: please install a newer one and start this"  # noqa: UP031
        " with it." % sys.version_info[:2]
    )

from commands import main

sys.exit(main(sys.argv[1:]))
