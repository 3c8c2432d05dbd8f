"""Which port does what, what it is called, and what there is to do where there is none."""

import pathlib
import re
import subprocess
import sys

import bus
import kernel
from hiding import no_module
from leisure import at_leisure
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET
from timeline import run, until

FIRST, SECOND = "353812020111119", "353812020222223"
LINKS = pathlib.Path("/dev/zte")
OPTION = pathlib.Path("/sys/bus/usb/drivers/option")
NEW_ID = pathlib.Path("/sys/bus/usb-serial/drivers/option1/new_id")
# Has port hints in the device data and no entry in the driver.
UNKNOWN_TO_OPTION = "1515"
# Nobody says which of its ports does what.
UNDESCRIBED = "0177"

# What appears only after the daemon has waited for the driver long enough.
BOUND = 10 + WHILE

HOLDER = """
import fcntl, sys, termios, time
ports = [open(path, "r+b", buffering=0) for path in sys.argv[2:]]
for port in ports:
    fcntl.ioctl(port, termios.TIOCEXCL)
    if sys.argv[1] == "lock": fcntl.flock(port, fcntl.LOCK_EX | fcntl.LOCK_NB)
print("held", flush=True)
time.sleep(600)
"""


def roles(port):
    """{interface: role}"""
    told = dict(map(tuple, bus.get(port, bus.MODEM, "Ports")))
    return {interface: told[node] for interface, node in kernel.serial_ports(port).items()}


def dialled_on(stick, since):
    return [match.group(1) for entry in stick.entries(since=since)
            if (match := re.match(r"(\w+)< ATD", entry.what))]


def links(imei):
    """{name: node} of what leads to the ports of that stick."""
    folder = LINKS / imei
    return {path.name: path.resolve().name for path in folder.iterdir()} if folder.is_dir() else {}


def links_become(imei, expected):
    """Making them is a unit of its own, which takes its moment."""
    until(f"links {expected}", lambda: links(imei) == expected, MOMENT)


class holding:
    """Another program has the ports for commands, for as long as this lasts."""

    def __init__(self, port, way):
        nodes = kernel.serial_ports(port)
        self._command = [sys.executable, "-c", HOLDER, way, f"/dev/{nodes[0]}", f"/dev/{nodes[2]}"]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout.readline().strip() == "held"
        return self._process.pid

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()


# --- The port of calls ------------------------------------------------------------------------------------------------

def test_the_port_that_dials_is_found_and_remembered(unlearnt, stage):
    stick = stage.registered("--imei", FIRST, "--dials-on", "2")
    port = stick.physical_port
    assert roles(port) == {0: "data", 1: "diag", 2: "at"}
    mark = stick.mark()
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    # By each of the known numbers, before the other port has its turn.
    assert dialled_on(stick, mark) == ["at0", "at0", "at2"]
    assert roles(port) == {0: "at", 1: "diag", 2: "data"}
    assert bus.get(port, bus.MODEM, "PrimaryPort") == kernel.serial_ports(port)[0]
    nodes = kernel.serial_ports(port)
    links_become(FIRST, {"at": nodes[0], "data": nodes[2]})
    bus.disconnect(port)
    stage.daemon.stop()

    signals, mark = stage.bus.mark(), stick.mark()
    stage.daemon.start()
    stage.bus.state(port, "registered", WHILE, since=signals)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert dialled_on(stick, mark) == ["at2"]


@at_leisure
def test_a_port_that_sleeps_is_woken_over_the_other(stage):
    stick = stage.registered("--sleepy-data-port")
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


def test_a_port_of_zeros_is_none(stage):
    stick = stage.registered("--zeros-on", "0")
    port = stick.physical_port
    assert roles(port) == {0: "unknown", 1: "diag", 2: "at"}
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


# --- Names ------------------------------------------------------------------------------------------------------------

def test_names_stay_while_numbers_change(stage):
    stick = stage.registered("--imei", FIRST)
    port = stick.physical_port
    before = kernel.serial_ports(port)
    links_become(FIRST, {"at": before[2], "data": before[0]})
    for number in (0, 1, 2):
        (OPTION / "unbind").write_text(f"{port}:1.{number}")
    until("no name without its port", lambda: links(FIRST) == {}, MOMENT)
    mark = stage.bus.mark()
    for number in (2, 1, 0):
        (OPTION / "bind").write_text(f"{port}:1.{number}")
    stage.bus.state(port, "registered", WHILE, since=mark)
    after = kernel.serial_ports(port)
    assert after != before
    links_become(FIRST, {"at": after[2], "data": after[0]})

    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    until("no folder", lambda: not (LINKS / FIRST).exists(), MOMENT)


def test_what_an_earlier_run_left_goes_and_two_of_a_name_do_not_fight(stage):
    stage.daemon.stop()
    (LINKS / SECOND).mkdir(parents=True)
    (LINKS / SECOND / "at").symlink_to("../../ttyUSB9")
    stage.daemon.start()
    until("no folder", lambda: not (LINKS / SECOND).exists(), MOMENT)
    first = stage.registered("--imei", FIRST, "--no-network", port=0)
    second = stage.registered("--imei", FIRST, "--no-network", port=1)
    until("the first's links", lambda: links(FIRST).get("at") == kernel.serial_ports(first.physical_port)[2], MOMENT)
    mark = stage.bus.mark()
    first.unplug()
    stage.bus.removed(first.physical_port, MOMENT, since=mark)
    until("the second's links", lambda: links(FIRST).get("at") == kernel.serial_ports(second.physical_port)[2], MOMENT)


# --- Drivers ----------------------------------------------------------------------------------------------------------

def test_an_id_that_the_driver_does_not_know_is_told_to_it(stage):
    run("modprobe", "--remove", "option")
    assert run("modprobe", "option").returncode == 0
    mark = stage.bus.mark()
    stick = stage.plug(*QUICK, "--modem-id", UNKNOWN_TO_OPTION)
    port = stick.physical_port
    stage.bus.state(port, "registered", BOUND, since=mark)
    assert kernel.usb_id(port) == f"19d2:{UNKNOWN_TO_OPTION}"
    assert set(kernel.interface_drivers(port).values()) == {"option"}
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None

    # The next time the driver knows it, and nobody tells it again.
    bus.disconnect(port)
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    mark = stage.bus.mark()
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=mark)
    assert NEW_ID.read_text().splitlines() == [f"19d2 {UNKNOWN_TO_OPTION} ff"]


def test_without_the_driver_the_module_is_named(stage):
    with no_module("option"):
        mark = stage.bus.mark()
        port = stage.plug(*QUICK, "--modem-id", UNKNOWN_TO_OPTION).physical_port
        stage.bus.state(port, "failed", BOUND, since=mark)
        seen = bus.modem(port)[bus.MODEM]
        assert seen["StateReason"] == "no-driver"
        assert "modprobe option" in seen["StateMessage"]
    assert run("modprobe", "option").returncode == 0


def test_ports_that_nobody_has_described_are_found_out(stage):
    NEW_ID.write_text(f"19d2 {UNDESCRIBED} ff")
    mark = stage.bus.mark()
    stick = stage.plug("--modem-id", UNDESCRIBED, "--delay-register", "0.1")
    port = stick.physical_port
    stage.bus.state(port, "registered", BOUND, since=mark)
    assert kernel.usb_id(port) == f"19d2:{UNDESCRIBED}"
    assert roles(port) == {0: "at", 1: "unknown", 2: "data"}
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


# --- Others -----------------------------------------------------------------------------------------------------------

def test_who_holds_a_port_is_named(stage):
    stage.daemon.stop()
    stick = stage.plug(*QUICK)
    port = stick.physical_port
    until("its ports", lambda: len(kernel.serial_ports(port)) == 3, MOMENT)
    with holding(port, "lock") as pid:
        mark = stage.bus.mark()
        stage.daemon.start()
        stage.bus.state(port, "failed", WHILE, since=mark)
        seen = bus.modem(port)[bus.MODEM]
        assert seen["StateReason"] == "ports-busy"
        command = pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
        assert f"{command} (process {pid})" in seen["StateMessage"]
    mark = stage.bus.mark()
    stage.bus.state(port, "registered", WHILE, since=mark)


@at_leisure
def test_who_cannot_be_seen_is_not_made_up(stage):
    """A program of root with all capabilities hides its descriptors from a service with one; without a lock nothing tells."""
    stage.daemon.stop()
    stick = stage.plug(*QUICK)
    port = stick.physical_port
    until("its ports", lambda: len(kernel.serial_ports(port)) == 3, MOMENT)
    with holding(port, "exclusive"):
        mark = stage.bus.mark()
        stage.daemon.start()
        stage.bus.state(port, "failed", WHILE, since=mark)
        seen = bus.modem(port)[bus.MODEM]
        assert seen["StateReason"] == "ports-busy"
        assert "Another program" in seen["StateMessage"]
