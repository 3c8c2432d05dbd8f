"""The packages as their users have them: installed, upgraded during a call, removed, purged. One machine, in this order.

It runs in the virtual machine without --stage; the packages are in /mnt/packages, with one of a higher version in
/mnt/packages/next. The helpers are those of Tests/Kernel.
"""

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import time

import bus
import kernel
import pytest
from daemon import CLIENT, UNIT, Daemon, client
from modemmanager import OURS, modem_state, owner, starts_looked_at
from neighbours import BUS_NAME, modem_manager, modems
from neighbours import UNIT as THEIR_UNIT
from stage import MOMENT, WHILE, is_guest
from stick import INTERNET, VirtualStick
from test_udev import modeswitch_runs, properties
from timeline import must, run, until

pytestmark = pytest.mark.skipif(not is_guest(), reason="needs the virtual machine: scripts/test packages")

PACKAGES = pathlib.Path("/mnt/packages")
CONFIGURATION = pathlib.Path("/etc/zte-modem/zte-modem.conf")
# An emulated CPU unpacks slowly.
INSTALLING = 120
THEIRS = "ModemManager"
# From the event to a modem of ModemManager's, which probes each port for up to ten seconds.
THEIR_WAY = 120
# What a machine writes by itself, whoever installs what: the package database, logs, back-ups of the list of users (the
# user stays), and what systemd and the neighbours keep.
OTHERS = re.compile(r"/var/(lib/(dpkg|systemd|ModemManager|usb_modeswitch)|log|cache|tmp)(/|$)|/etc/(passwd|group|g?shadow)-$|"
                    r"/etc/(\.pwd\.lock|systemd/system/.*ModemManager.*|udev/rules\.d/.*-mm-.*)$")


def files():
    """Everything there is in the folders of a system that packages write to; of /run, what has our name."""
    found = set()
    for top in ("/etc", "/usr", "/var", "/lib/systemd"):
        for folder, folders, names in os.walk(top):
            found.update(os.path.join(folder, name) for name in folders + names)
    found.update(str(path) for path in pathlib.Path("/run").glob("*zte*"))
    return {path for path in found if not OTHERS.search(path)}


def package(pattern):
    path, = PACKAGES.glob(pattern)
    return path


class Machine:
    """The guest, with what one story leaves for the next."""

    def __init__(self):
        self.before = files()
        self.daemon = Daemon()
        self.sticks = []
        self.signals = None

    def plug(self, *options, port=0):
        new = VirtualStick(*options, port=port)
        self.sticks.append(new)
        new.plugged()
        return new

    def unplug_all(self):
        while self.sticks:
            self.sticks.pop().stop()


@pytest.fixture(scope="module")
def machine():
    assert run("which", "zte-client").returncode != 0, "this wants a machine without a stage"
    there = Machine()
    with contextlib.ExitStack() as ends:
        ends.callback(there.unplug_all)
        # With its own rules, as on any desktop, from before our package.
        ends.enter_context(modem_manager())
        yield there


def state(port):
    return bus.get(port, bus.MODEM, "State")


def test_installed_it_runs(machine):
    must("dpkg", "--install", package("zte-modem_*.deb"), package("zte-modem-emulator_*.deb"), limit=INSTALLING)
    assert run("systemctl", "is-enabled", UNIT).stdout.strip() == "enabled"
    assert run("systemctl", "is-active", UNIT).stdout.strip() == "active"
    assert bus.owner_pid() == machine.daemon.pid
    assert run("getent", "passwd", "zte-modem").returncode == 0
    assert client("list") == []


def test_a_stick_of_the_other_package_connects(machine):
    must("modprobe", "-a", "vhci-hcd")
    machine.signals = bus.BusSignals()
    mark = machine.signals.mark()
    stick = machine.plug()
    machine.signals.state(stick.physical_port, "registered", WHILE, since=mark)
    must(CLIENT, "connect", "--apn", "internet", limit=WHILE)
    until("an answer to a ping", lambda: kernel.ping(INTERNET, "ppp0", limit=1), MOMENT)
    assert properties(stick.physical_port).get("ID_MM_DEVICE_IGNORE") == "1"
    assert modems() == []


def test_killed_it_comes_back_to_its_call(machine):
    victim, pppd = machine.daemon.pid, kernel.processes("pppd")
    mark = machine.signals.mark()
    os.kill(victim, signal.SIGKILL)
    machine.signals.state(machine.sticks[0].physical_port, "connected", WHILE, since=mark)
    assert machine.daemon.pid not in (None, victim)
    assert kernel.processes("pppd") == pppd != []


def test_the_package_of_their_name_takes_it_over(machine):
    """ModemManager has run from before our packages; the call goes on."""
    assert owner() == THEIRS
    pppd, mark = kernel.processes("pppd"), machine.signals.mark()
    must("dpkg", "--install", package("zte-modem-modemmanager_*.deb"), limit=INSTALLING)
    machine.signals.state(machine.sticks[0].physical_port, "connected", WHILE, since=mark)
    assert run("systemctl", "is-active", THEIR_UNIT).stdout.strip() == "inactive"
    until("the service under that name", lambda: owner() == OURS, MOMENT)
    assert len(modems()) == 1 and modem_state() == "connected"
    assert kernel.processes("pppd") == pppd != []


def test_a_call_to_the_name_starts_nobody_else(machine):
    """Their D-Bus file starts ModemManager.service by an alias: with us in between two runs, as after a crash."""
    machine.daemon.stop()
    before = starts_looked_at()
    caller = subprocess.Popen(
        ["busctl", "--timeout=60", "call", BUS_NAME, "/org/freedesktop/ModemManager1", "org.freedesktop.DBus.Peer", "Ping"],
        stdin=subprocess.DEVNULL)
    until("the call to have asked for their unit", lambda: starts_looked_at() != before, MOMENT)
    mark = machine.signals.mark()
    machine.daemon.start()
    assert caller.wait(WHILE) == 0
    must("systemctl", "start", THEIR_UNIT)
    assert (owner(), kernel.processes(THEIRS)) == (OURS, [])
    # A stop has ended the call.
    machine.signals.state(machine.sticks[0].physical_port, "registered", WHILE, since=mark)
    must(CLIENT, "connect", "--apn", "internet", limit=WHILE)


def test_an_upgrade_leaves_the_call(machine):
    before, pppd = machine.daemon.pid, kernel.processes("pppd")
    mark = machine.signals.mark()
    # What a person has changed stays, without a question.
    CONFIGURATION.write_text(CONFIGURATION.read_text().replace("auto-switch = yes", "auto-switch = no"))
    must("dpkg", "--install", package("next/zte-modem_*.deb"), limit=INSTALLING)
    machine.signals.state(machine.sticks[0].physical_port, "connected", WHILE, since=mark)
    assert machine.daemon.pid not in (None, before)
    assert kernel.processes("pppd") == pppd != []
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert run("dpkg-query", "--show", "--showformat=${Version}", "zte-modem").stdout.endswith("+next")
    assert "auto-switch = no" in CONFIGURATION.read_text()


def test_without_that_package_the_name_is_theirs_again(machine):
    pppd, mark = kernel.processes("pppd"), machine.signals.mark()
    must("dpkg", "--remove", "zte-modem-modemmanager", limit=INSTALLING)
    machine.signals.state(machine.sticks[0].physical_port, "connected", WHILE, since=mark)
    until("ModemManager under its name", lambda: owner() == THEIRS, THEIR_WAY)
    # Installed anew it takes over once more, though dpkg remembers it.
    must("dpkg", "--install", package("zte-modem-modemmanager_*.deb"), limit=INSTALLING)
    assert run("systemctl", "is-active", THEIR_UNIT).stdout.strip() == "inactive"
    until("the service under that name", lambda: owner() == OURS, WHILE)
    must("dpkg", "--purge", "zte-modem-modemmanager", limit=INSTALLING)
    until("ModemManager under its name", lambda: owner() == THEIRS, THEIR_WAY)
    # The sticks are ours all the same.
    assert modems() == []
    assert kernel.processes("pppd") == pppd != []


def test_removed_the_sticks_are_given_back(machine):
    mark = machine.signals.mark()
    stick, other = machine.sticks[0].physical_port, machine.plug("--no-network", port=1).physical_port
    machine.signals.state(other, "storage", WHILE, since=mark)
    machine.signals.stop()
    began = time.monotonic()
    must("dpkg", "--remove", "zte-modem", limit=INSTALLING)
    assert kernel.leftovers() == []
    assert run("systemctl", "show", "--value", "--property=LoadState", UNIT).stdout.strip() == "not-found"
    assert list(pathlib.Path("/usr/lib/udev/rules.d").glob("*-zte-modem*")) == []
    assert "ID_MM_DEVICE_IGNORE" not in properties(stick)
    # The sticks are plugged in all the time: what was removed has to tell the others of them.
    until("usb_modeswitch to switch the other one", lambda: kernel.usb_id(other) == "19d2:0001", WHILE)
    assert modeswitch_runs(began) != []
    until("a modem of ModemManager", modems, THEIR_WAY)


def test_purged_nothing_is_left(machine):
    assert CONFIGURATION.exists() and pathlib.Path("/var/lib/zte-modem").exists()
    machine.unplug_all()
    must("dpkg", "--purge", "zte-modem", "zte-modem-emulator", limit=INSTALLING)
    assert sorted(files() - machine.before) == []
    assert sorted(machine.before - files()) == []
    # So that its number is never another's.
    assert run("getent", "passwd", "zte-modem").returncode == 0
