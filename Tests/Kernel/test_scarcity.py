"""The machine has no room, no descriptors, or another time than a moment ago."""

import contextlib
import os
import pathlib
import resource
import time

import bus
import kernel
import pytest
from leisure import at_leisure
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET
from timeline import run

RUNTIME = pathlib.Path("/run/zte-modem")
TEN_YEARS = 10 * 365 * 86400


@contextlib.contextmanager
def full(folder):
    """A file system without room for another file."""
    assert run("mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=1", "full", folder).returncode == 0
    try:
        yield
    finally:
        assert run("umount", folder).returncode == 0


@contextlib.contextmanager
def no_descriptors(pid):
    """Every file the process opens is one too many."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    taken = {int(entry.name) for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir()}
    first_free = next(number for number in range(1024) if number not in taken)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (first_free, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


@contextlib.contextmanager
def clock_set(seconds):
    """The wall clock, wrong by so many seconds."""
    wrong = time.time() + seconds
    began = time.monotonic()
    time.clock_settime(time.CLOCK_REALTIME, wrong)
    try:
        yield
    finally:
        time.clock_settime(time.CLOCK_REALTIME, wrong - seconds + time.monotonic() - began)


def connects(stick):
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


def test_without_room_for_a_call_it_says_so_and_goes_on(stage):
    stick = stage.registered()
    with full(RUNTIME):
        with pytest.raises(bus.BusError) as refusal:
            bus.connect(stick.physical_port, {"apn": "internet"})
        assert refusal.value.name.startswith(bus.ERROR)
        assert os.strerror(28) in refusal.value.message
        assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"
    connects(stick)


@at_leisure
def test_without_room_a_call_that_is_up_stays_and_ends_well(stage):
    stick = stage.connected()
    with full(RUNTIME):
        assert kernel.ping(INTERNET, "ppp0") is not None
        bus.disconnect(stick.physical_port)
        assert kernel.processes("pppd") == []
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"
    connects(stick)


def test_without_descriptors_it_refuses_and_does_not_die(stage):
    stick = stage.registered()
    pid = stage.daemon.pid
    with no_descriptors(pid):
        with pytest.raises(bus.BusError) as refusal:
            bus.connect(stick.physical_port, {"apn": "internet"})
        assert refusal.value.name.startswith(bus.ERROR)
        assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"
        # It does not try again and again.
        used = kernel.processor_time(pid)
        time.sleep(3)
        assert kernel.processor_time(pid) - used < 0.5
    assert stage.daemon.pid == pid
    connects(stick)


def test_a_stick_plugged_in_without_descriptors_is_found_later(stage):
    """It is looked for every minute, and at once when somebody asks for it."""
    with no_descriptors(stage.daemon.pid):
        mark, kernel_mark = stage.bus.mark(), stage.kernel.mark()
        stick = stage.plug(*QUICK, "--no-network")
        stage.kernel.node_added("tty", "ttyUSB[0-9]+", stick.physical_port, MOMENT, since=kernel_mark)
        run("udevadm", "settle")
    bus.call(bus.ROOT, "org.ztemodem1.Manager.ScanDevices")
    stage.bus.state(stick.physical_port, "registered", WHILE, since=mark)


@pytest.mark.parametrize("jump", [TEN_YEARS, pytest.param(-TEN_YEARS, marks=at_leisure)], ids=["forwards", "backwards"])
def test_a_clock_that_jumps_ends_no_call(stage, jump):
    stick = stage.connected()
    mark = stage.bus.mark()
    with clock_set(jump):
        for _ in range(3):
            assert kernel.ping(INTERNET, "ppp0") is not None
        # What is timed goes on as before, too.
        other = stage.registered("--no-network", port=1)
        assert stage.bus.states(stick.physical_port, since=mark) == []
        bus.disconnect(stick.physical_port)
        connects(stick)
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "connected"
    assert bus.get(other.physical_port, bus.MODEM, "State") == "registered"
