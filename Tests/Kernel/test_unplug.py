"""The stick is pulled out in every state in which nobody expects it: its object goes at once, and takes everything
with it. Many times over, several sticks at once."""

import bus
import kernel
import pytest
from departures import SEVERAL, UNPLUGS, Scene, in_state, pending, pull_out, rounds, wanted_in_state
from footprint import Ledger
from leisure import most_at_leisure
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET
from timeline import until

# How long the object of a stick that is gone may stay. It has a second; the rest is the emulated CPU, which several
# sticks share that leave at the same time.
GONE = 5

AT_ONCE = 5


def connecting(stage, stick, mark):
    stage.bus.state(stick.physical_port, "registered", SEVERAL, since=mark)
    call = pending(stage, stick, "Connect", {"apn": "internet"})
    stage.bus.state(stick.physical_port, "connecting", MOMENT, since=mark)
    return call


def connected(stage, stick, mark):
    stage.bus.state(stick.physical_port, "registered", SEVERAL, since=mark)
    bus.connect(stick.physical_port, {"apn": "internet", "default-route": False})


def disconnecting(stage, stick, mark):
    """pppd says good-bye to a network that does not answer, which takes it some seconds."""
    connected(stage, stick, mark)
    stick.control("stall-ppp", "on")
    call = pending(stage, stick, "Disconnect")
    stage.bus.state(stick.physical_port, "disconnecting", MOMENT, since=mark)
    stick.control("stall-ppp", "off")
    return call


SCENES = [
    Scene("probing", (*QUICK, "--no-network", "--fault", "hung"), wanted_in_state("probing")),
    Scene("locked", (*QUICK, "--no-network", "--pin", "4711"), in_state("locked")),
    Scene("enabling", (*QUICK, "--no-network", "--deaf-to", "AT+CPIN?"), wanted_in_state("enabling")),
    Scene("searching", (*QUICK, "--no-network", "--delay-register", "60"), wanted_in_state("searching")),
    Scene("registered", (*QUICK, "--no-network"), in_state("registered")),
    Scene("connecting", (*QUICK, "--no-network", "--delay-dial", "60"), connecting),
    Scene("connected", QUICK, connected),
    Scene("disconnecting", QUICK, disconnecting),
    Scene("failed", (*QUICK, "--no-network", "--no-sim"), in_state("failed")),
]

# What somebody who waits for an answer may hear. Without its stick a call ends, which may be sooner than the stick goes:
# then the caller of Disconnect has what he wanted.
GONE_TOO = {f"{bus.ERROR}DeviceGone"}
ANSWERS = {
    "probing": GONE_TOO, "enabling": GONE_TOO, "searching": GONE_TOO, "connecting": GONE_TOO,
    "disconnecting": {*GONE_TOO, None},
}


@pytest.fixture(scope="module", autouse=True)
def seen_one_before(guest):
    """What the daemon makes once and keeps does not count."""
    guest.daemon.stop()
    guest.daemon.start()
    guest.connected()
    guest.unplug_all()


@pytest.mark.parametrize("scene", most_at_leisure(SCENES, "registered", "connecting", "connected"), ids=str)
def test_pulled_out_it_is_gone(stage, scene):
    sticks = stage.unplugged(*scene.options, ports=range(min(AT_ONCE, UNPLUGS)))
    ledger = Ledger(stage.daemon)
    for some in rounds(sticks):
        for departure in pull_out(stage, scene, some):
            gone = stage.bus.removed(departure.port, MOMENT, since=departure.pulled)
            assert gone.time - departure.left < GONE
            assert departure.refusal() in ANSWERS.get(scene.name, {None})
        until("nothing left of the calls", lambda: kernel.leftovers() == [], MOMENT)
    ledger.balance()


def test_replugged_it_connects_again(stage):
    stick = stage.connected(from_cd_rom=True)
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    mark = stage.bus.mark()
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=mark)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
