"""The contest in the virtual machine, with ModemManager: each of the two services with the same virtual stick, registered.

Usage: guest.py TOOLS RESULTS

They take turns, since there is one stick; the service in C runs all the time and is asked beside either. Environment: CALLS
in a round (500), ROUNDS (5), DATE and LOAD of the host.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys

import bus
import kernel
import stock
from contender import LONG, MOMENT
from contest import C, OF_CALLER, OURS, PROPERTIES, STOCK, Contest, Subject, lines_of, pin
from service import Service
from stage import Stage
from stick import VirtualStick
from timeline import must, run, until
from witness import Addresses, Pinger
import tables

CALLS = int(os.environ.get("CALLS") or 500)
ROUNDS = int(os.environ.get("ROUNDS") or 5)
ADDRESS = "unix:path=/run/dbus/system_bus_socket"
MODEM = "org.ztemodem1.Modem"
STOCK_NAME, STOCK_MODEM = "org.freedesktop.ModemManager1", "org.freedesktop.ModemManager1.Modem"
OTHER_NAME, OTHER_PATH = "org.example.Neighbour", "/org/ztemodem1/modem/usb1_1"
POLICY = f"""<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><policy user="root"><allow own="{OTHER_NAME}"/><allow send_destination="{OTHER_NAME}"/></policy></busconfig>
"""


class Guest:
    def __init__(self, tools):
        stage = Stage()
        witnesses = stage.kernel, Addresses(), Pinger()
        self.service, self.stock = (kind(*witnesses) for kind in (Service, stock.Stock))
        self.tools, self.contest, self.c = tools, Contest(ADDRESS, tools, CALLS), None
        self.stick = VirtualStick("--unplugged", "--as-modem", "--delay-register", "0.1")
        self.stick.ready()
        pathlib.Path("/etc/dbus-1/system.d/bench.conf").write_text(POLICY)
        must("busctl", "call", "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ReloadConfig")
        pin(kernel.processes("dbus-daemon")[0], OF_CALLER)

    def round(self):
        for contender, begin, subject in (
                (self.service, self.service.start, self.ours), (self.stock, lambda: self.stock.start(False), self.theirs)):
            begin()
            contender.mark()
            self.stick.plug()
            assert contender.registered_many([self.stick], LONG), f"{contender.name} did not register"
            found = subject()
            self.start_c(found)
            self.contest.round([found, self.c])
            print(f"{contender.name}: " + ", ".join(
                f"{kind} {samples[found.label][-1]}" for kind, samples in self.contest.samples.items()), flush=True)
            contender.unplug(self.stick)
            contender.stop()

    def ours(self):
        return Subject(OURS, bus.NAME, bus.modem_path(self.stick.physical_port), MODEM, "State",
                       kernel.processes("zte-modemd")[0])

    def theirs(self):
        return Subject(STOCK, STOCK_NAME, stock.modem_path(), STOCK_MODEM, "Manufacturer",
                       kernel.processes("ModemManager")[0])

    def start_c(self, subject):
        """With the properties of this project's modem."""
        if self.c:
            return
        answer = must("busctl", "--json=short", "call", subject.bus_name, subject.path, PROPERTIES, "GetAll", "s", MODEM)
        service = subprocess.Popen([self.tools / "service", ADDRESS, OTHER_NAME, OTHER_PATH, MODEM], stdin=subprocess.PIPE,
                                   text=True)
        service.stdin.write(lines_of(json.loads(answer)["data"][0]))
        service.stdin.close()
        until("the service in C", lambda: run("busctl", "status", OTHER_NAME).returncode == 0, MOMENT)
        self.c = Subject(C, OTHER_NAME, OTHER_PATH, MODEM, "State", service.pid)


def conditions(rounds):
    emulated = "emulated" if run("systemd-detect-virt").stdout.strip() == "qemu" else "virtual"
    return (f"{os.environ.get('DATE')}, {platform.freedesktop_os_release()['PRETTY_NAME']}, kernel {platform.release()}, "
            f"{os.cpu_count()} {emulated} processors; modemmanager {stock.versions()['modemmanager']}. Medians of {rounds} "
            f"rounds of {CALLS} calls of each kind; load of the host when it began: {os.environ.get('LOAD')}.")


def main(tools, results):
    guest = Guest(tools)
    for number in range(1, ROUNDS + 1):
        guest.round()
        # A run that is cut short is not lost.
        text = tables.markdown("Beside ModemManager, in the virtual machine", conditions(number), guest.contest.samples)
        (results / "vm.md").write_text(text)
        (results / "vm.json").write_text(json.dumps(guest.contest.samples, indent=1))
    print("\n" + text, flush=True)


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:3]))
