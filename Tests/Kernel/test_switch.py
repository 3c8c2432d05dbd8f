"""From the plug to a modem: sticks that obey one command or another, or none."""

import bus
import kernel
import pytest
from leisure import at_leisure
from stage import MOMENT, WHILE


@pytest.mark.parametrize("trigger, method, attempts", [
    ("eject", "eject", 1),
    ("allow-then-eject", "eject", 1),
    ("message", "eject", 1),
    ("driver-release", "driver-release", 2),
])
def test_a_stick_becomes_a_modem(unlearnt, stage, trigger, method, attempts):
    mark = stage.bus.mark()
    stick = stage.plug("--trigger", trigger)
    port = stick.physical_port
    stage.bus.state(port, "registered", WHILE * attempts, since=mark)

    assert kernel.usb_id(port) == "19d2:0001"
    assert kernel.interface_drivers(port) == {0: "option", 1: "option", 2: "option"}
    assert sorted(kernel.serial_ports(port)) == [0, 1, 2]
    seen = bus.modem(port)[bus.MODEM]
    assert (seen["SwitchMethod"], seen["SwitchAttempts"]) == (method, attempts)
    assert (seen["UsbId"], seen["Mode"], seen["PhysicalPort"]) == ("19d2:0001", "modem", port)


def test_the_states_on_the_way_come_in_order(stage):
    mark = stage.bus.mark()
    port = stage.registered(from_cd_rom=True).physical_port
    assert [state for state in stage.bus.states(port, since=mark) if state != "searching"] == [
        "settling", "probing", "enabling", "registered"], "searching is passed over where the network was faster"


def test_the_object_stays_while_the_stick_is_off_the_bus(stage):
    mark = stage.bus.mark()
    port = stage.registered(from_cd_rom=True).physical_port
    gone = stage.bus.entries(
        lambda signal: signal["member"] == "InterfacesRemoved" and signal["data"][0] == bus.modem_path(port), since=mark)
    assert gone == []


def test_a_stick_that_never_switches_fails_and_a_replug_starts_afresh(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--trigger", "never")
    port = stick.physical_port
    stage.bus.state(port, "failed", 60, since=mark)

    failed = bus.modem(port)[bus.MODEM]
    assert (failed["State"], failed["StateReason"]) == ("failed", "switch-ignored")
    assert "plug it in again" in failed["StateMessage"]
    assert failed["SwitchAttempts"] == 3
    assert kernel.usb_id(port) == "19d2:2000"
    # Given up means let go: the CD-ROM is a CD-ROM again.
    assert kernel.interface_drivers(port) == {0: "usb-storage"}

    stage.unplug_all()
    assert bus.modem(port) == {}
    again = stage.registered("--trigger", "eject", from_cd_rom=True)
    assert bus.get(again.physical_port, bus.MODEM, "SwitchAttempts") == 1


@at_leisure
def test_connect_names_why_the_switch_failed(stage):
    mark = stage.bus.mark()
    port = stage.plug("--trigger", "never").physical_port
    stage.bus.state(port, "switching", MOMENT, since=mark)
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"})
    assert refusal.value.name == f"{bus.ERROR}SwitchFailed"
    assert "CD-ROM" in refusal.value.message


def test_the_second_family(stage):
    stick = stage.registered("--family", "mf626", from_cd_rom=True)
    port = stick.physical_port
    assert kernel.usb_id(port) == "19d2:0031"
    seen = bus.modem(port)[bus.MODEM]
    nodes = kernel.serial_ports(port)
    assert (seen["UsbId"], seen["Model"]) == ("19d2:0031", "MF626")
    assert dict(map(tuple, seen["Ports"]))[nodes[1]] == "at"
    assert dict(map(tuple, seen["Ports"]))[nodes[3]] == "data"


def test_two_sticks_at_once(stage):
    mark = stage.bus.mark()
    imeis = {0: "353812020111119", 1: "353812020222223"}
    sticks = [stage.plug("--imei", imei, port=number) for number, imei in imeis.items()]
    for stick in sticks:
        stage.bus.state(stick.physical_port, "registered", WHILE, since=mark)
    seen = {stick.port: bus.get(stick.physical_port, bus.MODEM, "EquipmentIdentifier") for stick in sticks}
    assert seen == imeis

    for stick in sticks:
        bus.connect(stick.physical_port, {"apn": "internet", "default-route": stick.port == 0})
    assert len(kernel.ppp_interfaces()) == 2
    sticks[0].unplug()
    stage.bus.removed(sticks[0].physical_port, MOMENT, since=mark)
    assert bus.get(sticks[1].physical_port, bus.MODEM, "State") == "connected"
