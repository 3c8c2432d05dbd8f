"""What the daemon learns of a stick: how it is switched, and that it is of no use."""

import pathlib
import stat

import bus
import kernel
from leisure import at_leisure
from stage import MOMENT, WHILE
from timeline import until

STATE = pathlib.Path("/var/lib/zte-modem/state.db")
STUBBORN = ("--trigger", "driver-release")


def switched(stage, port):
    seen = bus.modem(port)[bus.MODEM]
    return seen["SwitchMethod"], seen["SwitchAttempts"]


def test_what_worked_is_tried_first_also_after_a_restart(unlearnt, stage):
    port = stage.registered(*STUBBORN, from_cd_rom=True).physical_port
    assert switched(stage, port) == ("driver-release", 2)
    stage.unplug_all()
    stage.daemon.stop()
    assert stat.S_IMODE(STATE.stat().st_mode) == 0o600
    stage.daemon.start()
    stage.registered(*STUBBORN, from_cd_rom=True)
    assert switched(stage, port) == ("driver-release", 1)


def test_a_memory_that_is_damaged_is_put_aside(unlearnt, stage):
    stage.daemon.stop()
    STATE.write_text("no database at all " * 100)
    stage.daemon.start()
    port = stage.registered("--trigger", "eject", from_cd_rom=True).physical_port
    assert switched(stage, port) == ("eject", 1)
    assert STATE.with_name("state.db.bad").exists()


# A modem without a word, so that it is of no use however late it is pulled out.
OF_NO_USE = ("--trigger", "eject", "--fault", "hung")


def fall_back(stage, stick, mark):
    """The stick becomes a modem, and leaves before it is of any use."""
    stage.bus.state(stick.physical_port, "settling", WHILE, since=mark)
    mark = stage.bus.mark()
    stick.unplug()
    until("an empty port", lambda: kernel.usb_id(stick.physical_port) is None, MOMENT)
    stick.plug()
    return mark


def test_one_that_keeps_falling_back_is_left_alone_until_somebody_acts(unlearnt, stage):
    mark = stage.bus.mark()
    stick = stage.plug(*OF_NO_USE)
    port = stick.physical_port
    for _ in range(3):
        mark = fall_back(stage, stick, mark)
    stage.bus.state(port, "failed", WHILE, since=mark)
    left = bus.modem(port)[bus.MODEM]
    assert left["StateReason"] == "switch-bouncing"
    assert "three times" in left["StateMessage"]
    assert kernel.usb_id(port) == "19d2:2000"
    assert kernel.interface_drivers(port) == {0: "usb-storage"}

    mark = stage.bus.mark()
    bus.call(bus.modem_path(port), f"{bus.MODEM}.Switch", {})
    stage.bus.state(port, "settling", WHILE, since=mark)
    assert kernel.usb_id(port) == "19d2:0001"


@at_leisure
def test_pulling_it_out_is_acting(unlearnt, stage):
    mark = stage.bus.mark()
    stick = stage.plug(*OF_NO_USE)
    for _ in range(3):
        mark = fall_back(stage, stick, mark)
    stage.bus.state(stick.physical_port, "failed", WHILE, since=mark)
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(stick.physical_port, MOMENT, since=mark)
    stick.plug()
    stage.bus.state(stick.physical_port, "settling", WHILE, since=mark)
