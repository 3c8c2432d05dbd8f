"""A stick that takes commands and answers none: what works goes on working, what does not is told in time."""

import concurrent.futures
import dataclasses
import time

import bus
import kernel
import pytest
from pulse import Pulse, in_time
from stage import MOMENT, WHILE
from stick import INTERNET, VirtualStick
from timeline import until


# The stick is asked for its signal every 30 s; what follows when it does not answer takes 15 s more, and the emulated CPU
# its own time. The stock stack tears a call down after 39.5 s.
SILENCE = 60

# The longest that a caller may have to wait for the news that a stick does not answer.
REFUSED = 60


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


def test_connecting_with_a_stick_that_hangs_is_refused_in_time(stage):
    stick = stage.registered()
    stick.control("hang", "on")
    began = time.monotonic()
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(stick.physical_port, {"apn": "internet"}, limit=REFUSED + 20)
    assert time.monotonic() - began < REFUSED
    assert refusal.value.name.startswith(bus.ERROR)

    # It recovers when the stick does, without a replug.
    stick.control("hang", "off")
    until("the stick registered", lambda: bus.get(stick.physical_port, bus.MODEM, "State") == "registered", WHILE)
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


def test_a_stick_that_never_answered_is_failed_and_a_replug_starts_afresh(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--as-modem", "--fault", "hung", "--no-network")
    port = stick.physical_port
    stage.bus.state(port, "failed", WHILE, since=mark)
    assert bus.get(port, bus.MODEM, "StateReason") == "no-answer"
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    mark = stage.bus.mark()
    stick.control("hang", "off")
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=mark)


def test_ports_that_take_nothing_hold_up_nobody(stage):
    """The last close of such a port may take the kernel 30 s."""
    witness = stage.registered("--no-network", port=1)
    pulse = Pulse(bus.modem_path(witness.physical_port))
    try:
        undisturbed = pulse.undisturbed()
        mark, signals = pulse.mark(), stage.bus.mark()
        stick = stage.plug("--as-modem", "--fault", "clogged", "--no-network", port=0)
        stage.bus.state(stick.physical_port, "failed", 60, since=signals)
        assert bus.get(stick.physical_port, bus.MODEM, "StateReason") == "no-answer"
        signals = stage.bus.mark()
        stick.unplug()
        stage.bus.removed(stick.physical_port, MOMENT, since=signals)
        assert in_time(undisturbed, pulse.worst(mark))
    finally:
        pulse.stop()


def test_two_callers_of_a_stick_that_hangs_are_both_answered(stage):
    """Disconnect ends a call that is stuck in its dial command."""
    stick = stage.registered()
    port = stick.physical_port
    stick.control("hang", "on")
    mark = stage.bus.mark()
    with concurrent.futures.ThreadPoolExecutor() as people:
        connecting = people.submit(bus.connect, port, {"apn": "internet"}, limit=REFUSED + 20)
        stage.bus.state(port, "connecting", MOMENT, since=mark)
        bus.disconnect(port, limit=REFUSED)
        with pytest.raises(bus.BusError) as refusal:
            connecting.result()
    assert refusal.value.name == f"{bus.ERROR}Aborted"
