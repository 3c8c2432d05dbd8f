"""The floor as a contender: dialler.py, started before the plug, so that Python's own start is not measured."""

import pathlib
import sys
import threading

import usage
from contender import LONG, MOMENT, Contender
from timeline import OutputTimeline

PROGRAM = pathlib.Path(__file__).with_name("dialler.py")


class Floor(Contender):
    name = "floor"
    programs = ["pppd"]

    def __init__(self, events, addresses, pinger):
        super().__init__(events, addresses, pinger)
        self._dialler = None
        self._done = threading.Event()

    def prepare(self, stick):
        self.stop()
        self._dialler = OutputTimeline([sys.executable, str(PROGRAM), stick.physical_port])
        self._dialler.wait("the dialler ready", lambda line: line == "ready", MOMENT)

    def registered_at(self, stick):
        line = self._dialler.wait("registered", lambda line: line.startswith("registered "), MOMENT).what
        return float(line.split()[1])

    def plug_to_ping(self, stick):
        mark = stick.mark()
        try:
            times, cost = super().plug_to_ping(stick)
        except AssertionError as error:
            said = "; ".join(entry.what for entry in self._dialler.entries())
            raise AssertionError(f"{error}; the dialler said: {said}") from None
        dialled = next(entry.time for entry in stick.commands(since=mark) if entry.what.startswith("ATD"))
        plugged = stick.heard("on the bus as storage", MOMENT, since=mark).time
        self.dial_to_ping = times["ping"] - (dialled - plugged)
        return times, cost

    def unplug(self, stick):
        super().unplug(stick)
        self.stop()

    def stop(self):
        if self._dialler:
            self._dialler.stop(LONG)
            self._dialler = None
        assert usage.of("pppd").threads == 0
