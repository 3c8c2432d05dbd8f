"""The daemon is stopped, or killed, while sticks are in every state there is: one in each, all at the same time."""

import concurrent.futures
import os
import signal
import time

import bus
import kernel
import pytest
from departures import SEVERAL, pending
from hiding import no_drivers
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET, VirtualStick
from timeline import until

BARE = (*QUICK, "--no-network")

# What keeps a stick in a state; those of the second group stay there for some seconds only.
LASTING = {
    "locked": (*BARE, "--pin", "4711"),
    "searching": (*BARE, "--delay-register", "600"),
    "registered": BARE,
    "connecting": (*BARE, "--delay-dial", "60"),
    "connected": QUICK,
    "disconnecting": QUICK,
    "failed": (*BARE, "--no-sim"),
}
PASSING = {
    "switching": ("--no-network", "--trigger", "never"),
    "probing": (*BARE, "--fault", "hung"),
    "enabling": (*BARE, "--deaf-to", "AT+CPIN?"),
}
BRIEF = {"settling": BARE}
# The one that settles has a bus of its own, whose devices get no drivers meanwhile.
SOCKETS = {state: 15 if state == "settling" else number for number, state in enumerate([*LASTING, *PASSING, *BRIEF])}
LONELY_BUS = 3

# Where a new daemon finds them, or takes them, without anybody's doing.
LATER = {
    "locked": {"locked"}, "searching": {"searching"}, "registered": {"registered"}, "connecting": {"registered"},
    "connected": {"registered"}, "disconnecting": {"registered"}, "failed": {"failed"},
    "switching": {"failed"}, "settling": {"failed"}, "probing": {"failed"},
    "enabling": {"enabling", "failed"},
}


def now(stick):
    return bus.modem(stick.physical_port).get(bus.MODEM, {}).get("State")


def enter(stage, sticks, state):
    """Brings the stick into its state, and returns the call that is under way there."""
    stick, mark = sticks[state], stage.bus.mark()
    stick.plug()
    if state in ("connecting", "connected", "disconnecting"):
        stage.bus.state(stick.physical_port, "registered", SEVERAL, since=mark)
    if state == "connecting":
        call = pending(stage, stick, "Connect", {"apn": "internet"})
    elif state in ("connected", "disconnecting"):
        bus.connect(stick.physical_port, {"apn": "internet", "default-route": False})
        return None
    else:
        call = None
    stage.bus.state(stick.physical_port, state, SEVERAL, since=mark)
    return call


def hang_up(stage, stick):
    """pppd says good-bye to a network that does not answer, which takes it some seconds."""
    stick.control("stall-ppp", "on")
    pending(stage, stick, "Disconnect")


@pytest.fixture
def everywhere(stage):
    """{state: its stick}, with the daemon in all of the states."""
    options = {**LASTING, **PASSING, **BRIEF}
    sticks = {state: VirtualStick("--unplugged", *options[state], port=SOCKETS[state]) for state in options}
    stage.sticks += sticks.values()
    for stick in sticks.values():
        stick.ready()
    with no_drivers(LONELY_BUS), concurrent.futures.ThreadPoolExecutor(len(sticks)) as people:
        for group in (LASTING, PASSING):
            list(people.map(lambda state: enter(stage, sticks, state), group))
        people.submit(hang_up, stage, sticks["disconnecting"])
        enter(stage, sticks, "settling")
        until("the call ending", lambda: now(sticks["disconnecting"]) == "disconnecting", MOMENT)
        assert {state: now(stick) for state, stick in sticks.items()} == {state: state for state in sticks}
        yield sticks


def all_well(stage, sticks):
    """A daemon that knows nothing of the last one has every stick where it belongs, and can use it."""
    sticks["disconnecting"].control("stall-ppp", "off")
    until("nothing left of the calls", lambda: kernel.leftovers() == [], MOMENT)
    until("every stick where it belongs",
          lambda: all(now(stick) in LATER[state] for state, stick in sticks.items()), SEVERAL, every=0.5)
    for state in ("connected", "disconnecting"):
        port = sticks[state].physical_port
        bus.connect(port, {"apn": "internet", "default-route": False})
        assert kernel.ping(INTERNET, bus.modem(port)[bus.CONNECTION]["Interface"]) is not None
        bus.disconnect(port)
    assert kernel.leftovers() == []


def test_stopped_it_leaves_nothing_and_the_next_one_finds_everything(stage, everywhere):
    began = time.monotonic()
    stage.daemon.stop()
    assert time.monotonic() - began < 10
    assert stage.daemon.result == "success"
    assert kernel.leftovers() == []
    stage.daemon.start()
    all_well(stage, everywhere)


def test_killed_it_leaves_nothing_and_the_next_one_finds_everything(stage, everywhere):
    victim = stage.daemon.pid
    os.kill(victim, signal.SIGKILL)
    until("pppd gone with the daemon", lambda: kernel.processes("pppd") == [], MOMENT)
    until("another daemon", lambda: stage.daemon.pid not in (None, victim), WHILE)
    all_well(stage, everywhere)


def test_stopped_in_a_switch_it_gives_the_cd_rom_back(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--no-network", "--trigger", "never")
    stage.bus.state(stick.physical_port, "switching", WHILE, since=mark)
    stick.heard("eject received", WHILE)
    stage.daemon.stop()
    until("the kernel's driver back", lambda: kernel.interface_drivers(stick.physical_port) == {0: "usb-storage"}, MOMENT)
