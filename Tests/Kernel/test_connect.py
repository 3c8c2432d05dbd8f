"""Calls: up, used, down, and nothing left behind."""

import bus
import kernel
import pytest
from daemon import client
from leisure import at_leisure
from stage import MOMENT
from stick import INTERNET


def test_connect_ping_disconnect_leaves_nothing(stage):
    port = stage.registered().physical_port
    before = kernel.routes()

    bus.connect(port, {"apn": "internet"})
    shown = bus.modem(port)[bus.CONNECTION]
    assert kernel.ppp_interfaces() == [shown["Interface"]]
    own, peer = kernel.ipv4_address(shown["Interface"])
    assert (shown["Ip4"]["address"], shown["Ip4"]["peer"]) == (own, peer)
    assert shown["Ip4"]["dns"]
    assert any(route.startswith("default") for route in kernel.routes(shown["Interface"]))
    assert kernel.ping(INTERNET, shown["Interface"]) is not None

    bus.disconnect(port)
    assert kernel.leftovers() == []
    assert kernel.routes() == before
    assert bus.get(port, bus.MODEM, "State") == "registered"
    assert bus.get(port, bus.MODEM, "StateReason") == "requested"


@at_leisure
def test_the_same_stick_connects_again_and_again(stage):
    port = stage.registered().physical_port
    for _ in range(3):
        bus.connect(port, {"apn": "internet"})
        assert kernel.ping(INTERNET, kernel.ppp_interfaces()[0]) is not None
        bus.disconnect(port)
        assert kernel.leftovers() == []


@pytest.mark.parametrize("settings, has_default", [
    ({"apn": "internet", "default-route": False}, False),
    ({"apn": "internet", "default-route": True, "route-metric": 700}, True),
])
def test_the_default_route_is_the_callers_choice(stage, settings, has_default):
    port = stage.registered().physical_port
    bus.connect(port, settings)
    default = [route for route in kernel.routes("ppp0") if route.startswith("default")]
    assert bool(default) == has_default
    if "route-metric" in settings:
        assert "metric 700" in default[0]
    assert kernel.ping(INTERNET, "ppp0") is not None or not has_default
    bus.disconnect(port)
    assert kernel.leftovers() == []


def test_connect_on_a_stick_that_is_still_a_cd_rom_switches_it_first(unlearnt, stage):
    mark = stage.bus.mark()
    port = stage.plug("--trigger", "driver-release").physical_port
    stage.bus.state(port, "switching", MOMENT, since=mark)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, kernel.ppp_interfaces()[0]) is not None


def test_the_stick_hears_the_apn_and_one_dial_command(stage):
    stick = stage.registered()
    mark = stick.mark()
    bus.connect(stick.physical_port, {"apn": "m2m.example-1"})
    commands = [entry.what for entry in stick.commands(since=mark)]
    assert [command for command in commands if "CGDCONT" in command] == ['AT+CGDCONT=1,"IP","m2m.example-1"']
    assert [command for command in commands if command.startswith("ATD")] == ["ATD*99***1#"]


@at_leisure
def test_a_second_call_is_refused(stage):
    port = stage.connected().physical_port
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"})
    assert refusal.value.name.startswith(bus.ERROR)
    assert kernel.ping(INTERNET, "ppp0") is not None


def test_disconnect_ends_a_call_that_is_being_made(stage):
    stick = stage.registered("--delay-dial", "5")
    port = stick.physical_port
    mark = stick.mark()
    pending = bus.PendingCall(bus.modem_path(port), f"{bus.MODEM}.Connect", {"apn": "internet"})
    stick.heard(r"< ATD", MOMENT, since=mark)
    bus.disconnect(port)
    with pytest.raises(bus.BusError) as refusal:
        pending.result(MOMENT)
    assert refusal.value.name == f"{bus.ERROR}Aborted"
    assert kernel.leftovers() == []


def test_the_network_hangs_up(stage):
    stick = stage.connected()
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.control("drop-carrier")
    stage.bus.state(port, "registered", MOMENT, since=mark)
    assert kernel.leftovers() == []
    assert bus.get(port, bus.CONNECTION, "LastError")[0].startswith(bus.ERROR)
    # And it is not the end of the stick.
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


def test_the_client_does_it_all(stage):
    port = stage.registered().physical_port
    client("connect", "--apn", "internet")
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert bus.get(port, bus.MODEM, "State") == "connected"
    client("disconnect")
    assert kernel.leftovers() == []
