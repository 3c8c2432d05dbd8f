"""What a client of ModemManager's interfaces may not do by them, or must not break with them."""

import contextlib
import json
import os
import pwd

import pytest
from machine import STAYS, STICK, Machine, programs
from mock_polkit import Polkit, is_possible
from modemmanager import BUS_NAME, Client, GLib, ModemManager, configured, error_of, settings
from policy_bus import Participant


STATE = ModemManager.ModemState
CORE = GLib.quark_to_string(ModemManager.CoreError.quark())
MODEM = f"{BUS_NAME}.Modem"
SIMPLE = f"{MODEM}.Simple"
PEER = "org.freedesktop.DBus.Peer"
ERROR = f"{BUS_NAME}.Error"
# So long that a call is still being made when something else has been tried.
LONG = ("--delay-dial", "15")
OFF, ON = "AT+CFUN=4", "AT+CFUN=1"


@contextlib.contextmanager
def watched(folder, more=""):
    """A machine without a stick, and a client of it."""
    machine = Machine(folder, configured(folder, more), pppd=STAYS)
    client = None
    try:
        machine.wait("the name", lambda: "are shown as ModemManager's" in machine.log.read_text())
        client = Client(machine.address)
        yield machine, client
    finally:
        if client:
            client.close()
        machine.close()


@contextlib.contextmanager
def playing(folder, *options, more=""):
    """One with a virtual stick in its network."""
    with watched(folder, more) as (machine, client):
        machine.plug("--no-flood", "--delay-register", "0.1", *options)
        machine.reaches("registered")
        client.reaches(STATE.REGISTERED)
        yield machine, client


@pytest.fixture
def scripted(possible, tmp_path):
    """One with a stick in its network that does what a test says."""
    with watched(tmp_path) as (machine, client), machine.stick_in_its_network() as stick:
        yield machine, client, stick


@pytest.fixture
def somebody():
    """Makes callers that nobody waits for."""
    with contextlib.ExitStack() as ends:
        def join(machine, user=0):
            caller = Participant(machine.address, user)
            ends.callback(caller.close)
            return caller
        yield join


@contextlib.contextmanager
def stranger(machine, path):
    """Asks as a user of whom polkit decides; returns a function of the actions it allows and of the settings of Connect."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as another user")
    if not is_possible():
        pytest.skip("python3-dbusmock is not installed")
    polkit, caller = Polkit(machine), Participant(machine.address, pwd.getpwnam("nobody").pw_uid)

    def connect(allowed, names):
        polkit.set("SetAllowed", str([f"org.ztemodem1.{action}" for action in allowed]))
        return caller.ask("connect", path, names)
    try:
        yield connect
    finally:
        caller.close()
        polkit.end()


def test_who_may_connect_may_not_turn_the_radio_on_by_that(possible, tmp_path):
    with playing(tmp_path) as (machine, client):
        item = client.modem()
        item.get_modem().disable_sync(None)
        client.reaches(STATE.DISABLED)
        with stranger(machine, item.get_object_path()) as connect:
            assert connect(["connect"], {"apn": "internet"}) == f"{ERROR}.Core.Unauthorized"
            assert machine.state() == "disabled"
            assert connect(["connect", "device-control"], {"apn": "internet"}) == ""
            assert machine.state() == "connected"


def test_nor_unlock_the_sim(possible, tmp_path):
    pin = {"apn": "internet", "pin": "1234"}
    with watched(tmp_path) as (machine, client):
        machine.plug("--no-flood", "--delay-register", "0.1", "--pin", "1234")
        machine.reaches("locked")
        with stranger(machine, client.modem().get_object_path()) as connect:
            assert connect(["connect"], pin) == f"{ERROR}.Core.Unauthorized"
            assert "AT+CPIN=" not in " ".join(machine.commands())
            assert connect(["connect", "sim-unlock"], pin) == ""


def test_nor_choose_a_network(possible, tmp_path):
    other = {"apn": "internet", "operator-id": "26202"}
    with playing(tmp_path) as (machine, client), stranger(machine, client.modem().get_object_path()) as connect:
        assert connect(["connect", "device-control"], other) == f"{ERROR}.Core.Unauthorized"
        # Nor is a call of somebody else ended for what is not allowed.
        assert machine.connect() is None
        assert connect(["connect", "device-control"], other) == f"{ERROR}.Core.Unauthorized"
        assert machine.state() == "connected"
        assert "AT+COPS=1" not in " ".join(machine.commands())


def test_disconnecting_all_leaves_what_somebody_else_is_dialling(possible, tmp_path, somebody):
    """NetworkManager disconnects all whenever it is through with a connection, also one that did not come about."""
    with playing(tmp_path, *LONG) as (machine, client):
        somebody(machine).ask("send", "org.ztemodem1", STICK, "org.ztemodem1.Modem", "Connect", "(a{sv})", [{}])
        machine.reaches("connecting")
        client.modem().get_modem_simple().disconnect_sync(None, None)
        assert machine.state() == "connecting"
        assert machine.call("Disconnect") is None


def test_doctor_takes_nobody_for_modemmanager(possible, tmp_path):
    """The name on the bus is the service's own."""
    with playing(tmp_path) as (machine, _):
        answer = machine.run(programs() / "zte-client", "doctor", "--json", "--bus", machine.address)
        found = [finding["found"] for finding in json.loads(answer.stdout)["findings"] if finding["check"] == "neighbours"]
        assert "zte-modemd is in the place of ModemManager" in found, found


def test_disconnected_before_it_was_dialled_it_is_not_dialled(possible, tmp_path, somebody):
    """As when a person breaks off a connection while a network is being chosen for it."""
    with playing(tmp_path, "--delay-register", "4") as (machine, client):
        item = client.modem()
        caller = somebody(machine)
        caller.begin("connect", item.get_object_path(), {"apn": "internet", "operator-id": "00102"})
        machine.wait("a network being chosen", lambda: "00102" in " ".join(machine.commands()))
        item.get_modem_simple().disconnect_sync(None, None)
        assert caller.answer() == f"{ERROR}.Core.Aborted"
        assert "ATD" not in " ".join(machine.commands())


def test_the_second_of_two_is_told_of_the_first(possible, tmp_path, somebody):
    with playing(tmp_path, *LONG) as (machine, client):
        item = client.modem()
        somebody(machine).ask("send", BUS_NAME, item.get_object_path(), SIMPLE, "Connect", "(a{sv})", [{}])
        machine.reaches("connecting")
        assert error_of(item.get_modem_simple().connect_sync, settings(), None) == (
            CORE, ModemManager.CoreError.INPROGRESS)
        # All of them: this one is ModemManager's.
        item.get_modem_simple().disconnect_sync(None, None)
        machine.reaches("registered")


def slow_radio(stick):
    """The stick is told to turn its radio, and says that it has when a test says so."""
    for command in (OFF, ON):
        stick.answer(command)
    for number in ("ATD*99#", "ATD*99***1#"):
        stick.answer(number, "NO CARRIER")


def turned(stick, level):
    stick.answer("AT+CFUN?", f"+CFUN: {level}", "OK")
    stick.say("2", "OK\r\n")


def radio_and_calls(stick):
    """In which order its radio was turned and it was dialled."""
    return [command[:len("ATD")] if command.startswith("ATD") else command
            for command in stick.sent() if command in (OFF, ON) or command.startswith("ATD")]


def test_who_connects_while_the_radio_is_turned_waits_for_it(scripted, somebody):
    """NetworkManager turns it on and connects in one breath, and leaves a stick alone that refuses four times."""
    machine, client, stick = scripted
    path, caller = client.modem().get_object_path(), somebody(machine)
    slow_radio(stick)
    caller.ask("send", BUS_NAME, path, MODEM, "Enable", "(b)", [False])
    machine.wait("the stick told", lambda: radio_and_calls(stick) == [OFF])
    caller.ask("send", BUS_NAME, path, MODEM, "Enable", "(b)", [True])
    caller.ask("send", BUS_NAME, path, SIMPLE, "Connect", "(a{sv})", [{}])
    # When this is answered, the others have been received.
    assert caller.ask("call", BUS_NAME, path, PEER, "Ping") == ""
    turned(stick, 4)
    machine.wait("the stick told", lambda: radio_and_calls(stick) == [OFF, ON])
    assert caller.ask("call", BUS_NAME, path, PEER, "Ping") == ""
    turned(stick, 1)
    machine.wait("a call", lambda: radio_and_calls(stick)[:3] == [OFF, ON, "ATD"])


@pytest.mark.parametrize("interface", [SIMPLE, f"{BUS_NAME}.Bearer"])
def test_disconnected_while_it_waits_it_is_not_dialled(scripted, interface):
    machine, client, stick = scripted
    path = client.modem().get_object_path()
    wanted, arguments = path, GLib.Variant("(a{sv})", ({},))
    if interface != SIMPLE:
        bearer = client.modem().get_modem().create_bearer_sync(ModemManager.BearerProperties.new(), None)
        wanted, arguments = bearer.get_path(), None
    slow_radio(stick)
    off = client.begin(path, MODEM, "Enable", GLib.Variant("(b)", (False,)))
    machine.wait("the stick told", lambda: radio_and_calls(stick) == [OFF])
    connecting = client.begin(wanted, interface, "Connect", arguments)
    disconnecting = client.begin(path, SIMPLE, "Disconnect", GLib.Variant("(o)", ("/",)))
    assert client.answer(disconnecting) == ""
    turned(stick, 4)
    assert client.answer(off) == ""
    assert client.answer(connecting) == f"{ERROR}.Core.Aborted"
    assert radio_and_calls(stick) == [OFF]


def test_who_connects_while_it_is_disconnected_waits_for_it(scripted, somebody):
    """As NetworkManager does when a connection of its own has failed."""
    machine, client, _ = scripted
    path, caller = client.modem().get_object_path(), somebody(machine)
    assert caller.ask("call", BUS_NAME, path, SIMPLE, "Connect", "(a{sv})", [{}]) == ""
    caller.ask("send", BUS_NAME, path, SIMPLE, "Disconnect", "(o)", ["/"])
    assert caller.ask("call", BUS_NAME, path, SIMPLE, "Connect", "(a{sv})", [{}]) == ""
    assert machine.state() == "connected"


def test_or_while_one_is_broken_off(possible, tmp_path, somebody):
    with playing(tmp_path, *LONG) as (machine, client):
        path, first, second = client.modem().get_object_path(), somebody(machine), somebody(machine)
        first.begin("call", BUS_NAME, path, SIMPLE, "Connect", "(a{sv})", [{}])
        machine.reaches("connecting")
        second.ask("send", BUS_NAME, path, SIMPLE, "Disconnect", "(o)", ["/"])
        second.begin("call", BUS_NAME, path, SIMPLE, "Connect", "(a{sv})", [{}])
        assert first.answer() == f"{ERROR}.Core.Aborted"
        machine.wait("it dialled again", lambda: "".join(machine.commands()).count("ATD") == 2)
        client.modem().get_modem_simple().disconnect_sync(None, None)
        assert second.answer() == f"{ERROR}.Core.Aborted"


def test_a_call_that_is_made_when_the_service_ends_is_aborted(possible, tmp_path, somebody):
    with playing(tmp_path, *LONG) as (machine, client):
        item = client.modem()
        caller = somebody(machine)
        caller.begin("call", BUS_NAME, item.get_object_path(), SIMPLE, "Connect", "(a{sv})", [{}])
        machine.reaches("connecting")
        assert machine.stop_daemon() == 0
        assert caller.answer() == f"{ERROR}.Core.Aborted"


def test_what_the_archive_does_not_keep_is_not_shown(possible, tmp_path):
    with playing(tmp_path, more="[messages]\nkeep-count = 2\n") as (machine, client):
        messaging = client.wait("the message service", client.modem().get_modem_messaging)

        def texts():
            # One that has gone since it was listed has none.
            return sorted(message.get_text() or "" for message in messaging.list_sync(None))
        for word in ("first", "second", "third"):
            machine.emulator("sms", "--from", "+491701234567", "--text", word)
            client.wait(f"the {word}", lambda: word in texts())
        client.wait("the newest two", lambda: texts() == ["second", "third"])


def test_a_message_that_was_refused_can_be_sent_again(possible, tmp_path):
    with playing(tmp_path) as (machine, client):
        messaging = client.wait("the message service", client.modem().get_modem_messaging)
        properties = ModemManager.SmsProperties.new()
        properties.set_number("+491709999999")
        properties.set_text("Hi")
        draft = messaging.create_sync(properties, None)
        machine.emulator("sms-next", "refuse:21")
        assert error_of(draft.send_sync, None) == (CORE, ModemManager.CoreError.FAILED)
        draft.send_sync(None)
        client.wait("it sent", lambda: draft.get_state() == ModemManager.SmsState.SENT)
        assert error_of(draft.send_sync, None) == (CORE, ModemManager.CoreError.WRONGSTATE)
