"""A stick that takes commands and answers none: what works goes on working, what does not is told in time."""

import concurrent.futures
import time

import bus
import kernel
import pytest
from leisure import at_leisure
from pulse import Pulse, in_time
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import until

# The longest that a caller may have to wait for the news that a stick does not answer.
REFUSED = 60


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


@at_leisure
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


@at_leisure
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
