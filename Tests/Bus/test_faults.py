"""The machine misbehaves: calls that block, lost announcements, no descriptors left."""

import shutil
import subprocess
import time

import pytest
from callers import Caller
from machine import HERE, STAYS, STICK, Machine, promptness

OTHER = "/org/ztemodem1/modem/usb1_2"
ERROR = "org.ztemodem1.Error."
NO_MORE = "no more"


@pytest.fixture(scope="module")
def faults(possible, tmp_path_factory):
    """The library that makes them."""
    if not shutil.which("cc"):
        pytest.skip("cc is not installed (package gcc)")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, HERE / "faults.c", "-ldl"],
                   check=True)
    return library


class Faults:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()

    def begin(self, name):
        (self.folder / name).touch()

    def end(self, name):
        (self.folder / name).unlink()


@pytest.fixture
def faulty(faults, tmp_path):
    switches = Faults(tmp_path / "faults")
    machine = Machine(tmp_path, environment={"LD_PRELOAD": str(faults), "ZTE_FAULTS": str(switches.folder)},
                      pppd=STAYS)
    machine.faults = switches
    yield machine
    machine.close()


def plug(machine, port="1-1"):
    stick = machine.plug_scripted(port=port)
    stick.answer("AT+CPIN?", "+CPIN: READY", "OK")
    stick.answer("AT+CREG?", '+CREG: 2,1,"1A2B","C3D4"', "OK")
    return stick


def slowest(machine, path, seconds):
    """The longest of many calls, one after the other."""
    caller = Caller(machine.address)
    longest, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        caller.get_all(path)
        longest = max(longest, time.monotonic() - start)
    caller.close()
    return longest


def test_ports_that_do_not_close_hold_up_nobody(faulty):
    plug(faulty)
    plug(faulty, "1-2")
    faulty.reaches("registered")
    faulty.reaches("registered", OTHER)
    faulty.faults.begin("slow")
    faulty.unplug("1-1")
    faulty.wait("no object", lambda: STICK not in faulty.objects(), limit=2)
    assert slowest(faulty, OTHER, 2) < promptness()
    assert faulty.figures()["threads"] == 2, "what blocks has a thread, and no other has one"
    assert faulty.call("Connect", "{'apn': <'internet.vodafone.pt'>}", path=OTHER) is None
    # More ports to close than there is time for.
    start = time.monotonic()
    assert faulty.stop_daemon() == 0
    assert time.monotonic() - start < 10
    assert not faulty.owns_name()


def test_announcements_that_were_lost_are_made_up_for(faulty):
    faulty.faults.begin("overflow")
    plug(faulty)
    assert STICK not in faulty.objects()
    faulty.faults.end("overflow")
    # Anything at all that is announced.
    plug(faulty, "1-2")
    faulty.reaches("registered")
    faulty.reaches("registered", OTHER)
    faulty.faults.begin("overflow")
    faulty.unplug("1-1")
    faulty.faults.end("overflow")
    faulty.unplug("1-2")
    faulty.wait("no stick", lambda: not {STICK, OTHER} & faulty.objects().keys(), limit=5)


def limit_descriptors(machine, more):
    """As many as it has, and so many more; NO_MORE is not one, also where a number between is free; None is as many as it
    may have."""
    limit = 3 if more is NO_MORE else "unlimited" if more is None else machine.figures()["descriptors"] + more
    hard = subprocess.run(["prlimit", "--pid", str(machine.daemon_id()), "--nofile", "--noheadings", "--output=HARD"],
                          check=True, text=True, capture_output=True).stdout.strip()
    subprocess.run(["prlimit", "--pid", str(machine.daemon_id()), f"--nofile={hard if more is None else limit}:{hard}"],
                   check=True)


def processor_time(machine):
    fields = (machine.proc() / "stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_without_descriptors_everything_says_so_and_nothing_spins(faulty):
    if not shutil.which("prlimit"):
        pytest.skip("prlimit is not installed (package util-linux)")
    faulty.faults.begin("no-ttys")
    plug(faulty)
    faulty.reaches("failed")
    assert faulty.reason() == "out-of-resources"
    before = processor_time(faulty)
    # It would try again by itself, and does nothing meanwhile.
    time.sleep(1)
    assert processor_time(faulty) - before < 20, "hundredths of a second"
    faulty.faults.end("no-ttys")
    faulty.unplug()
    stick = plug(faulty)
    faulty.reaches("registered")
    limit_descriptors(faulty, 1)
    name, message = faulty.connect("{'apn': <'internet.vodafone.pt'>}")
    assert name == ERROR + "PppFailed"
    assert "Too many open files" in message
    limit_descriptors(faulty, None)
    faulty.reaches("registered")
    assert faulty.connect("{'apn': <'internet.vodafone.pt'>}") is None
    assert stick.sent("0").count("ATD*99***1#") == 2


def test_a_stick_has_not_left_because_nothing_can_be_read(faulty):
    plug(faulty)
    faulty.reaches("registered")
    scan = "org.ztemodem1.Manager.ScanDevices"
    for limit in (NO_MORE, None):
        limit_descriptors(faulty, limit)
        assert faulty.call(scan, path="/org/ztemodem1") is None
        # The answer does not wait for what is found.
        until = time.monotonic() + 1
        while time.monotonic() < until:
            assert faulty.state() == "registered"
    assert "stick gone" not in faulty.log.read_text()
