"""The stick leaves the bus on its own: its firmware starts over, or the switch takes a way nobody wanted."""

import bus
import kernel
import pytest
from leisure import at_leisure
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import until

# It has to come back within 40 s. Longer is longer even for an emulated CPU that is late.
IN_TIME, TOO_LATE = 30, 48


def test_a_modem_that_reboots_itself_is_switched_again_and_registers(stage):
    stick = stage.registered(from_cd_rom=True)
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.control("reboot")
    # Nobody told it to: what was known of it is void at once, not in 40 s.
    stage.bus.removed(port, MOMENT, since=mark)
    stage.bus.state(port, "registered", WHILE, since=mark)
    assert bus.get(port, bus.MODEM, "SwitchAttempts") == 1


def test_one_that_reboots_in_a_call_leaves_nothing_of_it(stage):
    stick = stage.connected()
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.control("reboot")
    stage.bus.removed(port, MOMENT, since=mark)
    # Between the end of the call and the removal it may have been registered for a moment.
    mark = stage.bus.mark()
    until("nothing left of the call", lambda: kernel.leftovers() == [], MOMENT)
    stage.bus.state(port, "registered", WHILE, since=mark)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None


@at_leisure
def test_one_that_reboots_while_it_is_dialled_says_that_it_is_gone(stage):
    stick = stage.registered("--no-network", "--delay-dial", "60")
    port = stick.physical_port
    mark, log = stage.bus.mark(), stick.mark()
    pending = bus.PendingCall(bus.modem_path(port), f"{bus.MODEM}.Connect", {"apn": "internet"})
    stick.heard("< ATD", MOMENT, since=log)
    stick.control("reboot")
    with pytest.raises(bus.BusError) as refusal:
        pending.result(MOMENT)
    assert refusal.value.name == f"{bus.ERROR}DeviceGone"
    stage.bus.state(port, "registered", WHILE, since=mark)


def test_a_switch_that_ends_in_the_cd_rom_is_tried_again(stage):
    mark = stage.bus.mark()
    port = stage.registered("--bounce", "--no-network", from_cd_rom=True).physical_port
    assert bus.get(port, bus.MODEM, "SwitchAttempts") == 2
    assert kernel.usb_id(port) == "19d2:0001"
    gone = stage.bus.entries(lambda signal: signal["member"] == "InterfacesRemoved"
                             and signal["data"][0] == bus.modem_path(port), since=mark)
    assert gone == []


@at_leisure
def test_a_stick_that_is_away_for_half_a_minute_is_waited_for_and_a_later_one_is_a_new_one(stage):
    mark = stage.bus.mark()
    patient = stage.plug("--no-network", "--delay-off-bus", str(IN_TIME), port=0)
    late = stage.plug("--no-network", "--delay-off-bus", str(TOO_LATE), port=1)
    stage.bus.state(patient.physical_port, "registered", IN_TIME + WHILE, since=mark)
    gone = [entry.what["data"][0] for entry in stage.bus.entries(
        lambda signal: signal["member"] == "InterfacesRemoved" and bus.MODEM in signal["data"][1], since=mark)]
    assert bus.modem_path(patient.physical_port) not in gone

    removed = stage.bus.removed(late.physical_port, TOO_LATE, since=mark)
    ends = [entry.what["data"][2] for entry in stage.bus.entries(
        lambda signal: signal["path"] == bus.modem_path(late.physical_port) and signal["member"] == "StateChanged"
        and signal["data"][1] == "failed", since=mark)]
    assert ends == ["switch-no-return"]
    left = late.heard("off the bus", MOMENT)
    assert removed.time - left.time < TOO_LATE
    stage.bus.state(late.physical_port, "registered", WHILE, since=mark)
