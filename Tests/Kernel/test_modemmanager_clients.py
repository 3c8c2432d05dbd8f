"""mmcli as the distribution ships it, with the service under ModemManager's name: one stick, one story after the other."""

import time

import bus
import kernel
import pytest
from daemon import client
from leisure import at_leisure
from modemmanager import LONG, OURS, flat, mmcli, modem_state, owner, path_in, said, shown
from neighbours import UNIT, masked, modem_manager
from stage import MOMENT, QUICK, WHILE
from stick import INTERNET
from test_neighbours import TAKEOVER, THEIR_WAY
from timeline import must, run, until

NUMBER, FRIEND = "+491701234567", "+491709999999"
BALANCE = "Your balance is 12.34 EUR."
PIN = "4711"
# Of the virtual stick, beside the one it is in.
HOME, NEIGHBOUR, FORBIDDEN = "26201", "00102", "26202"

# Where mmcli may say something else of our modem than of ModemManager's, and why.
DIFFERENCES = {
    "dbus-path": "counted from the start of each service",
    "generic.sim": "a path, likewise",
    "sim.dbus-path": "a path, likewise",
    "generic.access-technologies": "theirs keeps technologies of CDMA, of which the stick has said nothing",
    "generic.current-modes": "theirs says any where ours says 2G and 3G, which is what there is",
    "generic.device-identifier": "a hash; theirs is of other strings",
    "generic.plugin": "the name of who drives the stick",
    "generic.ports": "ours names the port that answers no commands, too",
    "generic.primary-port": "ours is the one for commands; theirs carries the call, too",
    "generic.signal-quality.value": "it changes while one looks",
    "generic.supported-modes": "the same ones, in another order",
    "3gpp.packet-service-state": "ours does not ask for it",
    "sim.properties.iccid": "a name for the SIM that says nothing of the subscriber: zte-client sim identity",
    "sim.properties.imsi": "who the subscriber is, likewise",
}


@pytest.fixture(scope="module")
def theirs(guest):
    """What mmcli says of ModemManager's modem: the same stick, without us."""
    guest.daemon.stop()
    with masked(TAKEOVER), modem_manager():
        guest.plug(*QUICK)
        until("a modem of ModemManager's", lambda: modem_state() in ("disabled", "registered"), THEIR_WAY)
        said("-m", "any", "--enable")
        until("it registered", lambda: modem_state() == "registered", THEIR_WAY)
        until("its cell", lambda: location()["cid"] != "--", THEIR_WAY)
        seen = everything()
        guest.unplug_all()
    return seen


def everything():
    """What mmcli knows of the one modem, its SIM and its place."""
    modem = mmcli("-m", "any")
    return flat({**modem, "sim": mmcli("-i", modem["generic"]["sim"]), "cell": location(),
                 "location": mmcli("-m", "any", "--location-status")})


def location():
    """By the numbers of the cell, as mmcli prints them."""
    return mmcli("-m", "any", "--location-get")["location"]["3gpp"]


@pytest.fixture(scope="module")
def facade(theirs, guest):
    with shown(guest.daemon):
        yield guest
        guest.unplug_all()


@pytest.fixture(scope="module")
def stick(facade):
    return facade.registered()


@pytest.fixture(autouse=True)
def told(request, guest):
    """So that a story that goes wrong is told with what everybody said."""
    request.node.stage, request.node.started = guest, time.monotonic()


def test_mmcli_lists_the_stick(stick):
    listed = said("-L")
    assert listed.count("/org/freedesktop/ModemManager1/Modem/") == 1
    assert "MF622" in listed


def test_it_shows_what_it_shows_of_modemmanagers_modem(theirs, stick):
    until("the network's name", lambda: mmcli("-m", "any")["3gpp"]["operator-name"] != "--", MOMENT)
    ours = everything()
    differences = {
        name: (theirs.get(name), ours.get(name))
        for name in sorted(theirs.keys() | ours.keys()) if theirs.get(name) != ours.get(name)}
    assert {name: values for name, values in differences.items() if name not in DIFFERENCES} == {}


def test_modemmanager_does_not_run_and_is_not_started(stick, facade):
    pid = facade.daemon.pid
    assert run("systemctl", "start", UNIT).returncode == 0
    assert run("systemctl", "is-active", UNIT).stdout.strip() == "inactive"
    assert (owner(), facade.daemon.pid) == (OURS, pid)


def test_a_connection_by_mmcli_is_one_of_zte_client_too(stick):
    said("-m", "any", "--enable")
    said("-m", "any", "--simple-connect=apn=internet,ip-type=ipv4")
    bearer, = connected_bearers()
    assert bearer["status"]["interface"] == "ppp0"
    assert bearer["ipv4-config"]["method"] == "static"
    assert bearer["ipv4-config"]["address"] == kernel.ipv4_address("ppp0")[0]
    assert kernel.ping(INTERNET, "ppp0") is not None
    # Routes and name servers are left to who asked for the call.
    assert [line for line in kernel.routes("ppp0") if line.startswith("default")] == []
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "connected"
    said("-m", "any", "--simple-disconnect")
    assert modem_state() == "registered"
    assert kernel.leftovers() == []


def test_a_connection_by_zte_client_is_shown_to_mmcli_and_ended_by_it(stick):
    client("connect", "--apn", "internet")
    assert modem_state() == "connected"
    assert [bearer["status"]["interface"] for bearer in connected_bearers()] == ["ppp0"]
    said("-m", "any", "--simple-disconnect")
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"
    assert kernel.leftovers() == []


def connected_bearers():
    """Others are remembered sets of settings."""
    bearers = [mmcli("-b", path) for path in mmcli("-m", "any")["generic"]["bearers"]]
    return [bearer for bearer in bearers if bearer["status"]["connected"] == "yes"]


def test_messages_come_and_go(stick):
    stick.control("sms", "--from", NUMBER, "--text", "hello")
    until("a message", lambda: "/SMS/" in said("-m", "any", "--messaging-list-sms"), WHILE)
    message = mmcli("-s", path_in(said("-m", "any", "--messaging-list-sms"), "SMS"))
    assert (message["content"]["number"], message["content"]["text"]) == (NUMBER, "hello")
    assert message["properties"]["state"] == "received"

    made = path_in(said("-m", "any", f"--messaging-create-sms=text='good day',number='{FRIEND}'"), "SMS")
    assert mmcli("-s", made)["properties"]["state"] == "--"
    said("-s", made, "--send")
    assert mmcli("-s", made)["properties"]["state"] == "sent"
    assert ["good day"] == [sent["text"] for sent in client("sms", "list", "--direction", "sent")]
    said("-m", "any", f"--messaging-delete-sms={made}")
    assert made not in said("-m", "any", "--messaging-list-sms")


def test_codes_and_signal(stick):
    assert BALANCE in said("-m", "any", "--3gpp-ussd-initiate=*100#")
    said("-m", "any", "--signal-setup=5")
    until("a figure", lambda: mmcli("-m", "any", "--signal-get")["signal"]["umts"]["rssi"] != "--", WHILE)
    said("-m", "any", "--signal-setup=0")


def test_the_cell_it_is_in(stick):
    stick.control("cell", "1A2C", "F00D")
    until("the next cell", lambda: (location()["lac"], location()["cid"]) == ("1A2C", "0000F00D"), WHILE)
    assert run("mmcli", "-m", "any", "--location-enable-gps-raw", limit=LONG).returncode != 0
    said("-m", "any", "--location-set-enable-signal")
    assert located("signals") == "yes"
    said("-m", "any", "--location-disable-3gpp")
    assert (located("enabled"), location()["cid"]) == ([], "--")
    said("-m", "any", "--location-enable-3gpp")
    assert (located("enabled"), location()["cid"]) == (["3gpp-lac-ci"], "0000F00D")


def located(name):
    return mmcli("-m", "any", "--location-status")["location"][name]


def test_networks_are_found_and_one_is_chosen(stick):
    found = mmcli("-m", "any", "--3gpp-scan", limit=LONG)["3gpp"]["scan-networks"]
    listed = {network["operator-code"]: network["availability"] for network in map(fields, found)}
    assert listed == {HOME: "current", NEIGHBOUR: "available", FORBIDDEN: "forbidden"}

    said("-m", "any", f"--3gpp-register-in-operator={NEIGHBOUR}")
    until("it there", lambda: modem_in(NEIGHBOUR), WHILE)
    assert ours(stick, bus.NETWORK, "OperatorCode") == NEIGHBOUR
    refused = run("mmcli", "-m", "any", f"--3gpp-register-in-operator={FORBIDDEN}", limit=LONG)
    assert refused.returncode != 0
    assert "NetworkNotAllowed" in refused.stderr

    said("-m", "any", f"--3gpp-register-in-operator={HOME}")
    until("it back", lambda: modem_in(HOME), WHILE)
    mark = stick.mark()
    said("-m", "any", "--3gpp-register-home")
    stick.heard(r"AT\+COPS=0", MOMENT, since=mark)
    assert modem_in(HOME)


def fields(line):
    """{"operator-code": "26201", …} of a line of mmcli's."""
    return dict(field.split(": ", 1) for field in line.split(", "))


def modem_in(code):
    """Whether mmcli says that it is registered there."""
    modem = mmcli("-m", "any")
    return (modem["generic"]["state"], modem["3gpp"]["operator-code"]) == ("registered", code)


def test_the_radio_is_chosen(stick):
    said("-m", "any", "--set-allowed-modes=3g")
    until("it told", lambda: mmcli("-m", "any")["generic"]["current-modes"] == "allowed: 3g; preferred: none", WHILE)
    assert ours(stick, bus.NETWORK, "Mode") == "3g"
    said("-m", "any", "--set-allowed-modes=2g|3g", "--set-preferred-mode=3g")
    until("it told", lambda: ours(stick, bus.NETWORK, "Mode") == "prefer-3g", WHILE)
    assert run("mmcli", "-m", "any", "--set-allowed-modes=4g|3g", limit=LONG).returncode != 0
    said("-m", "any", "--set-allowed-modes=2g|3g")
    until("it told", lambda: ours(stick, bus.NETWORK, "Mode") == "auto", WHILE)
    until("it registered", lambda: modem_state() == "registered", WHILE)


def test_the_radio_off_and_on(stick):
    said("-m", "any", "--disable")
    assert ours(stick, bus.MODEM, "State") == "disabled"
    said("-m", "any", "--set-power-state-low")
    generic = mmcli("-m", "any")["generic"]
    assert (generic["state"], generic["power-state"]) == ("disabled", "low")
    refused = run("mmcli", "-m", "any", "--set-power-state-off", limit=LONG)
    assert "Unsupported" in refused.stderr
    said("-m", "any", "--set-power-state-on")
    said("-m", "any", "--enable")
    until("it registered", lambda: modem_state() == "registered", WHILE)
    assert mmcli("-m", "any")["generic"]["power-state"] == "on"
    until("it in its network", lambda: ours(stick, bus.MODEM, "State") == "registered", WHILE)


def test_a_command_of_ones_own(stick):
    assert "+CSQ: 18,99" in said("-m", "any", "--command=+CSQ")


@at_leisure
def test_a_reset_brings_another_modem(facade, stick):
    before, = mmcli("-L")
    said("-m", before, "--reset")
    until("another modem", lambda: (mmcli("-L") or [before])[0] != before and modem_state() == "registered", 2 * WHILE)
    assert ours(stick, bus.MODEM, "State") == "registered"


def ours(stick, interface, name):
    """As zte-client's users see it."""
    return bus.get(stick.physical_port, interface, name)


def test_a_pin_by_mmcli(facade, stick):
    facade.plug(*QUICK, "--pin", PIN, port=1)
    path = until("a locked modem", locked_modem, WHILE)
    sim = path_in(said("-m", path), "SIM")
    assert run("mmcli", "-i", sim, "--pin=0000").returncode != 0
    assert mmcli("-m", path)["generic"]["unlock-retries"] == ["sim-pin (2)", "sim-puk (10)"]
    said("-i", sim, f"--pin={PIN}")
    until("it registered", lambda: mmcli("-m", path)["generic"]["state"] == "registered", WHILE)


def locked_modem():
    for path in mmcli("-L"):
        if mmcli("-m", path)["generic"]["state"] == "locked":
            return path
    return None


def test_unplugged_it_is_gone(facade, stick):
    facade.unplug_all()
    assert "No modems were found" in must("mmcli", "-L")
