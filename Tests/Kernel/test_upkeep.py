"""A stick that should be online stays so: whatever ends the call, it is back without a hand, and says what happened."""

import contextlib
import os
import re
import signal
import subprocess

import bus
import kernel
import pytest
from daemon import client
from departures import UNPLUGS
from footprint import Ledger
from leisure import at_leisure, most_at_leisure
from stage import COMEBACK, MOMENT, WHILE
from stick import INTERNET
from timeline import run, until

PROFILE = "org.ztemodem1.Profile"
# The first wait is a second at most; the rest is the emulated CPU.
SOON = 20
# 35 s is the bound; then comes the next call.
SILENCE = 35 + SOON


@contextlib.contextmanager
def stored(**settings):
    """The profile 'home', as long as the story needs it."""
    bus.call(bus.ROOT, "org.ztemodem1.Manager.AddProfile", {"id": "home", "apn": "internet", **settings})
    try:
        yield
    finally:
        bus.call(f"{bus.ROOT}/profile/home", f"{PROFILE}.Delete")


def history(stick):
    """The chain of causes: [(event, message)]."""
    return [(entry["event"], entry["message"]) for entry in bus.get(stick.physical_port, bus.CONNECTION, "History")]


def events(stick):
    return [event for event, _ in history(stick)]


def is_online(stick):
    interface = bus.modem(stick.physical_port).get(bus.CONNECTION, {}).get("Interface")
    return bool(interface) and kernel.ping(INTERNET, interface) is not None


@pytest.fixture
def kept(stage):
    """A stick that is online because somebody has asked for it once."""
    with stored():
        stick = stage.registered()
        bus.connect(stick.physical_port, {"profile": "home"})
        assert is_online(stick)
        yield stick


def peer():
    """The network's own pppd."""
    found = [int(pid) for pid in run("pgrep", "-x", "pppd").stdout.split()]
    ours = kernel.processes("pppd")
    return next(pid for pid in found if pid not in ours)


ENDS = {
    "the network hangs up": lambda stick: stick.control("drop-carrier"),
    "the network says goodbye": lambda stick: os.kill(peer(), signal.SIGTERM),
    "pppd is killed": lambda stick: os.kill(kernel.processes("pppd")[0], signal.SIGKILL),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_call_that_ends_is_made_again(stage, kept, end):
    mark = stage.bus.mark()
    ENDS[end](kept)
    stage.bus.state(kept.physical_port, "registered", MOMENT, since=mark)
    stage.bus.state(kept.physical_port, "connected", SOON, since=mark)
    until("online again", lambda: is_online(kept), SOON)
    assert events(kept) == ["asked", "dial", "up", "down", "dial", "up"]
    assert dict(history(kept))["down"], "it says why"


@at_leisure
def test_the_next_call_may_have_another_address(stage):
    def is_shown(address):
        return bus.modem(stick.physical_port).get(bus.CONNECTION, {}).get("Ip4", {}).get("address") == address

    with stored():
        stick = stage.registered("--renumber")
        bus.connect(stick.physical_port, {"profile": "home"})
        assert is_shown("10.0.1.2")
        stick.control("drop-carrier")
        until("the other address", lambda: is_shown("10.0.1.3"), SOON)
        until("online again", lambda: is_online(stick), SOON)
        assert "10.0.1.2" not in run("ip", "address").stdout


@at_leisure
def test_calls_that_end_again_and_again_leave_nothing(stage, kept):
    def drop_and_come_back():
        mark = stage.bus.mark()
        kept.control("drop-carrier")
        stage.bus.state(kept.physical_port, "registered", MOMENT, since=mark)
        stage.bus.state(kept.physical_port, "connected", SOON, since=mark)

    # What is made once, and what the allocator keeps, is there already.
    for _ in range(3):
        drop_and_come_back()
    bus.disconnect(kept.physical_port)
    ledger = Ledger(stage.daemon)
    bus.connect(kept.physical_port, {"profile": "home"})
    for _ in range(UNPLUGS):
        drop_and_come_back()
    assert is_online(kept)
    bus.disconnect(kept.physical_port)
    ledger.balance()
    assert len(events(kept)) == 20, "the end of the chain"


def test_a_link_over_which_nothing_comes_back_is_noticed(stage, kept):
    mark = stage.bus.mark()
    kept.control("stall-ppp", "on")
    # Somebody wants something of the network, and gets no answer.
    wanting = subprocess.Popen(["ping", "-n", "-q", "-I", "ppp0", INTERNET], stdout=subprocess.DEVNULL)
    try:
        stage.bus.state(kept.physical_port, "registered", SILENCE, since=mark)
    finally:
        wanting.kill()
        wanting.wait()
    kept.control("stall-ppp", "off")
    until("online again", lambda: is_online(kept), WHILE)
    assert "down" in events(kept)


def test_pulled_out_and_put_back_it_is_online_as_before(stage, kept):
    mark = stage.bus.mark()
    kept.unplug()
    stage.bus.removed(kept.physical_port, MOMENT, since=mark)
    until("nothing left of the call", lambda: kernel.leftovers() == [], MOMENT)
    mark = stage.bus.mark()
    kept.plug()
    stage.bus.state(kept.physical_port, "connected", COMEBACK, since=mark)
    assert is_online(kept)
    assert {"gone", "back", "up"} <= set(events(kept))


def test_a_wish_outlives_the_service(stage, kept):
    mark = stage.bus.mark()
    stage.daemon.stop()
    stage.daemon.start()
    stage.bus.state(kept.physical_port, "connected", WHILE, since=mark)
    until("online again", lambda: is_online(kept), SOON)
    assert events(kept)[0] == "recalled"


def test_disconnect_is_for_good(stage, kept):
    bus.disconnect(kept.physical_port)
    stage.daemon.stop()
    mark = stage.bus.mark()
    stage.daemon.start()
    stage.bus.state(kept.physical_port, "registered", WHILE, since=mark)
    assert "connected" not in stage.bus.states(kept.physical_port, since=mark)
    assert kernel.processes("pppd") == []


@at_leisure
def test_the_client_tells_the_chain_with_times(stage, kept):
    kept.control("drop-carrier")
    until("online again", lambda: events(kept)[-2:] == ["dial", "up"] and len(events(kept)) == 6, SOON)
    text = run("zte-client", "connection", "show").stdout
    assert re.search(r"\d\d:\d\d:\d\d  +down: ", text), text
    assert client("connection", "show")["Connection"]["History"][-1]["event"] == "up"


def test_a_wrong_password_is_sent_three_times_and_no_more(stage):
    with stored(username="user", password="wrong"):
        stick = stage.registered("--require", "pap", "--password", "right")
        with pytest.raises(bus.BusError) as refusal:
            bus.connect(stick.physical_port, {"profile": "home"})
        assert refusal.value.name == f"{bus.ERROR}AuthenticationFailed"
        until("it gives up", lambda: events(stick)[-1] == "blocked", 3 * SOON)
        # A call that fails for another reason, as one may on a slow machine, has asked nobody for a password.
        assert len([1 for event, why in history(stick) if event == "dial-failed" and "password" in why]) == 3
        assert len([1 for entry in stick.commands() if entry.what.startswith("ATD")]) == events(stick).count("dial")


@pytest.mark.parametrize("protocol", most_at_leisure(["pap", "chap"], "chap"))
def test_with_the_right_one_it_is_online(stage, protocol):
    with stored(username="user", password="right", auth=protocol):
        stick = stage.registered("--require", protocol, "--password", "right")
        bus.connect(stick.physical_port, {"profile": "home"})
        assert is_online(stick)
