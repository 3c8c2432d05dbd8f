"""What the daemon holds of the machine: taken before and after, it shows what a story has left behind."""

import collections
import dataclasses
import json
import re

import bus
import kernel
from timeline import run, until

# Memory of its own that may come with a number of sticks that came and went, in KiB: a leak of one object for each of
# them would be more.
GROWTH = 1024
# The kernel's closing_wait, and a little for the emulated CPU.
CLOSING = 30 + 10


@dataclasses.dataclass(frozen=True)
class Footprint:
    """All but the memory has to be the same again."""

    files: dict
    threads: int
    match_rules: int
    objects: tuple
    leftovers: tuple


def footprint(daemon):
    pid = daemon.pid
    return Footprint(
        files=dict(collections.Counter(re.sub(r"[0-9]+", "N", name) for name in kernel.open_files(pid))),
        threads=kernel.threads(pid), match_rules=match_rules(), objects=objects(),
        leftovers=tuple(kernel.leftovers()))


def objects():
    """All but those of SIMs: one that was seen is known for good."""
    return tuple(sorted(path for path in bus.managed_objects() if "/sim/" not in path))


def match_rules():
    """How many match rules the bus keeps for the daemon."""
    answer = run("busctl", "--json=short", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
                 "org.freedesktop.DBus.Debug.Stats", "GetConnectionStats", "s", bus.NAME)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["data"][0]["MatchRules"]["data"]


class Ledger:
    """The daemon's footprint and memory at one time, for a comparison later."""

    def __init__(self, daemon):
        self._daemon = daemon
        self._pid = daemon.pid
        # A tty that takes no output is half a minute in closing, longer than its stick is there.
        until("everything of the past closed", lambda: not any("(deleted)" in name for name in kernel.open_files(self._pid)),
              CLOSING)
        self._before = footprint(daemon)
        self._memory = kernel.own_memory(self._pid)

    def balance(self, limit=CLOSING):
        """Waits until everything is as it was, and looks at the memory. A tty may take as long as the kernel lets it."""
        assert self._daemon.pid == self._pid, "the daemon is another process than before"
        seen = []

        def same():
            seen[:] = [footprint(self._daemon)]
            return seen[0] == self._before

        try:
            until("the daemon to hold what it held before", same, limit, every=0.3)
        except AssertionError:
            assert seen[0] == self._before, f"before: {self._before}; now: {seen[0]}"
            raise
        grown = kernel.own_memory(self._pid) - self._memory
        assert grown <= GROWTH, f"the daemon has grown by {grown} KiB"
