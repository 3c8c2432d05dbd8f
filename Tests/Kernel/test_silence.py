"""Ports that hang for a minute: a call outlives them, and everybody else does not notice. One silence for all the stories."""

import dataclasses
import time

import bus
import kernel
import pytest
from pulse import Pulse, in_time
from stage import WHILE
from stick import INTERNET, VirtualStick
from timeline import until

# The stick is asked for its signal every 30 s; what follows when it does not answer takes 15 s more, and the emulated CPU
# its own time. The stock stack tears a call down after 39.5 s.
SILENCE = 60


@dataclasses.dataclass
class Silence:
    """What was seen while two sticks said nothing: one in a call, one without."""

    caller: VirtualStick
    idle: VirtualStick
    mark: int
    undisturbed: float = 0.0
    worst: float = 0.0
    pings: list = dataclasses.field(default_factory=list)


@pytest.fixture(scope="module")
def silence(guest):
    if not guest.daemon.pid:
        guest.daemon.start()
    idle = guest.registered("--no-network", port=0)
    caller = guest.connected(port=1)
    witness = guest.registered("--no-network", port=2)
    pulse = Pulse(bus.modem_path(witness.physical_port))
    try:
        seen = Silence(caller, idle, guest.bus.mark(), pulse.undisturbed())
        mark = pulse.mark()
        for stick in (idle, caller):
            stick.control("hang", "on")
        ends = time.monotonic() + SILENCE
        while time.monotonic() < ends:
            seen.pings.append(kernel.ping(INTERNET, "ppp0"))
            time.sleep(1)
        seen.worst = pulse.worst(mark)
    finally:
        pulse.stop()
    yield seen
    guest.unplug_all()


def test_a_call_outlives_ports_that_hang(guest, silence):
    assert None not in silence.pings
    assert guest.bus.states(silence.caller.physical_port, since=silence.mark) == []
    assert bus.get(silence.caller.physical_port, bus.MODEM, "State") == "connected"


def test_the_others_are_answered_in_time_meanwhile(silence):
    assert in_time(silence.undisturbed, silence.worst)


def test_a_stick_that_hangs_without_a_call_is_failed(guest, silence):
    assert guest.bus.states(silence.idle.physical_port, since=silence.mark)[-1:] == ["failed"]
    assert bus.get(silence.idle.physical_port, bus.MODEM, "StateReason") == "no-answer"


def test_the_call_can_be_ended_and_the_next_one_made(silence):
    """The way out needs no answer of the stick."""
    port = silence.caller.physical_port
    bus.disconnect(port)
    assert kernel.leftovers() == []
    silence.caller.control("hang", "off")
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    bus.disconnect(port)


def test_the_other_answers_again_and_is_back(guest, silence):
    mark = guest.bus.mark()
    silence.idle.control("hang", "off")
    silence.idle.control("urc", "+CREG: 1")
    until("the stick registered", lambda: bus.get(silence.idle.physical_port, bus.MODEM, "State") == "registered", WHILE)
    assert "failed" not in guest.bus.states(silence.idle.physical_port, since=mark)
