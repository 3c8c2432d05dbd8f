"""Who may own org.ztemodem1 and who may call what, asked of a real dbus-daemon with the file we ship."""

import grp
import os
import pathlib
import pwd
import shutil
import subprocess
import xml.etree.ElementTree as xml

import pytest
from policy_bus import BUS_NAME, POLICY, ROOT_PATH, SERVICE, PolicyBus

INTROSPECTION = pathlib.Path(__file__).resolve().parents[2] / "dbus" / "introspection"
STANDARD = {
    ("org.freedesktop.DBus.Introspectable", "Introspect"),
    ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects"),
    ("org.freedesktop.DBus.Peer", "GetMachineId"),
    ("org.freedesktop.DBus.Peer", "Ping"),
    ("org.freedesktop.DBus.Properties", "Get"),
    ("org.freedesktop.DBus.Properties", "GetAll"),
    ("org.freedesktop.DBus.Properties", "Set"),
}
DECLARED = {
    (interface.get("name"), method.get("name"))
    for file in INTROSPECTION.glob("*.xml")
    for interface in xml.parse(file).getroot().iter("interface")
    for method in interface.iter("method")
}
# Whether the caller may do it is what the service asks polkit.
REACH_THE_SERVICE = sorted(STANDARD | DECLARED)
# Not yet members: what an update adds must be closed until the policy says otherwise.
ONLY_ROOT_MAY = [("org.ztemodem1.Modem", "Unheard"), ("org.ztemodem1.Unheard", "Of")]

NOBODY = pwd.getpwnam("nobody").pw_uid
DIALOUT = grp.getgrnam("dialout").gr_gid


@pytest.fixture(scope="module")
def bus(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as several users")
    bus = PolicyBus(tmp_path_factory.mktemp("bus"))
    yield bus
    bus.close()


@pytest.fixture(scope="module")
def service(bus):
    service = bus.join(pwd.getpwnam(SERVICE).pw_uid)
    assert service.ask("own", BUS_NAME) is True
    return service


@pytest.fixture(scope="module")
def callers(bus, service):
    return {
        "root": bus.join(),
        "dialout": bus.join(NOBODY, [DIALOUT]),
        "other": bus.join(NOBODY),
    }


def test_the_bus_loads_the_file_without_a_complaint(bus, service):
    # Such as: Unknown group "dialout" in message bus configuration file.
    assert "configuration" not in bus.complaints.read_text()


@pytest.mark.parametrize("groups", [[], [DIALOUT]], ids=["other", "dialout"])
def test_nobody_else_owns_the_name(bus, groups):
    assert bus.join(NOBODY, groups).ask("own", BUS_NAME) == "org.freedesktop.DBus.Error.AccessDenied"


def test_root_may_own_it_where_the_service_is_root(bus):
    assert bus.join().ask("own", BUS_NAME) != "org.freedesktop.DBus.Error.AccessDenied"


@pytest.mark.parametrize("interface, member", REACH_THE_SERVICE, ids=map(".".join, REACH_THE_SERVICE))
def test_everybody_reaches_the_service(callers, interface, member):
    assert [who for who, caller in callers.items() if caller.may_call(interface, member)] == ["root", "dialout", "other"]


@pytest.mark.parametrize("interface, member", ONLY_ROOT_MAY, ids=map(".".join, ONLY_ROOT_MAY))
def test_what_is_not_listed_is_for_root_alone(callers, interface, member):
    assert [who for who, caller in callers.items() if caller.may_call(interface, member)] == ["root"]


@pytest.mark.parametrize("member", ["SetLogLevel", "Connect"])
def test_leaving_out_the_interface_opens_nothing(callers, member):
    assert [who for who, caller in callers.items() if caller.may_call(None, member)] == ["root"]


def test_every_rule_names_our_destination_or_name():
    for rule in xml.parse(POLICY).getroot().iter():
        if rule.tag in ("allow", "deny"):
            assert BUS_NAME in (rule.get("send_destination"), rule.get("own")), rule.attrib
    assert not list(xml.parse(POLICY).getroot().iter("limit")), "limits are for the whole bus"


@pytest.mark.parametrize("who", ["dialout", "other"])
def test_a_neighbours_broadcasts_reach_the_service_but_not_its_forgeries(service, callers, who):
    service.ask("listen", "interface='org.example.Neighbour'")
    callers[who].ask("signal", None, f"ToAllFrom_{who}")
    callers[who].ask("signal", service.ask("name"), f"ToUsFrom_{who}")
    # The neighbour's next answer from the bus comes after the bus has passed both on.
    callers[who].ask("signals")
    assert [name for name in service.ask("signals") if name.endswith(f"From_{who}")] == [f"ToAllFrom_{who}"]


def test_an_unprivileged_neighbours_answer_reaches_the_service(bus, service):
    neighbour = bus.join(NOBODY)
    assert neighbour.ask("own", "org.example.Neighbour") is True
    # An UnknownMethod or the like, from the neighbour: a lost answer would be NoReply.
    error = service.ask("call", "org.example.Neighbour", "/", "org.example.Neighbour", "Anything")
    assert error.startswith("org.freedesktop.DBus.Error.Unknown")


CLIENTS = {
    "busctl": ["busctl", "--address={address}", "call", BUS_NAME, ROOT_PATH, "org.ztemodem1.Manager", "{member}"],
    "gdbus": ["gdbus", "call", "--address", "{address}", "--dest", BUS_NAME, "--object-path", ROOT_PATH,
              "--method", "org.ztemodem1.Manager.{member}"],
    "dbus-send": ["dbus-send", "--bus={address}", "--print-reply", f"--dest={BUS_NAME}", ROOT_PATH,
                  "org.ztemodem1.Manager.{member}"],
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("user, groups, member, denied", [
    (0, [], "Unheard", False),
    (NOBODY, [DIALOUT], "ScanDevices", False),
    (NOBODY, [DIALOUT], "Unheard", True),
    (NOBODY, [], "ScanDevices", False),
    (NOBODY, [], "Unheard", True),
])
def test_what_a_user_of_the_usual_tools_sees(bus, service, client, user, groups, member, denied):
    if not shutil.which(client):
        pytest.skip(f"{client} is not installed")
    command = [word.format(address=bus.address, member=member) for word in CLIENTS[client]]
    run = subprocess.run(command, user=user, group=user, extra_groups=groups, cwd="/", text=True, timeout=30,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    # systemd's own words for AccessDenied, and the others' name of it.
    refused = "Access denied" in run.stdout or "AccessDenied" in run.stdout
    assert run.returncode != 0
    assert refused == denied, run.stdout
