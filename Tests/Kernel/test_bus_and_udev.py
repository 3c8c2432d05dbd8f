"""The system bus or udevd is started anew, or is not there for a while."""

import pathlib
import time

import bus
import kernel
import pytest
from leisure import at_leisure
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET
from timeline import run, until

UDEVD = ("systemd-udevd.service", "systemd-udevd-control.socket", "systemd-udevd-kernel.socket")

# The daemon has five seconds to be back; the bus and systemd take theirs on an emulated CPU.
BACK = 5 + 10


@pytest.fixture
def udevd():
    """Runs again afterwards, whatever happened."""
    yield
    run("systemctl", "start", *UDEVD)
    until("udevd", pathlib.Path("/run/udev/control").exists, MOMENT)


def test_after_a_restart_of_the_bus_the_daemon_is_back_and_the_call_has_not_noticed(stage):
    stick = stage.connected()
    port = stick.physical_port
    before = (stage.daemon.pid, kernel.processes("pppd"))
    began = time.monotonic()
    assert run("systemctl", "restart", "dbus.service").returncode == 0
    until("the object on the new bus", lambda: bus.modem(port).get(bus.MODEM), BACK)
    print(f"back after {time.monotonic() - began:.1f} s")
    stage.listen_anew()
    assert (stage.daemon.pid, kernel.processes("pppd")) == before
    assert bus.get(port, bus.MODEM, "State") == "connected"
    assert kernel.ping(INTERNET, "ppp0") is not None

    # Clients of the new bus are told and answered as those of the old one.
    mark = stage.bus.mark()
    bus.disconnect(port)
    stage.bus.state(port, "registered", MOMENT, since=mark)
    assert kernel.leftovers() == []
    other = stage.registered("--no-network", port=1)
    assert bus.modem(other.physical_port)


@at_leisure
def test_a_restart_of_udevd_is_not_noticed(stage, udevd):
    mark = stage.bus.mark()
    first = stage.connected(port=0)
    stage.bus.state(first.physical_port, "connected", MOMENT, since=mark)
    mark = stage.bus.mark()
    assert run("systemctl", "restart", "systemd-udevd.service").returncode == 0
    second = stage.registered("--no-network", port=1)
    assert stage.bus.states(first.physical_port, since=mark) == []
    second.unplug()
    stage.bus.removed(second.physical_port, MOMENT, since=mark)
    assert kernel.ping(INTERNET, "ppp0") is not None


def works_once_udevd_has_given_it_ports(stage, stick, since):
    """Without udevd ports are root's alone, which the service is not. It says so, and what to do."""
    stage.bus.state(stick.physical_port, "failed", WHILE, since=since)
    modem = bus.modem(stick.physical_port)[bus.MODEM]
    assert modem["StateReason"] == "ports-access" and "udevadm trigger" in modem["StateMessage"]
    run("systemctl", "start", *UDEVD)
    assert run("udevadm", "trigger", "--action=change", "--subsystem-match=tty").returncode == 0
    stage.bus.state(stick.physical_port, "registered", WHILE, since=since)


def test_a_stick_plugged_in_while_udevd_is_away_is_found_by_looking(stage, udevd):
    """Nobody announces it any more. Who does not look waits for the next comparison, which is within the minute."""
    run("systemctl", "mask", "--runtime", "systemd-udevd.service")
    run("systemctl", "stop", "systemd-udevd.service")
    try:
        mark, kernel_mark = stage.bus.mark(), stage.kernel.mark()
        stick = stage.plug(*QUICK, "--no-network")
        stage.kernel.device_added(stick.physical_port, "19d2:0001", MOMENT, since=kernel_mark)
        assert bus.owner_pid() == stage.daemon.pid, "the daemon goes on"
    finally:
        run("systemctl", "unmask", "--runtime", "systemd-udevd.service")
    run("systemctl", "start", *UDEVD)
    bus.call(bus.ROOT, "org.ztemodem1.Manager.ScanDevices")
    works_once_udevd_has_given_it_ports(stage, stick, mark)


@at_leisure
def test_a_stick_that_udevd_never_heard_of_is_found_when_udevd_is_told(stage, udevd):
    run("systemctl", "stop", *UDEVD)
    mark, kernel_mark = stage.bus.mark(), stage.kernel.mark()
    stick = stage.plug("--no-network")
    stage.kernel.device_added(stick.physical_port, "19d2:2000", MOMENT, since=kernel_mark)
    run("systemctl", "start", *UDEVD)
    run("udevadm", "trigger", "--action=add", "--subsystem-match=usb")
    stage.bus.state(stick.physical_port, "registered", WHILE, since=mark)


@at_leisure
def test_a_stick_pulled_out_while_udevd_is_away_is_gone_after_looking(stage, udevd):
    stick = stage.registered("--no-network")
    run("systemctl", "stop", *UDEVD)
    mark, kernel_mark = stage.bus.mark(), stage.kernel.mark()
    stick.unplug()
    stage.kernel.device_removed(stick.physical_port, MOMENT, since=kernel_mark)
    until("no tty held", lambda: kernel.open_serial_ports(stage.daemon.pid) == [], MOMENT)
    run("systemctl", "start", *UDEVD)
    bus.call(bus.ROOT, "org.ztemodem1.Manager.ScanDevices")
    stage.bus.removed(stick.physical_port, MOMENT, since=mark)


def test_without_udevd_it_starts_and_finds_its_sticks(bare_stage, udevd):
    stage = bare_stage
    run("systemctl", "stop", *UDEVD)
    stick = stage.plug(*QUICK, "--no-network")
    mark = stage.bus.mark()
    stage.daemon.start()
    works_once_udevd_has_given_it_ports(stage, stick, mark)
