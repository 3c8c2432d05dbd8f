"""pppd, or what it needs of the kernel, is not what it should be."""

import os
import pathlib
import signal
import time

import bus
import kernel
import pytest
from hiding import hidden, no_module, replaced
from leisure import at_leisure
from stage import MOMENT
from stick import INTERNET
from timeline import run, until

PPPD = pathlib.Path("/usr/sbin/pppd")
# pppd gets 4 s to end by itself; the rest is the emulated CPU, and what systemd does around it.
GRACE = 4 + 10


def refused(stick):
    """Name and message of the error that a connection is refused with."""
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(stick.physical_port, {"apn": "internet"})
    return refusal.value.name, refusal.value.message


def connects(stick):
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


# The virtual network ends calls with a pppd, too: where there is none to be had, the stick has no network.

def test_without_its_device_the_module_is_named(stage):
    stick = stage.registered("--no-network")
    with hidden(pathlib.Path("/dev/ppp")):
        name, message = refused(stick)
    assert name == f"{bus.ERROR}PppFailed"
    assert "ppp_async" in message
    assert kernel.leftovers() == []


def test_without_the_line_discipline_the_error_is_a_named_one(stage):
    stick = stage.registered("--no-network")
    with no_module("ppp_async"):
        name, message = refused(stick)
    assert name == f"{bus.ERROR}PppFailed"
    assert "ppp_async" in message
    assert kernel.leftovers() == []


def test_killed_it_takes_the_call_along_and_nothing_else(stage):
    stick = stage.connected()
    mark = stage.bus.mark()
    os.kill(kernel.processes("pppd")[0], signal.SIGKILL)
    stage.bus.state(stick.physical_port, "registered", MOMENT, since=mark)
    until("nothing left of the call", lambda: kernel.leftovers() == [], MOMENT)
    assert bus.get(stick.physical_port, bus.CONNECTION, "LastError")[0].startswith(bus.ERROR)
    connects(stick)


def test_stopped_it_is_ended_all_the_same(stage):
    stick = stage.connected()
    os.kill(kernel.processes("pppd")[0], signal.SIGSTOP)
    began = time.monotonic()
    bus.disconnect(stick.physical_port)
    assert time.monotonic() - began < GRACE
    assert kernel.leftovers() == []
    connects(stick)


@at_leisure
def test_deaf_to_sigterm_it_is_ended_all_the_same(stage):
    stick = stage.registered("--no-network")
    with replaced(PPPD, "trap '' TERM HUP INT; exec sleep 1234"):
        mark = stage.bus.mark()
        pending = bus.PendingCall(
            bus.modem_path(stick.physical_port), f"{bus.MODEM}.Connect", {"apn": "internet"})
        stage.bus.state(stick.physical_port, "connecting", MOMENT, since=mark)
        until("pppd", lambda: run("pgrep", "-xf", "sleep 1234").stdout, MOMENT)
        began = time.monotonic()
        bus.disconnect(stick.physical_port)
        assert time.monotonic() - began < GRACE
        with pytest.raises(bus.BusError) as refusal:
            pending.result(MOMENT)
        assert refusal.value.name == f"{bus.ERROR}Aborted"
        assert run("pgrep", "-xf", "sleep 1234").stdout == ""
    assert kernel.leftovers() == []


@at_leisure
def test_unplugged_under_a_stopped_pppd_the_object_goes_and_pppd_does_not_stay(stage):
    stick = stage.connected()
    mark = stage.bus.mark()
    os.kill(kernel.processes("pppd")[0], signal.SIGSTOP)
    stick.unplug()
    stage.bus.removed(stick.physical_port, MOMENT, since=mark)
    until("nothing left of the call", lambda: kernel.leftovers() == [], GRACE + MOMENT)
