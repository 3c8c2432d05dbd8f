"""Who may own ModemManager's name and call what, where one connection has both names: asked of a real dbus-daemon."""

import os
import pwd

import pytest
from policy_bus import BUS_NAME, MODEMMANAGER_POLICY, POLICY, SERVICE, PolicyBus

MODEMMANAGER = "org.freedesktop.ModemManager1"
NOBODY = pwd.getpwnam("nobody").pw_uid
DENIED = "org.freedesktop.DBus.Error.AccessDenied"


# The bus reads the files of a folder in an order nobody knows.
@pytest.fixture(scope="module", params=[(POLICY, MODEMMANAGER_POLICY), (MODEMMANAGER_POLICY, POLICY)],
                ids=["ours first", "ours last"])
def bus(request, tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as several users")
    bus = PolicyBus(tmp_path_factory.mktemp("bus"), *request.param)
    service = bus.join(pwd.getpwnam(SERVICE).pw_uid)
    assert [service.ask("own", name) for name in (BUS_NAME, MODEMMANAGER)] == [True, True]
    yield bus
    bus.close()


def test_nobody_else_owns_the_name(bus):
    assert bus.join(NOBODY).ask("own", MODEMMANAGER) == DENIED


@pytest.mark.parametrize("interface, member", [
    (MODEMMANAGER, "ScanDevices"), (f"{MODEMMANAGER}.Modem", "Enable"), (f"{MODEMMANAGER}.Modem.Simple", "Connect"),
    (f"{MODEMMANAGER}.Modem.Modem3gpp", "Scan"), (f"{MODEMMANAGER}.Modem.Modem3gpp.Ussd", "Initiate"),
    (f"{MODEMMANAGER}.Modem.Messaging", "List"), (f"{MODEMMANAGER}.Modem.Signal", "Setup"),
    (f"{MODEMMANAGER}.Modem.Time", "GetNetworkTime"), (f"{MODEMMANAGER}.Sim", "SendPin"), (f"{MODEMMANAGER}.Sms", "Send"),
    (f"{MODEMMANAGER}.Bearer", "Connect"), ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects"),
    ("org.freedesktop.DBus.Properties", "GetAll"), ("org.freedesktop.DBus.Peer", "Ping"),
])
def test_everybody_reaches_what_is_shown(bus, interface, member):
    assert bus.join(NOBODY).may_call(interface, member, MODEMMANAGER)


@pytest.mark.parametrize("name", [BUS_NAME, MODEMMANAGER])
@pytest.mark.parametrize("interface, member", [
    (f"{MODEMMANAGER}.Modem.Voice", "CreateCall"), (f"{BUS_NAME}.Modem", "Unheard"), (f"{BUS_NAME}.Unheard", "Of"),
    (None, "Enable"),
])
def test_nothing_else_is_opened_by_either_name(bus, name, interface, member):
    assert not bus.join(NOBODY).may_call(interface, member, name)
    assert bus.join().may_call(interface, member, name)
