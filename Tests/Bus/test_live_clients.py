"""The usual clients of D-Bus on the real daemon: each lists, reads, calls, reads a refusal and watches. And what the bus
says of our objects is what is in dbus/introspection."""

import json
import shutil
import signal
import subprocess
import xml.etree.ElementTree as xml
from dataclasses import dataclass, replace

import pytest
from machine import BUS_NAME, HERE, REPOSITORY, STICK, programs

ROOT = "/org/ztemodem1"
MODEM, SIM = "org.ztemodem1.Modem", "org.ztemodem1.Sim"
STANDARD = {"org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Peer", "org.freedesktop.DBus.Properties"}
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"


@dataclass(frozen=True)
class Client:
    """Commands; {address} is the bus. None is what a client cannot do, which `without` explains."""
    program: tuple
    package: str
    list: tuple = None
    read: tuple = None
    disconnect: tuple = None
    refused: tuple = None
    watch: tuple = None
    # busctl, and dasbus without a table of names, show the sentence alone.
    shows_error_name: bool = True
    # Why the others are None.
    without: str = ""
    # An import that has to work.
    needs: str = ""


def live_client(library, package, **changes):
    python = ("/usr/bin/python3", HERE / "live_client.py", library)
    return Client(
        program=("/usr/bin/python3",), package=package, needs=changes.pop("needs", "gi"),
        list=(*python, "list"), read=(*python, "read", STICK, MODEM, "State"),
        disconnect=(*python, "call", STICK, MODEM, "Disconnect"),
        refused=(*python, "call", STICK, SIM, "SendPin", "12"), watch=(*python, "watch"), **changes)


BUSCTL = ("busctl", "--address={address}")
GDBUS = ("--system", "--dest", BUS_NAME, "--object-path")
GDBUS_CALL = ("gdbus", "call", *GDBUS)
DBUS_SEND = ("dbus-send", "--system", "--print-reply", f"--dest={BUS_NAME}")
QDBUS = ("{program}", "--system", BUS_NAME)
ZTE_CLIENT = (programs() / "zte-client" if programs() else "zte-client",)
MANAGED = f"{OBJECT_MANAGER}.GetManagedObjects"
GET = "org.freedesktop.DBus.Properties.Get"

CLIENTS = {
    "busctl": Client(
        program=("busctl",), package="systemd",
        list=(*BUSCTL, "tree", "--list", BUS_NAME), read=(*BUSCTL, "get-property", BUS_NAME, STICK, MODEM, "State"),
        disconnect=(*BUSCTL, "call", BUS_NAME, STICK, MODEM, "Disconnect"),
        refused=(*BUSCTL, "call", BUS_NAME, STICK, SIM, "SendPin", "s", "12"),
        watch=(*BUSCTL, f"--match=type='signal',sender='{BUS_NAME}'", "monitor"), shows_error_name=False),
    "gdbus": Client(
        program=("gdbus",), package="libglib2.0-bin",
        list=(*GDBUS_CALL, ROOT, "--method", MANAGED), read=(*GDBUS_CALL, STICK, "--method", GET, MODEM, "State"),
        disconnect=(*GDBUS_CALL, STICK, "--method", f"{MODEM}.Disconnect"),
        refused=(*GDBUS_CALL, STICK, "--method", f"{SIM}.SendPin", "12"),
        watch=("gdbus", "monitor", *GDBUS, STICK)),
    "dbus-send": Client(
        program=("dbus-send", "dbus-monitor"), package="dbus-bin",
        list=(*DBUS_SEND, ROOT, MANAGED), read=(*DBUS_SEND, STICK, GET, f"string:{MODEM}", "string:State"),
        disconnect=(*DBUS_SEND, STICK, f"{MODEM}.Disconnect"),
        refused=(*DBUS_SEND, STICK, f"{SIM}.SendPin", "string:12"),
        # Its companion.
        watch=("dbus-monitor", "--address", "{address}", f"sender='{BUS_NAME}'")),
    "dasbus": live_client("dasbus", "python3-dasbus", needs="dasbus", shows_error_name=False),
    "Gio": live_client("gio", "python3-gi"),
    "qdbus": Client(
        # By its name in Debian, in other systems, and with Qt 5.
        program=(("/usr/lib/qt6/bin/qdbus", "qdbus6", "qdbus"),), package="qdbus-qt6",
        list=QDBUS, read=(*QDBUS, STICK, f"{MODEM}.State"), disconnect=(*QDBUS, STICK, f"{MODEM}.Disconnect"),
        refused=(*QDBUS, STICK, f"{SIM}.SendPin", "12"), without="by design it makes one call and ends"),
    "zte-client": Client(
        program=ZTE_CLIENT, package="the one of this project", list=(*ZTE_CLIENT, "list", "--json"),
        read=(*ZTE_CLIENT, "show", "--json"), disconnect=(*ZTE_CLIENT, "disconnect"), watch=(*ZTE_CLIENT, "monitor"),
        without="it sends no PIN outside of connect"),
}


def find(name):
    """The client with the words of this machine; skips where it is not installed."""
    client = CLIENTS[name]
    for program in client.program:
        names = program if isinstance(program, tuple) else (program,)
        found = next((path for path in map(shutil.which, names) if path), None)
        if not found:
            pytest.skip(f"{names[0]} is not installed (package {client.package})")
    if client.needs and subprocess.run(["/usr/bin/python3", "-c", f"import {client.needs}"], stderr=subprocess.DEVNULL,
                                       check=False).returncode:
        pytest.skip(f"{client.package} is not installed")
    return replace(client, program=found)


def those_that_can(action):
    return pytest.mark.parametrize(
        "client", [name for name, client in CLIENTS.items() if getattr(client, action)], indirect=True)


@pytest.fixture
def client(request, busy):
    return find(request.param)


def test_what_a_client_cannot_do_is_explained():
    for name, client in CLIENTS.items():
        commands = (client.list, client.read, client.disconnect, client.refused, client.watch)
        assert bool(client.without) == (None in commands), name


def words(client, command, busy):
    return [str(word).format(address=busy.address, program=client.program) for word in command]


@those_that_can("list")
def test_lists_the_objects(busy, client):
    answer = busy.run(*words(client, client.list, busy))
    assert answer.returncode == 0, answer.stderr
    # Those of SIMs are knowledge, not things that are there: zte-client lists sticks.
    missing = [path for path in busy.objects() if "/sim/" not in path and path not in answer.stdout]
    assert not missing


@those_that_can("read")
def test_reads_a_property(busy, client):
    answer = busy.run(*words(client, client.read, busy))
    assert answer.returncode == 0, answer.stderr
    assert "registered" in answer.stdout


@those_that_can("disconnect")
def test_calls_a_method(busy, client):
    answer = busy.run(*words(client, client.disconnect, busy))
    assert answer.returncode == 0, answer.stderr


@those_that_can("refused")
def test_is_refused_in_words(busy, client):
    answer = busy.run(*words(client, client.refused, busy))
    assert answer.returncode != 0, answer.stdout
    # qdbus writes errors where it writes results.
    shown = answer.stderr + answer.stdout
    assert "4 to 8 digits" in shown, "the sentence for a person is missing"
    assert ("org.ztemodem1.Error.InvalidArguments" in shown) == client.shows_error_name, shown


@those_that_can("watch")
def test_sees_a_stick_fall_from_its_network(busy, client, tmp_path):
    command = words(client, client.watch, busy)
    output = tmp_path / "output"
    with output.open("w") as file:
        watcher = subprocess.Popen(
            busy.enter("env", f"DBUS_SYSTEM_BUS_ADDRESS={busy.address}", *command), stdout=file, stderr=subprocess.STDOUT)
    try:
        # Again until it listens: most say nothing when they begin to.
        for registration in (2, 1) * 20:
            for name in ("CREG", "CGREG"):
                busy.stick_process.answer(f"AT+{name}?", f"+{name}: 2,{registration}", "OK")
            busy.stick_process.say("2", f"\r\n+CREG: {registration}\r\n+CGREG: {registration}\r\n")
            busy.reaches("searching" if registration == 2 else "registered")
            if registration == 1 and "searching" in output.read_text():
                break
        assert "searching" in output.read_text(), output.read_text()
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(5)


# --- What the bus says of itself --------------------------------------------------------------------------------------


def introspect(busy, path):
    answer = busy.run("busctl", f"--address={busy.address}", "call", "--json=short", BUS_NAME, path,
                      "org.freedesktop.DBus.Introspectable", "Introspect")
    assert answer.returncode == 0, f"{path}: {answer.stderr}"
    return xml.fromstring(json.loads(answer.stdout)["data"][0])


def interfaces(node):
    return {interface.get("name"): canonical(interface) for interface in node.iter("interface")}


def canonical(element):
    """The same for two elements that say the same, whatever the blanks between."""
    return xml.canonicalize(xml.tostring(element, encoding="unicode"), strip_text=True)


@pytest.fixture(scope="module")
def committed():
    folder = REPOSITORY / "dbus" / "introspection"
    return {name: text for file in folder.glob("*.xml") for name, text in interfaces(xml.parse(file).getroot()).items()}


def tree(busy):
    """Every path on the way to an object, and the names below it."""
    children = {"/": set()}
    for path in [ROOT, *busy.objects()]:
        above = "/"
        for name in path.strip("/").split("/"):
            children[above].add(name)
            above = f"{above.rstrip('/')}/{name}"
            children.setdefault(above, set())
    return children


def test_introspection_of_each_object_is_what_is_committed(busy, committed):
    objects = busy.objects()
    assert objects
    for path, shown in objects.items():
        ours = {name: text for name, text in interfaces(introspect(busy, path)).items() if name.startswith(BUS_NAME)}
        # Not how many: a later version has more.
        assert ours.keys() == {name for name in shown if name.startswith(BUS_NAME)}, path
        for name, text in ours.items():
            assert text == committed[name], f"{path}: {name}"


def test_introspection_of_the_root_is_what_is_committed(busy, committed):
    shown = interfaces(introspect(busy, ROOT))
    assert OBJECT_MANAGER in shown
    ours = {name: text for name, text in shown.items() if name.startswith(BUS_NAME)}
    assert f"{BUS_NAME}.Manager" in ours
    for name, text in ours.items():
        assert text == committed[name], name


def test_every_object_has_the_standard_interfaces(busy):
    for path in [ROOT, *busy.objects()]:
        assert STANDARD <= interfaces(introspect(busy, path)).keys(), path


def test_nodes_lead_to_every_object(busy):
    for path, names in tree(busy).items():
        assert {node.get("name") for node in introspect(busy, path).findall("node")} == names, path
