"""From the plug to a modem, and not a step further: usb_modeswitch alone, this service, and the least that could work.

The kernel is the witness: from its word that the CD-ROM is there to its word that the modem is, and its three ports.
"""

import pathlib
import sys

import bus
import rules
from contender import LONG, MOMENT
from daemon import Daemon
from timeline import OutputTimeline, run, until

DISC, MODEM, PORTS = "19d2:2000", "19d2:0001", 3
# In the order in which they happen.
MOMENTS = ["command", "modem", "ports"]
DIALLER = pathlib.Path(__file__).with_name("dialler.py")


class Least:
    """The dialler, which ends when it has ejected. Started before the plug: Python's own start is not measured."""
    name = "floor"
    _dialler = None

    def start(self):
        pass

    def prepare(self, stick):
        self._dialler = OutputTimeline([sys.executable, str(DIALLER), stick.physical_port, "switch"])
        self._dialler.wait("the dialler ready", lambda line: line == "ready", MOMENT)

    def settle(self):
        if self._dialler:
            self._dialler.stop()
            self._dialler = None

    def stop(self):
        self.settle()


class Service:
    """Asked for nothing: it switches by itself."""
    name = "zte-modem"

    def __init__(self):
        self._daemon = Daemon()

    def start(self):
        self._daemon.start()

    def prepare(self, stick):
        pass

    def settle(self):
        until("no modem on the bus", lambda: not any("/modem/" in path for path in bus.managed_objects()), LONG)

    def stop(self):
        self._daemon.stop()


class UsbModeSwitch:
    """As the distribution configures it: its udev rules, a service of systemd for each stick, a script, the program."""
    name = "usb_modeswitch"

    def start(self):
        rules.change(masked=rules.OURS)

    def prepare(self, stick):
        pass

    def settle(self):
        until("usb_modeswitch to have ended", lambda: not self._units(), LONG)

    def stop(self):
        rules.change(unmasked=rules.OURS)

    def _units(self):
        return run("systemctl", "list-units", "--no-legend", "--state=activating,active,deactivating",
                   "usb_modeswitch@*").stdout.strip()


def plug_to_ports(stick, events):
    """{moment: seconds since the kernel's word of the CD-ROM}."""
    port, mark, heard = stick.physical_port, events.mark(), stick.mark()
    stick.plug()
    came = events.device_added(port, DISC, LONG, since=mark).time
    modem = events.device_added(port, MODEM, LONG, since=mark).time
    ports = until(f"{PORTS} ports", lambda: _ports(port, events, mark), LONG)
    command = stick.heard("eject received", MOMENT, since=heard).time
    return {"command": command - came, "modem": modem - came, "ports": ports - came}


def _ports(port, events, mark):
    """When the last of them was there; None as long as it is not."""
    added = events.entries(
        lambda event: event.is_("add", "tty", "ttyUSB[0-9]+") and f"/{port}/" in event["DEVPATH"], mark)
    return added[PORTS - 1].time if len(added) >= PORTS else None


def measure(contender, stick, events):
    """Of the second of two plugs: what has just been started is slower, by far on an emulated processor."""
    contender.start()
    try:
        for _ in range(2):
            contender.prepare(stick)
            times = plug_to_ports(stick, events)
            mark = events.mark()
            stick.unplug()
            events.device_removed(stick.physical_port, MOMENT, since=mark)
            contender.settle()
        return times
    finally:
        contender.stop()
