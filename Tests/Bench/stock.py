"""The usual programs: usb_modeswitch, ModemManager and NetworkManager as the distribution ships and configures them.

They run on a machine without us: our udev rules masked, our daemon stopped. What a person did once is done before: a
profile that connects by itself.
"""

import subprocess
import time

import bus
import rules
from contender import LONG, MOMENT, Contender
from timeline import OutputTimeline, must, run, until

UNITS = ["ModemManager.service", "NetworkManager.service", "NetworkManager-dispatcher.service"]
ROOT = "/org/freedesktop/ModemManager1"
PROFILE = "stick"
# MM_MODEM_STATE_REGISTERED and what comes after it, of ModemManager-enums.h.
REGISTERED = 8


class Announcements(OutputTimeline):
    """Objects that ModemManager announces. busctl leaves out its InterfacesAdded: they hold what JSON cannot."""

    def __init__(self):
        super().__init__(["dbus-monitor", "--system", f"type='signal',path='{ROOT}',member='InterfacesAdded'"])


class Stock(Contender):
    name = "stock"
    daemons = ["ModemManager", "NetworkManager"]
    programs = ["ModemManager", "NetworkManager", "pppd", "polkitd", "dbus-daemon"]

    def __init__(self, events, addresses, pinger):
        super().__init__(events, addresses, pinger)
        self.signals = bus.BusSignals(ROOT)
        self._announcements = Announcements()
        self._mark = self._announced = 0

    def start(self, autoconnect=True):
        rules.change(masked=rules.OURS, unmasked=rules.OF_MODEM_MANAGER)
        must("systemctl", "unmask", *UNITS)
        must("systemctl", "start", *UNITS[:2])
        add_profile(autoconnect)

    def stop(self):
        run("systemctl", "stop", *UNITS, limit=LONG)
        must("systemctl", "mask", *UNITS)
        rules.change(masked=rules.OF_MODEM_MANAGER, unmasked=rules.OURS)

    def prepare(self, stick):
        self.mark()
        self._announced = self._announcements.mark()

    def mark(self):
        self._mark = self.signals.mark()

    def object_at(self, stick):
        return self._announcements.wait(
            "a modem of ModemManager", lambda line: f'object path "{ROOT}/Modem/' in line, MOMENT,
            since=self._announced).time

    def registered_at(self, stick):
        return self.signals.wait("a modem that is registered", is_registered, MOMENT, since=self._mark).time

    def connect(self, stick):
        began = time.monotonic()
        return began, subprocess.Popen(
            ["nmcli", "connection", "up", PROFILE], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def hang_up(self):
        must("nmcli", "connection", "down", PROFILE)
        until("NetworkManager to have hung up", lambda: not is_connected(), MOMENT)

    def unplug(self, stick):
        super().unplug(stick)
        until("no modem left", lambda: not modems(), LONG)

    # --- Many sticks --------------------------------------------------------------------------------------------------

    def registered_many(self, sticks, limit):
        """{position: when a modem was registered}: which stick it is ModemManager says only when asked."""
        deadline = time.monotonic() + limit
        while True:
            found = {}
            for entry in self.signals.entries(is_registered, self._mark):
                found.setdefault(entry.what["path"], entry.time)
            if len(found) >= len(sticks) or time.monotonic() > deadline:
                return found
            time.sleep(0.5)


def is_registered(signal):
    return signal["member"] == "StateChanged" and len(signal["data"]) == 3 and signal["data"][1] >= REGISTERED


def add_profile(autoconnect):
    """What a person has done once."""
    until("NetworkManager ready", lambda: nmcli("-t", "-f", "RUNNING", "general") == "running", LONG)
    nmcli("connection", "delete", PROFILE)
    must("nmcli", "connection", "add", "type", "gsm", "ifname", "*", "con-name", PROFILE, "apn", "internet",
         "connection.autoconnect", "yes" if autoconnect else "no")


def nmcli(*words):
    return run("nmcli", *words, limit=LONG).stdout.strip()


def is_connected():
    return "gsm:connected" in nmcli("-t", "-f", "TYPE,STATE", "device")


def modems():
    """Paths of the modems ModemManager has."""
    answer = run("busctl", "--list", "tree", "--auto-start=no", "org.freedesktop.ModemManager1")
    return [line for line in answer.stdout.splitlines() if "/Modem/" in line]


def modem_path():
    """Of the one modem there is."""
    return modems()[0].strip()


def versions():
    """{package: version} of the usual programs here."""
    names = ["usb-modeswitch", "modemmanager", "network-manager", "ppp"]
    listed = must("dpkg-query", "--show", "--showformat", "${Package} ${Version}\\n", *names)
    return dict(line.split() for line in listed.splitlines())
