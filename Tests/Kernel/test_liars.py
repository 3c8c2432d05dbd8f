"""Devices that say they are ZTE sticks, and are not what one expects: nothing happens to anybody else."""

import bus
import kernel
import pytest
from leisure import at_leisure, most_at_leisure
from pulse import Pulse, in_time
from stage import MOMENT, WHILE
from timeline import run, until

# A whole switch, with every attempt: 45 s.
SWITCH = 60


@pytest.fixture
def witness(stage):
    """Another stick, which has to be answered for in time until the end of the story."""
    stick = stage.registered("--no-network", port=14)
    pulse = Pulse(bus.modem_path(stick.physical_port))
    pid = stage.daemon.pid
    undisturbed = pulse.undisturbed()
    mark = pulse.mark()
    try:
        yield stick
        assert stage.daemon.pid == pid
        assert in_time(undisturbed, pulse.worst(mark))
        assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"
    finally:
        pulse.stop()


@pytest.mark.parametrize("fault", most_at_leisure(["wrong-count", "long-strings", "broken-strings"], "broken-strings"))
def test_what_a_stick_says_of_itself_keeps_it_from_nothing(stage, fault, witness):
    port = stage.registered("--fault", fault, "--no-network", from_cd_rom=True).physical_port
    assert kernel.usb_id(port) == "19d2:0001"
    seen = bus.modem(port)[bus.MODEM]
    assert (seen["UsbId"], seen["Model"]) == ("19d2:0001", "MF622")


@pytest.mark.parametrize("fault, options, usb_id", [
    # Ports that nothing can be written to.
    ("no-endpoints", ("--as-modem",), "19d2:0001"),
    # Ports that say they are discs; the kernel's usb-storage takes them.
    ("wrong-class", ("--as-modem",), "19d2:0001"),
    # A disc that nothing can be written to, and one that says it is none.
    ("no-endpoints", (), "19d2:2000"),
    ("wrong-class", (), "19d2:2000"),
])
def test_what_has_the_id_and_not_the_shape_is_not_spoken_to(stage, fault, options, usb_id, witness):
    mark, signals = stage.kernel.mark(), stage.bus.mark()
    stick = stage.plug(*options, "--fault", fault, "--no-network")
    port = stick.physical_port
    stage.kernel.device_added(port, usb_id, MOMENT, since=mark)
    run("udevadm", "settle")
    bus.call(bus.ROOT, "org.ztemodem1.Manager.ScanDevices")
    assert bus.modem(port).get(bus.MODEM, {}).get("State") in (None, "failed")
    assert [state for state in stage.bus.states(port, since=signals) if state != "failed"] == []
    assert stick.commands() == []
    assert stick.entries(lambda line: "eject" in line) == []
    # The kernel's driver, which asks ports for their capacity, takes long to believe that they are gone.
    stick.unplug()
    until("its socket empty", lambda: kernel.usb_id(port) is None, WHILE)


def test_a_disc_that_lies_about_its_commands_is_switched_all_the_same(stage, witness):
    port = stage.registered("--fault", "lying-storage", "--no-network", from_cd_rom=True).physical_port
    assert bus.get(port, bus.MODEM, "SwitchMethod") == "eject"


@at_leisure
def test_discs_that_answer_or_take_nothing_are_given_up(stage, witness):
    """At the same time, because each of them takes its whole time."""
    mark = stage.bus.mark()
    faults = ["silent-storage", "clogged-storage"]
    sticks = [stage.plug("--fault", fault, "--no-network", port=number) for number, fault in enumerate(faults)]
    for stick in sticks:
        stage.bus.state(stick.physical_port, "failed", SWITCH, since=mark)
        seen = bus.modem(stick.physical_port)[bus.MODEM]
        assert seen["StateReason"] == "switch-ignored"
        assert seen["StateMessage"]
    # Pulled out, each is gone at once, whatever still waits for an answer.
    for stick in sticks:
        mark = stage.bus.mark()
        stick.unplug()
        stage.bus.removed(stick.physical_port, MOMENT, since=mark)
