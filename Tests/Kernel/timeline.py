"""Things that happened, in order, each with its time; and waiting for the next one without looking twice.

Every witness of a story is a Timeline: the kernel (its uevents), the bus (its signals), the virtual stick (its log) and
the daemon (its journal). All use the machine's monotonic clock, so that their times can be compared.
"""

import dataclasses
import subprocess
import threading
import time


class NotSeen(AssertionError):
    """Something that had to happen did not, within its time."""

    def __init__(self, expected, limit, seen):
        super().__init__(f"expected {expected} within {limit:g} s; seen instead: {seen or 'nothing'}")
        self.expected = expected
        self.limit = limit
        self.seen = seen


@dataclasses.dataclass(frozen=True)
class Entry:
    time: float
    what: object


class Timeline:
    """Entries are added by a thread and waited for by the story."""

    def __init__(self):
        self._entries = []
        self._changed = threading.Condition()

    def add(self, what, at=None):
        with self._changed:
            self._entries.append(Entry(time.monotonic() if at is None else at, what))
            self._changed.notify_all()

    def mark(self):
        """A place to wait or look from: what came before it does not count."""
        with self._changed:
            return len(self._entries)

    def entries(self, matches=lambda what: True, since=0):
        with self._changed:
            return [entry for entry in self._entries[since:] if matches(entry.what)]

    def wait(self, expected, matches, limit, since=0):
        """The first entry that matches; entries that are there already count. Else NotSeen, with the last ones."""
        deadline = time.monotonic() + limit
        looked_at = since
        with self._changed:
            while True:
                for entry in self._entries[looked_at:]:
                    if matches(entry.what):
                        return entry
                looked_at = len(self._entries)
                rest = deadline - time.monotonic()
                if rest <= 0:
                    last = "; ".join(str(entry.what) for entry in self._entries[since:][-4:])
                    raise NotSeen(expected, limit, last)
                self._changed.wait(rest)


class OutputTimeline(Timeline):
    """The lines a program prints, for as long as it runs. A subclass says what a line means."""

    def __init__(self, command, merge_errors=True):
        super().__init__()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merge_errors else subprocess.DEVNULL,
            text=True, errors="backslashreplace", start_new_session=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def parse(self, line):
        """What to add for a line; None for one that says nothing."""
        return line

    def _read(self):
        for line in self.process.stdout:
            what = self.parse(line.rstrip("\n"))
            if what is not None:
                self.add(what)

    def stop(self, limit=10):
        """Asks the program to end, insists after `limit` seconds, and reads what it still has to say."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # A grandchild may still hold the pipe; the thread is a daemon and ends with us.
        self._reader.join(2)


def until(expected, look, limit, every=0.05):
    """Looks again and again, where nothing announces a change. Returns the first true answer of `look`."""
    deadline = time.monotonic() + limit
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() >= deadline:
            raise NotSeen(expected, limit, repr(seen))
        time.sleep(every)


def run(*command, limit=30, **options):
    """Runs a program to its end. Its output is text; its exit status is the caller's to judge."""
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        [str(word) for word in command], text=True, errors="backslashreplace", timeout=limit,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **options)


def must(*command, limit=120):
    """As run(), of a program that has to succeed. Returns what it printed."""
    answer = run(*command, limit=limit)
    if answer.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {answer.stderr.strip()}")
    return answer.stdout.strip()
