"""NetworkManager as the distribution ships and configures it, with the service under ModemManager's name."""

import time

import bus
import kernel
import pytest
from daemon import client
from leisure import at_leisure
from modemmanager import device, network_manager, nmcli, profile, shown
from stage import QUICK, WHILE
from stick import INTERNET
from timeline import must, until

PIN = "4711"
# Of the virtual stick: the network it is in, and one beside it.
HOME, NEIGHBOUR = "26201", "00102"
# NetworkManager tries again by itself, after a while of its own.
AGAIN = 60


@pytest.fixture(scope="module")
def facade(guest):
    with shown(guest.daemon), network_manager():
        yield guest
        guest.unplug_all()


@pytest.fixture(autouse=True)
def told(request, facade):
    request.node.stage, request.node.started = facade, time.monotonic()


@pytest.fixture(scope="module")
def stick(facade):
    stick = facade.registered()
    until("a modem of NetworkManager's", device, WHILE)
    return stick


def default_routes():
    return [line for line in kernel.routes() if line.startswith("default") and " dev ppp" in line]


def ours(stick):
    """The state of the stick as zte-client's users see it."""
    return bus.get(stick.physical_port, bus.MODEM, "State")


def answers():
    """Whether the internet answers, by whatever route there is."""
    return kernel.ping(INTERNET, "ppp0", limit=1) is not None


def test_up_and_down(stick):
    with profile("stick", "connection.autoconnect", "no"):
        nmcli("connection", "up", "stick")
        assert device() == ("connected", "stick")
        route, = default_routes()
        assert "proto static" in route
        assert answers()
        assert ours(stick) == "connected"
        assert nmcli("-g", "IP4.GATEWAY", "connection", "show", "stick") == kernel.ipv4_address("ppp0")[1]
        nmcli("connection", "down", "stick")
        assert device() == ("disconnected", "")
        assert ours(stick) == "registered"
        assert kernel.leftovers() == []
        # And once more.
        nmcli("connection", "up", "stick")
        assert answers()
        nmcli("connection", "down", "stick")


def test_a_call_of_zte_client_makes_way_for_one_of_nmcli(stick):
    client("connect", "--apn", "internet")
    assert answers()
    # NetworkManager leaves what is not its own as it is.
    assert device() == ("disconnected", "")
    assert len(default_routes()) == 1
    with profile("stick", "connection.autoconnect", "no"):
        nmcli("connection", "up", "stick")
        assert answers()
        # What nmcli has begun is seen, and ended, by the other.
        assert ours(stick) == "connected"
        client("disconnect")
        until("NetworkManager to notice", lambda: device() == ("disconnected", ""), WHILE)
        assert kernel.leftovers() == []


def test_a_call_that_the_network_ends_comes_back(stick):
    with profile("stick"):
        until("connected by itself", lambda: device() == ("connected", "stick"), WHILE)
        mark = stick.mark()
        stick.control("drop-carrier")
        stick.heard("> CONNECT", AGAIN, since=mark)
        until("connected again", lambda: device() == ("connected", "stick") and answers(), WHILE)


def test_plugged_in_it_connects_by_itself(facade, stick):
    with profile("stick"):
        until("connected by itself", lambda: device() == ("connected", "stick"), WHILE)
        stick.unplug()
        until("no modem left", lambda: device() is None, WHILE)
        until("no call left", lambda: kernel.leftovers() == [], WHILE)
        stick.plug()
        until("connected by itself", lambda: device() == ("connected", "stick") and answers(), 2 * WHILE)
    until("no call left", lambda: kernel.leftovers() == [], WHILE)


@at_leisure
def test_the_network_of_the_profile_is_chosen(stick):
    with profile("stick", "gsm.network-id", NEIGHBOUR, "connection.autoconnect", "no"):
        nmcli("connection", "up", "stick")
        assert answers()
        assert bus.get(stick.physical_port, bus.NETWORK, "OperatorCode") == NEIGHBOUR
        nmcli("connection", "modify", "stick", "gsm.network-id", HOME)
        nmcli("connection", "up", "stick")
        assert answers()
        assert bus.get(stick.physical_port, bus.NETWORK, "OperatorCode") == HOME
        nmcli("connection", "down", "stick")


def calls_refused():
    """What NetworkManager has said of those that did not come about; after four in a row it leaves a stick alone."""
    said = must("journalctl", "--boot", "--unit=NetworkManager", "--output=cat", "--no-pager", "--quiet")
    return [line for line in said.splitlines() if "failed to connect modem" in line]


def test_mobile_broadband_is_turned_off_and_on(stick):
    before = calls_refused()
    with profile("stick"):
        until("connected by itself", lambda: device() == ("connected", "stick"), WHILE)
        nmcli("radio", "wwan", "off")
        until("the radio off", lambda: ours(stick) == "disabled", WHILE)
        until("NetworkManager to say so", lambda: device() == ("unavailable", ""), WHILE)
        assert kernel.leftovers() == []
        nmcli("radio", "wwan", "on")
        until("connected again", lambda: device() == ("connected", "stick") and answers(), WHILE)
        assert ours(stick) == "connected"
    assert calls_refused() == before
    until("no call left", lambda: kernel.leftovers() == [], WHILE)


def test_a_pin_of_the_profile_opens_the_sim(facade, stick):
    facade.unplug_all()
    locked = facade.plug(*QUICK, "--pin", PIN)
    until("a modem of NetworkManager's", device, WHILE)
    with profile("stick", "gsm.pin", PIN, "connection.autoconnect", "no"):
        nmcli("connection", "up", "stick")
        assert answers()
        assert len([entry for entry in locked.commands() if entry.what.startswith("AT+CPIN=")]) == 1
