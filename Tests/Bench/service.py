"""This project's service, asked by its own client in the way README.md says."""

import subprocess
import time

import bus
from contender import LONG, MOMENT, Contender
from daemon import CLIENT, Daemon
from timeline import must, until


class Service(Contender):
    name = "zte-modem"
    daemons = ["zte-modemd"]
    programs = ["zte-modemd", "pppd", "polkitd", "dbus-daemon"]

    def __init__(self, events, addresses, pinger):
        super().__init__(events, addresses, pinger)
        self.signals = bus.BusSignals()
        self._daemon = Daemon()
        self._mark = 0

    def start(self):
        self._daemon.start()

    def stop(self):
        self._daemon.stop()

    def prepare(self, stick):
        self.mark()

    def dial(self, stick):
        """zte-client, as soon as there is something it can be asked for; the stick is a CD-ROM still."""
        self.signals.added(stick.physical_port, LONG, since=self._mark)
        return self.connect(stick)

    def object_at(self, stick):
        # The object is there from the plug on. A modem that answers it is from here on.
        return self.signals.state(stick.physical_port, "enabling", MOMENT, since=self._mark).time

    def registered_at(self, stick):
        """When the bus said so; a Connect that waits for it may hide the state itself."""
        at, _ = self.signals.property(stick.physical_port, bus.NETWORK, "Registration", MOMENT, since=self._mark,
                                      accept=lambda value: value == "home")
        return at

    def connect(self, stick):
        began = time.monotonic()
        return began, subprocess.Popen(
            [CLIENT, "connect", "--apn", "internet"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def hang_up(self):
        must(CLIENT, "disconnect")

    def drop_to_ping(self, stick, patience):
        """With a profile: what was asked for by its settings alone ends with its call."""
        self.hang_up()
        must(CLIENT, "profile", "add", "bench", "--apn", "internet")
        try:
            must(CLIENT, "connect", "--profile", "bench")
            return super().drop_to_ping(stick, patience)
        finally:
            must(CLIENT, "profile", "delete", "bench")

    def unplug(self, stick):
        super().unplug(stick)
        until("no modem on the bus", lambda: not any("/modem/" in path for path in bus.managed_objects()), MOMENT)

    # --- Many sticks --------------------------------------------------------------------------------------------------

    def registered_many(self, sticks, limit):
        """{stick: when it was registered} of those that are within the limit."""
        deadline = time.monotonic() + limit
        found = {}
        for stick in sticks:
            try:
                found[stick] = self.signals.state(
                    stick.physical_port, "registered", max(deadline - time.monotonic(), 0.1), since=self._mark).time
            except AssertionError:
                continue
        return found

    def mark(self):
        self._mark = self.signals.mark()
