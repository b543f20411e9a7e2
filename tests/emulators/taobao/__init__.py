"""The platform's side of Taobao on this machine: a gateway with a shop's books behind it, for tests and people.

Written from the platform's field pages alone; it shares no code with the program it is there to try. Where the
pages say nothing, the docstrings say so and take the reading that is harder for the program.
"""

from tests.emulators.taobao.running import Running, emulated

__all__ = ["Running", "emulated"]
