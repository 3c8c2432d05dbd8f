"""Many sticks at once: of different kinds, each in its process, or of one kind in one process."""

import concurrent.futures
import json
import os
import re
import shutil
import signal
import tempfile

import stick
from timeline import OutputTimeline, Timeline

# How long many sticks at once may take to get somewhere: each keeps an emulated CPU busy for two seconds.
MANY = 240


def together(people, do):
    """What `do` returns for each of them, done for all at the same time."""
    with concurrent.futures.ThreadPoolExecutor(max(len(people), 1)) as pool:
        return list(pool.map(do, people))


def plug_together(stage, options, port=0):
    """Sticks with each of the options, plugged in at the same time into sockets from `port` on."""
    new = [stick.VirtualStick("--unplugged", *each, port=port + number) for number, each in enumerate(options)]
    stage.sticks += new
    for one in new:
        one.ready(MANY)
    together(new, lambda one: one.plug())
    return new


class Row(OutputTimeline):
    """Sticks of one kind that one emulator plugs in, in sockets from `port` on (zte-emulator run --count)."""

    def __init__(self, stage, *options, count, port=0):
        self._folder = tempfile.mkdtemp(prefix="zte-sticks-")
        self._control = os.path.join(self._folder, "control")
        self.sticks = [RowStick(self, index + 1, port + index) for index in range(count)]
        super().__init__([
            stick.PROGRAM, "run", "--count", str(count), "--port", str(stick.controller_port(port)),
            "--number", str(port + 1), "--control", self._control, *options])
        stage.sticks += self.sticks
        self.wait("the sticks ready", lambda line: "stick: ready" in line, MANY)

    def parse(self, line):
        told = re.match(r"\[ *([0-9.]+)\] (?:#([0-9]+) )?(.*)", line)
        if told is None:
            self.add(stick.LogLine(line))
            return
        whose = self.sticks[int(told[2]) - 1] if told[2] else self
        whose.add(stick.LogLine(told[3]), at=float(told[1]))

    def control(self, *words):
        return stick.ask(self._control, " ".join(words), MANY)

    def plug(self):
        """All of them at once."""
        self.control("all", "plug")

    def unplug(self):
        self.control("all", "unplug")

    def stop(self, limit=60):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        super().stop(limit)
        shutil.rmtree(self._folder, ignore_errors=True)


class RowStick(Timeline):
    """One of them, with its part of the log."""

    def __init__(self, row, number, port):
        super().__init__()
        self._row = row
        self.number = number
        self.port = port
        self.physical_port = stick.physical_port(port)

    def control(self, *words):
        return self._row.control(str(self.number), *words)

    def plug(self):
        self.control("plug")

    def unplug(self):
        self.control("unplug")

    def status(self):
        return json.loads(self.control("status"))

    def stop(self):
        """Takes them all away."""
        self._row.stop()
