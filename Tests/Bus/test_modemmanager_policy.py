"""Who may own ModemManager's name and call what, where one connection has both names: asked of a real dbus-daemon."""

import os
import pwd

import pytest
from policy_bus import BUS_NAME, MODEMMANAGER_POLICY, POLICY, SERVICE, PolicyBus
from test_policy import REACH_THE_SERVICE

MODEMMANAGER = "org.freedesktop.ModemManager1"
NOBODY = pwd.getpwnam("nobody").pw_uid
DENIED = "org.freedesktop.DBus.Error.AccessDenied"


# What the file of ModemManager's own package says first (1.20.4). It lies in /etc, which is read after /usr/share, and stays there
# when the package is removed without a purge.
THEIRS = f"""<busconfig>
  <policy context="default"><deny send_destination="{MODEMMANAGER}" send_type="method_call"/></policy>
  <policy user="root"><allow own="{MODEMMANAGER}"/><allow send_destination="{MODEMMANAGER}"/></policy>
</busconfig>
"""
OURS = [POLICY, MODEMMANAGER_POLICY]


# The bus reads the files of a folder in an order nobody knows.
@pytest.fixture(scope="module", params=[(0, 1), (1, 0), (0, 1, "theirs"), (1, 0, "theirs"), ("theirs", 0, 1)], ids=str)
def bus(request, tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as several users")
    folder = tmp_path_factory.mktemp("bus")
    theirs = folder / "theirs" / "org.freedesktop.ModemManager1.conf"
    theirs.parent.mkdir()
    theirs.write_text(THEIRS, encoding="ascii")
    bus = PolicyBus(folder, *[theirs if which == "theirs" else OURS[which] for which in request.param])
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
    (f"{MODEMMANAGER}.Modem.Location", "GetLocation"), (f"{MODEMMANAGER}.Modem.Time", "GetNetworkTime"), (f"{MODEMMANAGER}.Sim", "SendPin"), (f"{MODEMMANAGER}.Sms", "Send"),
    (f"{MODEMMANAGER}.Bearer", "Connect"), ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects"),
    ("org.freedesktop.DBus.Properties", "GetAll"), ("org.freedesktop.DBus.Peer", "Ping"),
])
def test_everybody_reaches_what_is_shown(bus, interface, member):
    assert bus.join(NOBODY).may_call(interface, member, MODEMMANAGER)


@pytest.mark.parametrize("interface, member", REACH_THE_SERVICE)
def test_everybody_reaches_our_own_interfaces_as_before(bus, interface, member):
    assert bus.join(NOBODY).may_call(interface, member)


@pytest.mark.parametrize("name", [BUS_NAME, MODEMMANAGER])
@pytest.mark.parametrize("interface, member", [
    (f"{MODEMMANAGER}.Modem.Voice", "CreateCall"), (f"{BUS_NAME}.Modem", "Unheard"), (f"{BUS_NAME}.Unheard", "Of"),
    (None, "Enable"),
])
def test_nothing_else_is_opened_by_either_name(bus, name, interface, member):
    assert not bus.join(NOBODY).may_call(interface, member, name)
    assert bus.join().may_call(interface, member, name)
