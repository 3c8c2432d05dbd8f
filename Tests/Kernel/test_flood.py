"""One stick says too much, or nothing that can be read: the others and the bus do not notice."""

import contextlib

import bus
import kernel
import pytest
from leisure import at_leisure
from pulse import Pulse, in_time
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import until

# Lines in a second and port: more than USB brings through on this CPU, so that it is as many as there can be.
FLOOD = 100_000


@contextlib.contextmanager
def answering(path):
    """The daemon answers in time for as long as this lasts."""
    pulse = Pulse(path)
    try:
        undisturbed = pulse.undisturbed()
        mark = pulse.mark()
        yield
        assert in_time(undisturbed, pulse.worst(mark))
    finally:
        pulse.stop()


@pytest.fixture
def sticks(stage):
    """One that talks, one that has a call."""
    talker = stage.registered("--no-network", port=0)
    caller = stage.connected(port=1)
    return talker, caller


@at_leisure
def test_a_flood_of_lines_disturbs_nobody_else(stage, sticks):
    talker, caller = sticks
    before = kernel.own_memory(stage.daemon.pid)
    with answering(bus.modem_path(caller.physical_port)):
        talker.control("flood", str(FLOOD))
        until("100000 lines gone out", lambda: talker.status()["flooded_lines"] > 100_000, WHILE)
        assert kernel.ping(INTERNET, "ppp0") is not None
        assert bus.get(talker.physical_port, bus.MODEM, "State") == "registered"
        talker.control("flood", "0")
    assert kernel.own_memory(stage.daemon.pid) - before < 1024, "KiB that a flood may cost"

    # It was deaf to nothing meanwhile.
    mark = stage.bus.mark()
    talker.control("reg-lost")
    stage.bus.state(talker.physical_port, "searching", WHILE, since=mark)


def test_it_can_be_dialled_in_the_middle_of_a_flood(stage, sticks):
    talker, _ = sticks
    talker.control("flood", "2000")
    pending = bus.PendingCall(bus.modem_path(talker.physical_port), f"{bus.MODEM}.Connect", {"apn": "internet"})
    talker.heard("> CONNECT", WHILE)
    talker.control("flood", "0")
    bus.disconnect(talker.physical_port)
    with pytest.raises(bus.BusError) as refusal:
        pending.result(MOMENT)
    assert refusal.value.name == f"{bus.ERROR}Aborted"


@at_leisure
def test_garbage_is_passed_over(stage, sticks):
    talker, caller = sticks
    with answering(bus.modem_path(caller.physical_port)):
        for _ in range(50):
            talker.control("garbage")
        mark = stage.bus.mark()
        talker.control("reg-lost")
        talker.control("garbage")
        stage.bus.state(talker.physical_port, "searching", WHILE, since=mark)
        talker.control("garbage")
        talker.control("registered")
        stage.bus.state(talker.physical_port, "registered", WHILE, since=mark)
    assert kernel.ping(INTERNET, "ppp0") is not None
