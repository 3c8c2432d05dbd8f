"""A SIM that asks for its PIN."""

import bus
import kernel
import pytest
from stage import WHILE
from stick import INTERNET

PIN = "4711"


@pytest.fixture
def locked(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--pin", PIN)
    stage.bus.state(stick.physical_port, "locked", WHILE, since=mark)
    return stick


def pins_tried(stick):
    return [entry.what for entry in stick.commands() if entry.what.startswith("AT+CPIN=")]


def test_the_lock_is_told(locked):
    seen = bus.modem(locked.physical_port)
    assert (seen[bus.MODEM]["State"], seen[bus.MODEM]["StateReason"]) == ("locked", "sim-pin")
    assert (seen[bus.SIM]["Lock"], seen[bus.SIM]["PinRetries"]) == ("pin", 3)
    assert pins_tried(locked) == []


def test_connect_without_a_pin_is_refused(locked):
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(locked.physical_port, {"apn": "internet"})
    assert refusal.value.name == f"{bus.ERROR}SimLocked"
    assert "PIN" in refusal.value.message
    assert pins_tried(locked) == []


def test_connect_with_the_pin_opens_it(locked):
    bus.connect(locked.physical_port, {"apn": "internet", "pin": PIN})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert len(pins_tried(locked)) == 1


def test_send_pin_opens_it(stage, locked):
    mark = stage.bus.mark()
    bus.call(bus.modem_path(locked.physical_port), f"{bus.SIM}.SendPin", PIN)
    stage.bus.state(locked.physical_port, "registered", WHILE, since=mark)
    assert bus.get(locked.physical_port, bus.SIM, "Lock") == "none"


def test_a_wrong_pin_costs_one_try_and_is_not_sent_again(locked):
    port = locked.physical_port
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet", "pin": "0000"})
    assert refusal.value.name.startswith(bus.ERROR)
    assert "PIN" in refusal.value.message
    assert bus.get(port, bus.MODEM, "State") == "locked"
    assert bus.get(port, bus.SIM, "PinRetries") == 2
    assert len(pins_tried(locked)) == 1


def test_the_pin_is_in_no_log(stage, locked, request):
    bus.connect(locked.physical_port, {"apn": "internet", "pin": PIN})
    assert [line for line in stage.daemon.log(request.node.started) if PIN in line] == []


def test_no_sim(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--no-sim")
    stage.bus.state(stick.physical_port, "failed", WHILE, since=mark)
    assert bus.get(stick.physical_port, bus.MODEM, "StateReason") == "sim-missing"


def test_a_sim_that_is_taken_out_and_put_in_again(stage):
    mark = stage.bus.mark()
    stick = stage.plug()
    port = stick.physical_port
    stage.bus.state(port, "registered", WHILE, since=mark)
    mark = stage.bus.mark()
    stick.control("sim-out")
    stage.bus.state(port, "failed", WHILE, since=mark)
    assert bus.get(port, bus.MODEM, "StateReason") == "sim-missing"
    mark = stage.bus.mark()
    stick.control("sim-in")
    stage.bus.state(port, "registered", WHILE, since=mark)
    assert bus.get(port, bus.SIM, "Lock") == "none"
