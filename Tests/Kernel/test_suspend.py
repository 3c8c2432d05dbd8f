"""The machine sleeps and wakes, with a stick in it, under the real logind."""

import bus
import kernel
import pytest
import sleeping
from leisure import at_leisure
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import run, until


@pytest.fixture
def logind():
    with sleeping.logind():
        yield


@pytest.fixture
def restful(logind, stage):
    """A stage whose machine can sleep, and the service knows that it can."""
    sleeping.inhibited()
    return stage


def awake(stage, port, mark, limit=WHILE):
    return stage.bus.state(port, "registered", limit, since=mark)


def test_the_service_delays_sleep(restful):
    assert sleeping.inhibitors() == ["sleep delay"]


def test_a_call_is_over_before_the_machine_sleeps_and_comes_up_again_after(restful):
    stage = restful
    stick = stage.connected()
    port = stick.physical_port
    sleeping.on_falling_asleep()
    mark = stage.bus.mark()
    assert sleeping.sleep()
    assert sleeping.seen_asleep() == [], "nothing of a call and no port is left"
    asleep = stage.bus.state(port, "disabled", MOMENT, since=mark)
    assert bus.get(port, bus.CONNECTION, "LastError")[0] == f"{bus.ERROR}Aborted"
    again = awake(stage, port, mark)
    print(f"asleep for {again.time - asleep.time:.1f} s")
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert sleeping.inhibited() == ["sleep delay"]


def test_a_stick_that_loses_its_power_is_switched_again(restful):
    stage = restful
    stick = stage.registered("--no-network", from_cd_rom=True)
    port = stick.physical_port
    sleeping.on_falling_asleep(stick.control_command("reboot"))
    mark = stage.bus.mark()
    sleeping.sleep()
    assert sleeping.seen_asleep() == []
    awake(stage, port, mark)
    assert bus.get(port, bus.MODEM, "SwitchAttempts") == 1
    assert kernel.usb_id(port) == "19d2:0001"


@at_leisure
def test_a_stick_pulled_out_meanwhile_is_gone(restful):
    stage = restful
    stick = stage.registered("--no-network")
    sleeping.on_falling_asleep(stick.control_command("unplug"))
    mark = stage.bus.mark()
    sleeping.sleep()
    stage.bus.removed(stick.physical_port, MOMENT, since=mark)
    assert kernel.open_serial_ports(stage.daemon.pid) == []
    mark = stage.bus.mark()
    stick.plug()
    awake(stage, stick.physical_port, mark)


@at_leisure
def test_a_machine_that_cannot_sleep_after_all_goes_on(restful):
    """The virtual controller has a connection, and refuses."""
    stage = restful
    stick = stage.connected()
    port = stick.physical_port
    sleeping.LEVEL.write_text("devices")
    mark = stage.bus.mark()
    assert not sleeping.sleep()
    stage.bus.state(port, "disabled", MOMENT, since=mark)
    awake(stage, port, mark)
    bus.connect(port, {"apn": "internet"})
    assert kernel.leftovers() != []


@at_leisure
def test_a_new_logind_is_asked_for_a_lock_of_its_own(restful):
    stage = restful
    stick = stage.registered("--no-network")
    mark = stage.bus.mark()
    assert run("systemctl", "restart", "systemd-logind.service").returncode == 0
    sleeping.inhibited()
    assert stage.bus.states(stick.physical_port, since=mark) == []
    sleeping.sleep()
    awake(stage, stick.physical_port, mark)


def test_without_logind_the_machine_sleeps_and_the_stick_is_there_after(bare_stage):
    stage = bare_stage
    stage.daemon.start()
    stick = stage.registered("--no-network")
    mark = stage.bus.mark()
    before = sleeping.LEVEL.read_text().split("[")[1].split("]")[0]
    sleeping.LEVEL.write_text("freezer")
    try:
        run("sh", "-c", "echo freeze >/sys/power/state", limit=sleeping.NIGHT)
    finally:
        sleeping.LEVEL.write_text(before)
    until("an answer of the stick", lambda: bus.modem(stick.physical_port).get(bus.NETWORK), MOMENT)
    assert stage.bus.states(stick.physical_port, since=mark) == []
    said = [line for line in stage.daemon.log(0) if "calls are not ended before the machine sleeps" in line]
    assert said, "it is said that there is none"
