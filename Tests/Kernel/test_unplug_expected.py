"""The stick is pulled out while it is expected to be away: as long as it might come back its object stays, and it says
why when it goes. All of them wait at the same time, because they wait long."""

import time

import bus
import kernel
import pytest
from departures import SEVERAL, UNPLUGS, Scene, pending, pull_out
from footprint import Ledger
from hiding import no_drivers
from leisure import at_leisure
from timeline import until

CD_ROM = "19d2:2000"

# A stick that was told to turn has 40 s to come back, and 45 s for the whole switch, which may end earlier. The rest is
# the emulated CPU, on which ten sticks do the same at the same time.
EARLIEST, LATEST = 34, 47

AT_ONCE = 10
BARE = ("--no-network", "--delay-register", "0.1")


def a_cd_rom(stage, stick, mark):
    """The kernel has just seen it. Whether the daemon has is left to chance."""
    until("the CD-ROM in its socket", lambda: kernel.usb_id(stick.physical_port) == CD_ROM, SEVERAL)


def asking(stage, stick, method, *arguments):
    """One of five sticks has a caller: ten at once would take longer to start than the states last."""
    return pending(stage, stick, method, *arguments) if stick.port % 5 == 0 else None


def being_switched(stage, stick, mark):
    stage.bus.state(stick.physical_port, "switching", SEVERAL, since=mark)
    return asking(stage, stick, "Switch", {})


def off_the_bus(stage, stick, mark):
    """It has left as it should, and then it is pulled out."""
    log = stick.mark()
    call = being_switched(stage, stick, mark)
    stick.heard("off the bus", SEVERAL, since=log)
    return call


def settling(stage, stick, mark):
    stage.bus.state(stick.physical_port, "settling", SEVERAL, since=mark)
    return asking(stage, stick, "Connect", {"apn": "internet"})


SCENES = [
    Scene("storage", (*BARE, "--trigger", "never"), a_cd_rom),
    Scene("switching", (*BARE, "--trigger", "never"), being_switched),
    Scene("off the bus", (*BARE, "--delay-off-bus", "600"), off_the_bus),
    Scene("settling", (*BARE, "--as-modem"), settling),
]
# Each scene has a virtual controller, whose buses are 1, 3, 5 and 7. On the last one no driver takes any interface, so
# that no port appears.
LONELY_BUS = 7


@pytest.fixture(scope="module")
def departures(guest):
    """{scene: departures}, all of them long over, and the daemon's books before them."""
    guest.daemon.stop()
    guest.daemon.start()
    guest.registered("--no-network", from_cd_rom=True)
    guest.unplug_all()
    sticks = {scene.name: guest.unplugged(*scene.options, ports=range(15 * hub, 15 * hub + min(AT_ONCE, UNPLUGS)))
              for hub, scene in enumerate(SCENES)}
    ledger = Ledger(guest.daemon)
    seen = {scene.name: [] for scene in SCENES}
    with no_drivers(LONELY_BUS):
        for _ in range(0, UNPLUGS, AT_ONCE):
            for scene in SCENES:
                seen[scene.name] += pull_out(guest, scene, sticks[scene.name])
            last = max(departure.left for some in seen.values() for departure in some)
            time.sleep(max(0.0, last + LATEST - time.monotonic()))
    yield seen, ledger
    guest.unplug_all()


def stayed(guest, departure):
    """Seconds the object outlived its stick; None if it still lives."""
    path = bus.modem_path(departure.port)
    gone = guest.bus.entries(
        lambda signal: signal["member"] == "InterfacesRemoved" and signal["data"][0] == path
        and bus.MODEM in signal["data"][1], departure.plugged)
    return gone[0].time - departure.left if gone else None


def ends(guest, departure):
    """[(state, reason)] the object went through since the stick was pulled out."""
    path = bus.modem_path(departure.port)
    return [tuple(entry.what["data"][1:]) for entry in guest.bus.entries(
        lambda signal: signal["path"] == path and signal["member"] == "StateChanged", departure.pulled)]


@at_leisure
@pytest.mark.parametrize("scene", ["switching", "off the bus"])
def test_while_it_is_switched_the_object_waits_and_says_that_it_did_not_return(guest, departures, scene):
    seen, _ = departures
    assert len(seen[scene]) >= UNPLUGS
    for departure in seen[scene]:
        assert EARLIEST < stayed(guest, departure) < LATEST
        assert ends(guest, departure)[:1] == [("failed", "switch-no-return")]
        assert departure.refusal() == (departure.call and f"{bus.ERROR}SwitchFailed")


@at_leisure
def test_while_it_settles_the_object_waits(guest, departures):
    seen, _ = departures
    for departure in seen["settling"]:
        assert EARLIEST < stayed(guest, departure) < LATEST
        assert departure.refusal() == (departure.call and f"{bus.ERROR}DeviceGone")


@at_leisure
def test_as_a_cd_rom_it_is_gone_at_the_latest_then(guest, departures):
    seen, _ = departures
    for departure in seen["storage"]:
        assert bus.modem(departure.port) == {}
        assert (stayed(guest, departure) or 0) < LATEST


@at_leisure
def test_nothing_is_left_of_them(departures):
    _, ledger = departures
    ledger.balance()
