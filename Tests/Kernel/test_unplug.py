"""The stick is pulled out, in the middle of whatever it was doing."""

import bus
import kernel
import pytest
from stage import MOMENT, WHILE
from timeline import until

# How long the object of a stick that is gone may stay on the bus. It has a second; the rest is the emulated CPU.
GONE = 3


def object_gone(stage, port, mark):
    """Seconds from the kernel's own word that the stick is gone until the object is."""
    left = stage.kernel.device_removed(port, MOMENT, since=mark["kernel"])
    gone = stage.bus.removed(port, MOMENT, since=mark["bus"])
    assert bus.modem(port) == {}
    return gone.time - left.time


def marks(stage):
    return {"kernel": stage.kernel.mark(), "bus": stage.bus.mark()}


@pytest.mark.parametrize("state, options", [
    ("probing", ()),
    ("enabling", ()),
    ("locked", ("--pin", "4711")),
    ("searching", ("--delay-register", "30")),
    ("registered", ()),
    ("failed", ("--no-sim",)),
])
def test_in_any_state_the_object_goes(stage, state, options):
    mark = stage.bus.mark()
    stick = stage.plug(*options)
    stage.bus.state(stick.physical_port, state, WHILE, since=mark)
    mark = marks(stage)
    stick.unplug()
    assert object_gone(stage, stick.physical_port, mark) < GONE
    until("no tty held", lambda: kernel.open_serial_ports(stage.daemon.pid) == [], GONE)


def test_while_connected_nothing_stays(stage):
    stick = stage.connected()
    port = stick.physical_port
    assert kernel.ppp_interfaces() and kernel.processes("pppd")
    mark = marks(stage)
    stick.unplug()
    assert object_gone(stage, port, mark) < GONE
    until("interface, route, pppd and lock gone", lambda: kernel.leftovers() == [], MOMENT)
    until("no tty held", lambda: kernel.open_serial_ports(stage.daemon.pid) == [], GONE)


@pytest.mark.parametrize("options, moment", [
    (("--delay-register", "30"), "searching"),
    (("--delay-dial", "30"), "connecting"),
])
def test_a_connect_under_way_hears_that_the_device_is_gone(stage, options, moment):
    mark = stage.bus.mark()
    stick = stage.plug(*options)
    port = stick.physical_port
    stage.bus.state(port, "registered" if moment == "connecting" else moment, WHILE, since=mark)
    mark = stage.bus.mark()
    pending = bus.PendingCall(bus.modem_path(port), f"{bus.MODEM}.Connect", {"apn": "internet"})
    if moment == "connecting":
        stage.bus.state(port, "connecting", MOMENT, since=mark)
    stick.unplug()
    with pytest.raises(bus.BusError) as refusal:
        pending.result(MOMENT)
    assert refusal.value.name == f"{bus.ERROR}DeviceGone"
    until("nothing left", lambda: kernel.leftovers() == [], MOMENT)


def test_replugged_it_connects_again(stage):
    stick = stage.connected()
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    mark = stage.bus.mark()
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=mark)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping("192.0.2.1", "ppp0") is not None
