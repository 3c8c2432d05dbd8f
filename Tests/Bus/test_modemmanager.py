"""Sticks as ModemManager's, to a client that is ModemManager's own library; and the same through our interface."""

import json
import os
import pathlib
import pwd
import xml.etree.ElementTree as xml

import pytest
from machine import STAYS, STICK, Machine
from modemmanager import BUS_NAME, ROOT, Client, GLib, ModemManager, configured, error_of, settings
from policy_bus import Participant


STATE = ModemManager.ModemState
# No name in Python begins with a digit.
CELL = getattr(ModemManager.ModemLocationSource, "3GPP_LAC_CI")
INTERFACES = pathlib.Path("/usr/share/dbus-1/interfaces")
CORE, EQUIPMENT, CONNECTION = (
    GLib.quark_to_string(errors.quark())
    for errors in (ModemManager.CoreError, ModemManager.MobileEquipmentError, ModemManager.ConnectionError))


@pytest.fixture(scope="module")
def shown(possible, tmp_path_factory):
    """A machine whose sticks are shown, and on which calls come up."""
    folder = tmp_path_factory.mktemp("shown")
    machine = Machine(folder, configured(folder), pppd=STAYS)
    yield machine
    machine.close()


@pytest.fixture
def client(shown):
    shown.wait("the name", lambda: "are shown as ModemManager's" in shown.log.read_text())
    client = Client(shown.address)
    yield client
    client.close()


@pytest.fixture
def stick(shown):
    """In its network, for one test."""
    with shown.stick_in_its_network() as stick:
        yield stick


@pytest.fixture
def virtual(shown):
    shown.plug("--no-flood", "--delay-register", "0.1")
    shown.reaches("registered")
    yield shown
    shown.unplug()
    shown.wait("no object", lambda: shown.state() is None)


def test_a_modem_is_listed_and_says_what_it_is(shown, client, stick):
    item = client.modem()
    assert item.get_object_path().startswith(f"{ROOT}/Modem/")
    client.reaches(STATE.REGISTERED)
    modem, network = item.get_modem(), item.get_modem_3gpp()
    ours = shown.modem()
    assert modem.get_model() == ours["Model"]
    assert modem.get_equipment_identifier() == network.get_imei() == ours["EquipmentIdentifier"]
    assert modem.get_primary_port() == ours["PrimaryPort"]
    assert modem.get_device() == ours["SysfsPath"]
    assert modem.get_unlock_required() == ModemManager.ModemLock.NONE
    assert modem.get_current_capabilities() == ModemManager.ModemCapability.GSM_UMTS
    assert network.get_registration_state() == ModemManager.Modem3gppRegistrationState.HOME
    assert network.get_operator_code() == shown.stick()["org.ztemodem1.Network"]["OperatorCode"]
    sim = modem.get_sim_sync(None)
    assert sim.get_identifier() == shown.stick()["org.ztemodem1.Sim"]["SimId"]
    assert client.manager.get_version() == "1.20.0"
    # Those who know only the ObjectManager find modems there, and nothing that is none.
    assert [other.get_object_path() for other in client.manager.get_objects()] == [item.get_object_path()]


def test_its_number_is_not_given_again(shown, client):
    numbers = []
    for _ in range(2):
        stick = shown.plug_scripted()
        stick.is_in_its_network()
        shown.reaches("registered")
        numbers.append(client.modem().get_object_path())
        shown.unplug()
        shown.wait("no object", lambda: shown.state() is None)
        client.wait("no modem", lambda: not client.modems())
    assert numbers[0] != numbers[1]


def test_it_is_shown_when_it_is_through_with_its_start(shown, client):
    first = []
    client.manager.connect("object-added", lambda manager, item: first.append(item.get_modem().get_state()))
    stick = shown.plug_scripted()
    stick.is_in_its_network()
    shown.reaches("registered")
    client.wait("a modem", lambda: first)
    assert first[0] in (STATE.SEARCHING, STATE.REGISTERED)
    shown.unplug()
    shown.wait("no object", lambda: shown.state() is None)


def test_a_stick_in_storage_is_none(shown, client):
    shown.plug_storage()
    shown.reaches("storage")
    assert client.modems() == []
    shown.unplug()
    shown.wait("no object", lambda: shown.state() is None)


def test_connected_and_back(shown, client, stick):
    item = client.modem()
    client.reaches(STATE.REGISTERED)
    simple = item.get_modem_simple()
    bearer = simple.connect_sync(settings(apn="internet.vodafone.pt"), None)
    assert client.get(item.get_object_path(), "org.freedesktop.ModemManager1.Modem", "State") == STATE.CONNECTED
    assert bearer.get_connected() and bearer.get_interface() == "ppp4242"
    address = bearer.get_ipv4_config()
    assert address.get_method() == ModemManager.BearerIpMethod.STATIC
    assert (address.get_address(), address.get_prefix(), address.get_gateway()) == ("10.1.2.3", 32, "10.64.64.64")
    assert address.get_dns() == ["192.0.2.53"]
    assert bearer.get_properties().get_apn() == "internet.vodafone.pt"
    # Through the other door it is the same call, and nobody here was told of its name servers.
    connection = shown.stick()["org.ztemodem1.Connection"]
    assert (connection["Interface"], connection["Ip4"]["dns-by"]) == ("ppp4242", "none")
    assert simple.get_status_sync(None).get_state() == STATE.CONNECTED
    simple.disconnect_sync(bearer.get_path(), None)
    shown.reaches("registered")
    client.reaches(STATE.REGISTERED)
    client.wait("the bearer", lambda: not bearer.get_connected())
    # The bearer and its settings stay for the next time.
    again = simple.connect_sync(settings(apn="internet.vodafone.pt"), None)
    assert again.get_path() == bearer.get_path()
    simple.disconnect_sync(None, None)
    shown.reaches("registered")


def test_a_call_that_is_lost_is_not_made_again(shown, client, stick):
    item = client.modem()
    bearer = item.get_modem_simple().connect_sync(settings(apn="internet.vodafone.pt"), None)
    before = sum("ATD" in line for line in stick.sent())
    for child in shown.children():
        shown.run("kill", "-9", child)
    client.reaches(STATE.REGISTERED)
    client.wait("the bearer", lambda: not bearer.get_connected())
    assert client.get(bearer.get_path(), "org.freedesktop.ModemManager1.Bearer", "ConnectionError")[0]
    assert shown.stick()["org.ztemodem1.Connection"].get("NextAttempt") is None
    assert sum("ATD" in line for line in stick.sent()) == before


def test_a_call_of_our_own_interface_is_seen(shown, client, stick):
    assert shown.connect("{'apn': <'internet.vodafone.pt'>}") is None
    client.reaches(STATE.CONNECTED)
    modem = client.modem().get_modem()
    [bearer] = client.wait("a bearer", lambda: modem.list_bearers_sync(None))
    assert bearer.get_connected() and bearer.get_interface() == "ppp4242"
    # Who is asked to connect takes it over, with routes and names left to the asker.
    mine = client.modem().get_modem_simple().connect_sync(settings(apn="internet.vodafone.pt"), None)
    assert mine.get_path() != bearer.get_path()
    client.wait("one bearer", lambda: modem.get_bearer_paths() == [mine.get_path()])
    assert shown.call("Disconnect") is None
    client.reaches(STATE.REGISTERED)


def test_bearers_come_and_go(client, stick):
    modem = client.modem().get_modem()
    properties = ModemManager.BearerProperties.new()
    properties.set_apn("first")
    bearers = [modem.create_bearer_sync(properties, None) for _ in range(4)]
    assert error_of(modem.create_bearer_sync, properties, None) == (CORE, ModemManager.CoreError.TOOMANY)
    for bearer in bearers:
        modem.delete_bearer_sync(bearer.get_path(), None)
    client.wait("no bearer", lambda: not modem.get_bearer_paths())
    assert error_of(modem.delete_bearer_sync, bearers[0].get_path(), None) == (CORE, ModemManager.CoreError.NOTFOUND)


def test_a_pin_opens_the_sim(shown, client):
    shown.plug("--no-flood", "--delay-register", "0.1", "--pin", "1234")
    client.reaches(STATE.LOCKED)
    modem = client.modem().get_modem()
    assert modem.get_unlock_required() == ModemManager.ModemLock.SIM_PIN
    sim = modem.get_sim_sync(None)
    assert error_of(client.modem().get_modem_simple().connect_sync, settings(apn="internet"), None) == (
        EQUIPMENT, ModemManager.MobileEquipmentError.SIMPIN)
    assert error_of(sim.send_pin_sync, "4321", None) == (EQUIPMENT, ModemManager.MobileEquipmentError.INCORRECTPASSWORD)
    assert error_of(sim.send_pin_sync, "12", None) == (CORE, ModemManager.CoreError.INVALIDARGS)
    sim.send_pin_sync("1234", None)
    client.reaches(STATE.REGISTERED)
    shown.reaches("registered")
    shown.unplug()
    shown.wait("no object", lambda: shown.state() is None)


def test_the_radio_off_and_on(shown, client, virtual):
    modem = client.modem().get_modem()
    modem.disable_sync(None)
    client.reaches(STATE.DISABLED)
    assert shown.state() == "disabled"
    assert modem.get_power_state() == ModemManager.ModemPowerState.LOW
    modem.set_power_state_sync(ModemManager.ModemPowerState.LOW, None)
    modem.enable_sync(None)
    shown.reaches("registered")
    client.reaches(STATE.REGISTERED)


def test_networks_are_found_and_one_is_chosen(shown, client, virtual):
    network = client.modem().get_modem_3gpp()
    availability = ModemManager.Modem3gppNetworkAvailability
    found = {one.get_operator_code(): one.get_availability() for one in network.scan_sync(None)}
    assert found == {"26201": availability.CURRENT, "00102": availability.AVAILABLE, "26202": availability.FORBIDDEN}
    network.register_sync("00102", None)
    client.wait("it there", lambda: network.get_operator_code() == "00102")
    client.reaches(STATE.REGISTERED)
    assert error_of(network.register_sync, "26202", None) == (
        EQUIPMENT, ModemManager.MobileEquipmentError.NETWORKNOTALLOWED)
    assert error_of(network.register_sync, "home", None) == (CORE, ModemManager.CoreError.INVALIDARGS)
    network.register_sync("", None)
    assert "AT+COPS=0" in " ".join(shown.commands())


def test_the_radio_is_chosen(shown, client, virtual):
    modem, mode = client.modem().get_modem(), ModemManager.ModemMode
    third = getattr(mode, "3G")
    client.wait("what there is", lambda: len(modem.get_supported_modes()[1]) > 1)
    modem.set_current_modes_sync(third, mode.NONE, None)
    client.wait("it told", lambda: modem.get_current_modes()[1:] == (third, mode.NONE))
    assert shown.stick()["org.ztemodem1.Network"]["Mode"] == "3g"
    assert error_of(modem.set_current_modes_sync, getattr(mode, "5G"), mode.NONE, None) == (
        CORE, ModemManager.CoreError.UNSUPPORTED)


def test_what_cannot_be_done_says_so(client, stick):
    modem = client.modem()
    assert error_of(modem.get_modem().factory_reset_sync, "000000", None) == (CORE, ModemManager.CoreError.UNSUPPORTED)
    assert error_of(modem.get_modem_simple().connect_sync, settings(ip_type=ModemManager.BearerIpFamily.IPV6),
                    None) == (CORE, ModemManager.CoreError.UNSUPPORTED)
    assert modem.get_modem_voice() is None and modem.get_modem_firmware() is None


def test_a_refused_call_has_modemmanagers_name(client, stick):
    for number in ("ATD*99#", "ATD*99***1#"):
        stick.answer(number, "NO CARRIER")
    assert error_of(client.modem().get_modem_simple().connect_sync, settings(apn="internet.vodafone.pt"), None) == (
        CONNECTION, ModemManager.ConnectionError.NOCARRIER)


def test_messages(shown, client, virtual):
    item = client.modem()
    messaging = client.wait("the message service", item.get_modem_messaging)
    known = {message.get_path() for message in messaging.list_sync(None)}
    virtual.emulator("sms", "--from", "+491701234567", "--text", "Hello")

    def arrived():
        return [message for message in messaging.list_sync(None) if message.get_path() not in known]
    [message] = client.wait("the message", arrived)
    assert (message.get_text(), message.get_number()) == ("Hello", "+491701234567")
    assert message.get_state() == ModemManager.SmsState.RECEIVED
    properties = ModemManager.SmsProperties.new()
    properties.set_number("+491709999999")
    properties.set_text("Hi")
    draft = messaging.create_sync(properties, None)
    assert draft.get_state() == ModemManager.SmsState.UNKNOWN
    draft.send_sync(None)
    client.wait("it sent", lambda: draft.get_state() == ModemManager.SmsState.SENT)
    for one in (message, draft):
        messaging.delete_sync(one.get_path(), None)
    client.wait("them gone", lambda: {one.get_path() for one in messaging.list_sync(None)} == known)


def test_codes_of_the_network(client, virtual):
    ussd = client.wait("the interface", client.modem().get_modem_3gpp_ussd)
    assert "12.34" in ussd.initiate_sync("*100#", None)
    assert ussd.get_state() in (ModemManager.Modem3gppUssdSessionState.IDLE,
                                ModemManager.Modem3gppUssdSessionState.USER_RESPONSE)
    ussd.cancel_sync(None)
    assert error_of(ussd.initiate_sync, "hello", None) == (CORE, ModemManager.CoreError.INVALIDARGS)


def test_the_signal(client, virtual):
    signal = client.wait("the interface", client.modem().get_modem_signal)
    signal.setup_sync(5, None)
    client.wait("the rate", lambda: signal.get_rate() == 5)
    signal.setup_sync(0, None)


def test_the_cell_it_is_in(shown, client, stick):
    location = client.wait("the interface", client.modem().get_modem_location)
    assert location.get_capabilities() == location.get_enabled() == CELL
    network = client.wait("the cell", lambda: location.get_3gpp_sync(None))
    ours = shown.stick()["org.ztemodem1.Network"]
    assert network.get_operator_code() == ours["OperatorCode"]
    assert (network.get_location_area_code(), network.get_cell_id()) == (ours["Lac"], ours["CellId"]) == (0x1a2b, 0xc3d4)
    assert network.get_tracking_area_code() == 0
    # Whoever only listens is told by the property, once somebody wants that.
    assert location.get_signaled_3gpp() is None
    location.setup_sync(CELL, True, None)
    client.wait("the property", lambda: location.get_signaled_3gpp() and location.signals_location())
    stick.say("2", '\r\n+CREG: 1,"1A2C","F00D"\r\n')
    client.wait("the next cell", lambda: location.get_signaled_3gpp().get_cell_id() == 0xf00d)
    assert location.get_signaled_3gpp().get_location_area_code() == 0x1a2c


def test_where_it_is_may_be_unknown_or_unwanted(client, stick):
    location = client.wait("the interface", client.modem().get_modem_location)
    source = ModemManager.ModemLocationSource
    client.wait("the cell", lambda: location.get_3gpp_sync(None))
    for other in (source.GPS_RAW, source.GPS_NMEA, CELL | source.GPS_UNMANAGED):
        assert error_of(location.setup_sync, other, False, None) == (CORE, ModemManager.CoreError.UNSUPPORTED)
    assert error_of(location.set_gps_refresh_rate_sync, 5, None) == (CORE, ModemManager.CoreError.UNSUPPORTED)
    location.setup_sync(source.NONE, True, None)
    assert location.get_3gpp_sync(None) is None
    client.wait("the property", lambda: location.get_enabled() == source.NONE and location.get_signaled_3gpp() is None)
    location.setup_sync(CELL, False, None)
    assert location.get_3gpp_sync(None)


def test_ports_are_lent(shown, client, virtual):
    device = client.modem().get_modem().get_device()
    client.manager.inhibit_device_sync(device, None)
    client.wait("no modem", lambda: not client.modems())
    assert shown.reason() == "inhibited"
    client.manager.uninhibit_device_sync(device, None)
    client.reaches(STATE.REGISTERED)
    shown.reaches("registered")


def test_the_level_of_the_log_is_the_same(shown, client):
    client.manager.set_logging_sync("DEBUG", None)
    answer = shown.run("busctl", f"--address={shown.address}", "--json=short", "get-property", "org.ztemodem1",
                       "/org/ztemodem1", "org.ztemodem1.Manager", "LogLevel")
    assert json.loads(answer.stdout)["data"] == "debug"
    assert error_of(client.manager.set_logging_sync, "loud", None) == (CORE, ModemManager.CoreError.INVALIDARGS)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to call as another user")
def test_who_may_not_is_told_so_in_modemmanagers_words(shown, client, virtual):
    item = client.modem()
    client.wait("all interfaces", lambda: item.get_modem_messaging() and item.get_modem_signal())
    modem, sim = item.get_object_path(), client.get(item.get_object_path(), f"{BUS_NAME}.Modem", "Sim")
    stranger = Participant(shown.address, pwd.getpwnam("nobody").pw_uid)
    for path, interface, member, signature, arguments in [
            (ROOT, "", "ScanDevices", None, None), (modem, ".Modem", "Enable", "(b)", [False]),
            (modem, ".Modem", "Command", "(su)", ["AT", 1]), (modem, ".Modem.Simple", "Disconnect", "(o)", ["/"]),
            (modem, ".Modem.Modem3gpp", "Scan", None, None), (modem, ".Modem.Messaging", "List", None, None),
            (modem, ".Modem.Modem3gpp.Ussd", "Initiate", "(s)", ["*100#"]), (modem, ".Modem.Signal", "Setup", "(u)", [5]),
            (modem, ".Modem.Location", "Setup", "(ub)", [1, True]),
            (sim, ".Sim", "SendPin", "(s)", ["1234"])]:
        answer = stranger.ask("call", BUS_NAME, path, BUS_NAME + interface, member, signature, arguments)
        assert answer == f"{BUS_NAME}.Error.Core.Unauthorized", (member, answer)
    for interface, member in ((".Modem.Simple", "GetStatus"), (".Modem.Location", "GetLocation")):
        assert stranger.ask("call", BUS_NAME, modem, BUS_NAME + interface, member) == ""
    stranger.close()
    assert shown.state() == "registered"


def test_the_tree_leads_to_both(shown, client, stick):
    client.modem()
    for path in ("/", "/org", "/org/freedesktop", ROOT):
        answer = client.bus.call_sync(BUS_NAME, path, "org.freedesktop.DBus.Introspectable", "Introspect", None, None, 0,
                                      10000, None).unpack()[0]
        assert xml.fromstring(answer).findall("node"), path


@pytest.mark.skipif(not (INTERFACES / f"{BUS_NAME}.Modem.xml").exists(), reason="modemmanager-dev is not installed")
def test_every_interface_is_declared_as_modemmanager_declares_it(shown, client, virtual):
    item = client.modem()
    client.wait("all interfaces", lambda: item.get_modem_messaging() and item.get_modem_time())
    bearer = item.get_modem().create_bearer_sync(ModemManager.BearerProperties.new(), None)
    properties = ModemManager.SmsProperties.new()
    properties.set_number("+491709999999")
    properties.set_text("Hi")
    draft = item.get_modem_messaging().create_sync(properties, None)
    paths = [ROOT, item.get_object_path(), bearer.get_path(), client.get(item.get_object_path(), f"{BUS_NAME}.Modem", "Sim"), draft.get_path()]
    seen = {}
    for path in paths:
        answer = client.bus.call_sync(BUS_NAME, path, "org.freedesktop.DBus.Introspectable", "Introspect", None, None, 0,
                                      10000, None).unpack()[0]
        seen.update({interface.get("name"): members(interface) for interface in xml.fromstring(answer).iter("interface")
                     if interface.get("name").startswith(BUS_NAME)})
    assert len(seen) == 12
    for name, ours in seen.items():
        [theirs] = xml.parse(INTERFACES / f"{name}.xml").getroot().iter("interface")
        assert ours == members(theirs), name


def members(interface):
    def arguments(member):
        return [(argument.get("type"), argument.get("direction", "in") if member.tag == "method" else None)
                for argument in member.iter("arg")]
    return {(member.tag, member.get("name")): member.get("type") or arguments(member)
            for member in interface if member.tag in ("method", "signal", "property")}


def test_without_the_setting_nobody_is_told(possible, tmp_path):
    machine = Machine(tmp_path)
    try:
        owned = machine.run("busctl", f"--address={machine.address}", "--json=short", "call", "org.freedesktop.DBus", "/",
                            "org.freedesktop.DBus", "NameHasOwner", "s", BUS_NAME)
        assert '"data":[false]' in owned.stdout
    finally:
        machine.close()


def test_beside_modemmanager_the_service_goes_on(possible, tmp_path):
    machine = Machine(tmp_path, configured(tmp_path))
    try:
        machine.wait("the name", lambda: "are shown as ModemManager's" in machine.log.read_text())
        machine.kill_daemon()
        other = Client(machine.address)
        answer = other.bus.call_sync("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                     GLib.Variant("(su)", (BUS_NAME, 4)), None, 0, 10000, None).unpack()[0]
        assert answer == 1
        machine.start_daemon()
        machine.wait("a word", lambda: "ModemManager runs" in machine.log.read_text())
        stick = machine.plug_scripted()
        stick.is_in_its_network()
        machine.reaches("registered", STICK)
        # Nor is anything of it to be read under our other name, such as the texts of messages.
        tree = machine.run("busctl", f"--address={machine.address}", "tree", "--list", "org.ztemodem1").stdout.split()
        assert STICK in tree and [path for path in tree if path.startswith(f"{ROOT}/")] == []
        # It ends: the stick is shown in its place.
        other.close()
        machine.wait("the name", lambda: "are shown as ModemManager's" in machine.log.read_text().split("ModemManager runs")[-1])
        client = Client(machine.address)
        client.reaches(STATE.REGISTERED)
        client.close()
    finally:
        machine.close()
