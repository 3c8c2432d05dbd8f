"""Sticks that were there before the daemon."""

import bus
import kernel
from stage import MOMENT, WHILE
from timeline import run, until


def test_a_stick_that_is_still_a_cd_rom(bare_stage):
    stage = bare_stage
    port = stage.plug().physical_port
    stage.kernel.node_added("block", "sr[0-9]+", port, MOMENT)
    run("udevadm", "settle")
    mark = stage.bus.mark()
    stage.daemon.start()
    assert bus.modem(port), "ready has to mean that the sticks present are known"
    stage.bus.state(port, "registered", WHILE, since=mark)
    assert kernel.usb_id(port) == "19d2:0001"


def test_a_stick_that_is_a_modem_already(stage):
    port = stage.registered().physical_port
    stage.daemon.stop()
    assert kernel.usb_id(port) == "19d2:0001"
    mark = stage.bus.mark()
    stage.daemon.start()
    stage.bus.state(port, "registered", WHILE, since=mark)
    assert "switching" not in stage.bus.states(port, since=mark)


def test_scanning_finds_nothing_new(stage):
    port = stage.registered().physical_port
    mark = stage.bus.mark()
    bus.call(bus.ROOT, "org.ztemodem1.Manager.ScanDevices")
    until("the stick still registered", lambda: bus.get(port, bus.MODEM, "State") == "registered", MOMENT)
    assert stage.bus.states(port, since=mark) == []
