"""The daemon is stopped, or killed, in every state a stick can be in: nothing is left but a call that nobody ended, and the next
one takes over."""

import concurrent.futures
import os
import signal
import time

import bus
import kernel
import pytest
from departures import SEVERAL, pending
from hiding import no_drivers
from leisure import at_leisure, most_at_leisure
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET, VirtualStick
from timeline import until

BARE = (*QUICK, "--no-network")

# What keeps a stick in a state, and where the next daemon has it after a while, without anybody's doing. Who is killed leaves a
# call that is up.
LASTING = {
    "locked": ((*BARE, "--pin", "4711"), {"locked"}),
    "searching": ((*BARE, "--delay-register", "600"), {"searching"}),
    "registered": (BARE, {"registered"}),
    "connecting": ((*BARE, "--delay-dial", "60"), {"registered"}),
    "connected": (QUICK, {"registered", "connected"}),
    "failed": ((*BARE, "--no-sim"), {"failed"}),
}
# States that end by themselves after some seconds, which is why each of these has a story of its own.
PASSING = {
    # It has got the command, takes its time to leave, and comes back to whoever is there.
    "switching": (("--no-network", "--delay-leave", "6", "--delay-register", "0.1"), {"registered"}),
    # It has been plugged into a bus on which no driver takes anything.
    "settling": (BARE, {"settling", "failed"}),
    "probing": ((*BARE, "--fault", "hung"), {"probing", "failed"}),
    "enabling": ((*BARE, "--deaf-to", "AT+CPIN?"), {"probing", "enabling", "failed"}),
    "disconnecting": (QUICK, {"registered"}),
}
LONELY_PORT, LONELY_BUS = 15, 3


def stopped(stage):
    began = time.monotonic()
    stage.daemon.stop()
    assert time.monotonic() - began < 10
    assert stage.daemon.result == "success"
    assert kernel.leftovers() == []
    stage.daemon.start()


def killed(stage):
    victim = stage.daemon.pid
    os.kill(victim, signal.SIGKILL)
    until("another daemon", lambda: stage.daemon.pid not in (None, victim), WHILE)


ENDS = pytest.mark.parametrize("end", [stopped, killed], ids=lambda end: end.__name__)


def state(stick):
    return bus.modem(stick.physical_port).get(bus.MODEM, {}).get("State")


def enter(stage, stick, wanted):
    """Plugs the stick in, and returns when it is in that state."""
    mark = stage.bus.mark()
    stick.plug()
    if wanted in ("connecting", "connected", "disconnecting"):
        stage.bus.state(stick.physical_port, "registered", SEVERAL, since=mark)
    if wanted == "connecting":
        pending(stage, stick, "Connect", {"apn": "internet"})
    elif wanted in ("connected", "disconnecting"):
        bus.connect(stick.physical_port, {"apn": "internet", "default-route": False})
    if wanted == "disconnecting":
        # pppd says good-bye to a network that does not answer, which takes it some seconds.
        stick.control("stall-ppp", "on")
        pending(stage, stick, "Disconnect")
    stage.bus.state(stick.physical_port, wanted, SEVERAL, since=mark)


def connects(stick):
    port = stick.physical_port
    bus.connect(port, {"apn": "internet", "default-route": False})
    assert kernel.ping(INTERNET, bus.modem(port)[bus.CONNECTION]["Interface"]) is not None
    bus.disconnect(port)
    assert kernel.leftovers() == []


@pytest.mark.parametrize("end", [pytest.param(stopped, marks=at_leisure), killed], ids=lambda end: end.__name__)
def test_in_all_the_lasting_states_at_once(stage, end):
    sticks = {name: VirtualStick("--unplugged", *options, port=port)
              for port, (name, (options, _)) in enumerate(LASTING.items())}
    stage.sticks += sticks.values()
    for stick in sticks.values():
        stick.ready()
    with concurrent.futures.ThreadPoolExecutor(len(sticks)) as people:
        list(people.map(lambda name: enter(stage, sticks[name], name), sticks))
    assert {name: state(stick) for name, stick in sticks.items()} == {name: name for name in sticks}
    end(stage)
    until("every stick where it belongs",
          lambda: all(state(stick) in LASTING[name][1] for name, stick in sticks.items()), SEVERAL, every=0.5)
    connected = sticks["connected"]
    assert state(connected) == ("connected" if end is killed else "registered")
    bus.disconnect(connected.physical_port)
    assert kernel.leftovers() == []
    connects(connected)


@ENDS
@pytest.mark.parametrize("name", most_at_leisure(PASSING, "switching"))
def test_in_a_passing_state(stage, end, name):
    options, later = PASSING[name]
    stick, = stage.unplugged(*options, ports=[LONELY_PORT if name == "settling" else 0])
    with no_drivers(LONELY_BUS):
        enter(stage, stick, name)
        end(stage)
    until(f"the stick in one of {later}", lambda: state(stick) in later, WHILE)
    if name == "disconnecting":
        stick.control("stall-ppp", "off")
        connects(stick)
    # Else its object would wait for it to come back.
    if name == "settling":
        until("no driver missed any more", lambda: state(stick) == "failed", WHILE)


def test_stopped_in_a_switch_it_gives_the_cd_rom_back(stage):
    mark = stage.bus.mark()
    stick = stage.plug("--no-network", "--trigger", "never")
    stage.bus.state(stick.physical_port, "switching", WHILE, since=mark)
    stick.heard("eject received", WHILE)
    stage.daemon.stop()
    until("the kernel's driver back", lambda: kernel.interface_drivers(stick.physical_port) == {0: "usb-storage"}, MOMENT)
