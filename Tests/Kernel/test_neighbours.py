"""usb_modeswitch and ModemManager are installed and run, as on any desktop. The stick is ours all the same, or theirs where a
person says so."""

import time

import bus
import kernel
import pytest
from leisure import at_leisure
from neighbours import PortWitness, masked, modem_manager, modems
from stage import WHILE
from stick import INTERNET
from test_udev import modeswitch_runs, properties
from timeline import run, until

TAKEOVER = "61-zte-modem-takeover.rules"
# ModemManager waits for all ports of a device, and probes each for up to ten seconds; emulated, it is slower.
PROBING = 30
# From the plug to a modem of ModemManager's.
THEIR_WAY = 150
# What it asks a port that it has not seen before.
# Not ATE0+CPMS?, with which we ask too.
THEIR_WORDS = ("+GCAP", "+CGMI;")


@pytest.fixture
def beside():
    with modem_manager():
        yield


def ejects(stick):
    """The logical units that were ejected, in order."""
    return [entry.what.rpartition("lun=")[2] for entry in stick.entries(lambda line: "eject received" in line)]


def test_the_stick_is_switched_once_and_by_us(beside, unlearnt, stage):
    began = time.monotonic()
    stick = stage.registered("--no-network", from_cd_rom=True)
    run("udevadm", "settle")
    assert modeswitch_runs(began) == []
    assert bus.get(stick.physical_port, bus.MODEM, "SwitchAttempts") == 1
    # One sequence: it goes off the bus in the middle of it, or after the second unit.
    assert ejects(stick) in (["0"], ["0", "1"])
    assert properties(stick.physical_port).get("ID_MM_DEVICE_IGNORE") == "1"


def test_nobody_else_opens_the_ports_and_the_call_works(beside, stage):
    witness = PortWitness()
    began = time.monotonic()
    stick = stage.registered()
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert witness.stop(after=began + PROBING) <= {"zte-modemd", "pppd"}
    assert modems() == []
    assert [entry.what for entry in stick.commands() if any(word in entry.what for word in THEIR_WORDS)] == []
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "connected"
    bus.disconnect(stick.physical_port)
    assert kernel.leftovers() == []


@at_leisure
def test_a_modem_manager_that_comes_later_leaves_the_stick_alone(stage):
    stick = stage.connected()
    witness = PortWitness()
    with modem_manager():
        assert witness.stop(after=time.monotonic() + PROBING) <= {"zte-modemd", "pppd"}
        assert modems() == []
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "connected"
    assert kernel.ping(INTERNET, "ppp0") is not None


@at_leisure
def test_masking_the_takeover_rules_gives_the_stick_to_the_others(beside, bare_stage):
    """The counterpart, without which the stories above would prove nothing."""
    stage = bare_stage
    with masked(TAKEOVER):
        began = time.monotonic()
        mark = stage.kernel.mark()
        stick = stage.plug()
        port = stick.physical_port
        stage.kernel.device_added(port, "19d2:0001", WHILE, since=mark)
        assert modeswitch_runs(began) != []
        until("a modem of ModemManager", modems, THEIR_WAY)
        assert "ID_MM_DEVICE_IGNORE" not in properties(port)
        stick.stop()
        until("no modem of ModemManager", lambda: modems() == [], WHILE)
    # With the rules back, so is the stick.
    stage.daemon.start()
    again = stage.registered("--no-network", port=1)
    assert properties(again.physical_port).get("ID_MM_DEVICE_IGNORE") == "1"
    assert bus.get(again.physical_port, bus.MODEM, "State") == "registered"
    stage.daemon.stop()
