"""Both ways of the switch, asked for: from modem to CD-ROM and back, and CD-ROMs that are left what they are."""

import pathlib
import re

import bus
import kernel
import pytest
from daemon import AS_ROOT, client
from leisure import at_leisure
from stage import MOMENT, WHILE
from timeline import run

CONFIGURATION = pathlib.Path("/etc/zte-modem/zte-modem.conf")
CD_ROM, MF622 = "19d2:2000", "19d2:0001"
# All that the way back may take, on an emulated CPU.
LONG = 120


def switch(port, **options):
    options = {name.replace("_", "-"): value for name, value in options.items()}
    return bus.call(bus.modem_path(port), f"{bus.MODEM}.Switch", options, limit=LONG)


def seen(port):
    return bus.modem(port)[bus.MODEM]


def is_left_a_cd_rom(stage, port, reason, since):
    """The kernel has looked at the disc, and nobody else has touched it."""
    stage.kernel.node_added("block", "sr[0-9]+", port, WHILE, since=since)
    assert kernel.interface_drivers(port) == {0: "usb-storage"}
    stick = seen(port)
    assert (stick["State"], stick["StateReason"], stick["Mode"], stick["UsbId"]) == ("storage", reason, "storage", CD_ROM)


@pytest.fixture
def by_hand(guest):
    """The configuration says that no stick is switched by itself."""
    before = CONFIGURATION.read_text(encoding="utf-8")
    guest.daemon.stop()
    CONFIGURATION.write_text(before.replace("auto-switch = yes", "auto-switch = no"), encoding="utf-8")
    yield
    guest.unplug_all()
    guest.daemon.stop()
    CONFIGURATION.write_text(before, encoding="utf-8")


@pytest.fixture
def free_attributes(guest):
    """The service is root and its unit lets it write to sysfs, which the shipped ones do not."""
    with guest.daemon.drop_in("free-attributes", AS_ROOT.read_text(encoding="utf-8") + "ProtectKernelTunables=no\n"):
        yield
        guest.unplug_all()


@pytest.fixture
def mounted():
    """Where a disc is mounted, for as long as the story lasts."""
    place = pathlib.Path("/mnt/zte disc")
    place.mkdir(parents=True, exist_ok=True)
    yield place
    run("umount", "--lazy", str(place))


# --- There and back ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("options", [(), pytest.param(("--reset-returns", "modem"), marks=at_leisure)], ids=["by a reset", "by its configuration"])
def test_a_modem_becomes_a_cd_rom_and_a_modem_again(stage, options):
    stick = stage.registered(*options, from_cd_rom=True)
    port = stick.physical_port
    mark, signals, log = stage.kernel.mark(), stage.bus.mark(), stick.mark()
    switch(port, target="storage")
    is_left_a_cd_rom(stage, port, "requested", mark)
    gone = stage.bus.entries(
        lambda signal: signal["member"] == "InterfacesRemoved" and bus.MODEM in signal["data"][1], since=signals)
    assert gone == [], "an expected departure: the object stays"
    assert stage.bus.states(port, since=signals) == ["switching", "storage"]

    assert not [entry for entry in stick.entries(since=log) if "eject" in entry.what], "it is not switched by itself"
    signals = stage.bus.mark()
    switch(port)
    assert kernel.usb_id(port) == MF622
    stage.bus.state(port, "registered", WHILE, since=signals)

    # A replug is a new beginning.
    switch(port, target="storage")
    signals = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=signals)
    signals = stage.bus.mark()
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=signals)


@at_leisure
def test_its_permission_is_taken_away_and_given_back(free_attributes, stage):
    # It leaves late: by then it is authorised again, which the kernel says.
    port = stage.registered("--reset-returns", "modem", "--delay-leave", "2", from_cd_rom=True).physical_port
    mark = stage.kernel.mark()
    switch(port, target="storage")
    is_left_a_cd_rom(stage, port, "requested", mark)
    assert f"usb {port}: authorized to connect" in run("dmesg").stdout


def test_a_call_wants_to_be_ended_first(stage):
    port = stage.connected().physical_port
    with pytest.raises(bus.BusError) as refusal:
        switch(port, target="storage")
    assert refusal.value.name == f"{bus.ERROR}WrongState"
    assert bus.get(port, bus.MODEM, "State") == "connected"


def test_without_a_way_back_it_goes_on_as_a_modem(stage):
    # Its CD-ROM is turned off: whatever makes it start over makes a modem of it.
    stick = stage.registered()
    port = stick.physical_port
    mark = stage.bus.mark()
    with pytest.raises(bus.BusError) as refusal:
        switch(port, target="storage")
    assert refusal.value.name == f"{bus.ERROR}SwitchFailed"
    assert "way back" in refusal.value.message
    assert stick.entries(lambda line: "port reset" in line)
    stage.bus.state(port, "registered", WHILE, since=mark)


# --- The permanent change ---------------------------------------------------------------------------------------------

def test_a_cd_rom_that_is_turned_off_is_not_seen_again_until_it_is_turned_on(stage):
    stick = stage.registered(from_cd_rom=True)
    port = stick.physical_port
    switch(port, cd_rom="off")
    assert bus.get(port, bus.MODEM, "State") == "registered"

    def replugged():
        signals, events = stage.bus.mark(), stage.kernel.mark()
        stick.unplug()
        stage.bus.removed(port, MOMENT, since=signals)
        signals = stage.bus.mark()
        stick.plug()
        stage.bus.state(port, "registered", WHILE, since=signals)
        return [entry.what.usb_id for entry in stage.kernel.entries(
            lambda event: event.is_("add", "usb", re.escape(port)), since=events)]

    assert replugged() == [MF622]
    switch(port, cd_rom="on")
    assert replugged() == [CD_ROM, MF622]


# --- Left a CD-ROM ----------------------------------------------------------------------------------------------------

def test_a_cd_rom_is_left_one_and_a_mounted_one_is_not_pulled_away(by_hand, stage, mounted):
    mark = stage.kernel.mark()
    port = stage.plug().physical_port
    disc = stage.kernel.node_added("block", "sr[0-9]+", port, WHILE, since=mark).what.name
    is_left_a_cd_rom(stage, port, "auto-switch-off", mark)

    answer = run("mount", "-o", "ro", f"/dev/{disc}", str(mounted))
    assert answer.returncode == 0, answer.stderr
    for ask in (lambda: switch(port), lambda: bus.connect(port, {"apn": "internet"})):
        with pytest.raises(bus.BusError) as refusal:
            ask()
        assert refusal.value.name == f"{bus.ERROR}Mounted"
        assert str(mounted) in refusal.value.message
    assert seen(port)["State"] == "storage"

    signals = stage.bus.mark()
    switch(port, force=True)
    stage.bus.state(port, "registered", WHILE, since=signals)


def test_the_method_that_was_asked_for_is_the_only_one(by_hand, unlearnt, stage):
    mark = stage.kernel.mark()
    stick = stage.plug("--trigger", "driver-release")
    port = stick.physical_port
    is_left_a_cd_rom(stage, port, "auto-switch-off", mark)
    log = stick.mark()
    switch(port, method="driver-release")
    assert (seen(port)["SwitchMethod"], seen(port)["SwitchAttempts"]) == ("driver-release", 1)
    assert not [entry for entry in stick.entries(since=log) if "eject" in entry.what]


@at_leisure
def test_the_client_goes_both_ways(stage):
    port = stage.registered(from_cd_rom=True).physical_port
    there = client("switch", port, "--to", "storage")
    assert (there["Modem"]["State"], there["Modem"]["UsbId"]) == ("storage", CD_ROM)
    back = client("switch", port)
    assert back["Modem"]["UsbId"] == MF622
