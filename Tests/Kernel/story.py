"""Tells a story on a terminal: a line for each step, with its time, what happened, and how that was verified."""

import os
import shutil
import sys
import textwrap

from timeline import NotSeen

BOLD, DIM, GREEN, RED, PLAIN = "\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m"


def colours_wanted():
    """By the conventions of no-color.org and bixense.com/clicolors."""
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() or os.environ.get("CLICOLOR_FORCE", "0") != "0"


class Story:
    def __init__(self):
        self._colours = colours_wanted()
        self._width = min(shutil.get_terminal_size((110, 24)).columns, 120)
        self._began = None
        self.moments = []

    def _paint(self, colour, text):
        return f"{colour}{text}{PLAIN}" if self._colours else text

    def say(self, text=""):
        print(text, flush=True)

    def act(self, title):
        """A new act; the next moment is its second 0."""
        self._began = None
        self.moments = []
        self.say()
        self.say(self._paint(BOLD, title))
        self.say(self._paint(DIM, f"{'time':>8}    {'what happened':<50}verified by"))

    def moment(self, name, at, what, proof):
        """Something happened at that second of the monotonic clock, and `proof` is how we know."""
        if self._began is None:
            self._began = at
        elapsed = at - self._began
        self.moments.append((name, elapsed))
        self.say(f"{elapsed:6.2f} s    {what:<49} {self._paint(DIM, proof)}")

    def detail(self, text, proof):
        """A fact that has no time of its own."""
        self.say(f"{'':12}{text:<49} {self._paint(DIM, proof)}")

    def command(self, *lines):
        """What a person would type."""
        self.say(f"{'':12}$ " + f" \\\n{'':16}".join(lines))

    def table(self, title, names):
        """The moments of those names, with the time between them."""
        self.say()
        self.say(self._paint(BOLD, title))
        before = 0.0
        for name, elapsed in self.moments:
            if name in names:
                self.say(f"    {name:<28}{elapsed:6.2f} s{f'+{elapsed - before:.2f}':>9}")
                before = elapsed

    def well(self, text):
        self.say(self._paint(GREEN, text))

    def failed(self, error, log):
        """The end of a story that went wrong: what was expected, what was seen, the daemon's last words."""
        self.say()
        self.say(self._paint(RED, "FAILED"))
        if isinstance(error, NotSeen):
            self._paragraph("expected", f"{error.expected}, within {error.limit:g} s")
            self._paragraph("seen", error.seen or "nothing")
        elif isinstance(error, Differs):
            self._paragraph("expected", error.expected)
            self._paragraph("seen", error.seen)
        else:
            self._paragraph("", f"{type(error).__name__}: {error}")
        self.say("    the daemon's last words:")
        self.say(textwrap.indent(log or "(none)", "        "))

    def _paragraph(self, label, text):
        lines = textwrap.wrap(text, self._width - 16, break_long_words=False) or [""]
        for number, line in enumerate(lines):
            self.say(f"    {label if number == 0 else '':<10}{line}")


class Differs(AssertionError):
    """Something is not what it has to be."""

    def __init__(self, what, expected, seen):
        super().__init__(f"{what}: expected {expected!r}, seen {seen!r}")
        self.expected = f"{what}: {expected!r}"
        self.seen = repr(seen)


def expect(what, expected, seen):
    """An equality that has to hold, else Differs."""
    if expected != seen:
        raise Differs(what, expected, seen)
