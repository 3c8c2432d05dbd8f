"""Sticks as ModemManager's, to the library that Plasma has: ModemManagerQt, in a program of its own."""

import json
import pathlib
import queue
import shutil
import subprocess
import threading
import time

import pytest
from machine import HERE, STAYS, Machine
from modemmanager import BUS_NAME, ROOT, ModemManager, configured


STATE = ModemManager.ModemState
HEADERS = pathlib.Path("/usr/include/KF5/ModemManagerQt")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    if not shutil.which("g++"):
        pytest.skip("g++ is not installed (package g++)")
    if not HEADERS.is_dir():
        pytest.skip("ModemManagerQt is not installed (package modemmanager-qt-dev)")

    def flags(kind):
        return subprocess.run(["pkg-config", kind, "Qt5DBus", "ModemManager"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.split()
    program = tmp_path_factory.mktemp("qt") / "qt_client"
    subprocess.run(["g++", "-std=c++17", "-fPIC", "-Wall", "-Werror", f"-isystem{HEADERS.parent}", f"-isystem{HEADERS}",
                    *(flag.replace("-I", "-isystem") for flag in flags("--cflags")), "-o", program,
                    HERE / "qt_client.cpp", "-lKF5ModemManagerQt", *flags("--libs")], check=True)
    return program


class QtClient:
    """The program, and what it has said that nobody has asked for yet."""

    def __init__(self, machine, program):
        self.process = machine.start("env", f"DBUS_SYSTEM_BUS_ADDRESS={machine.address}", program, stdin=subprocess.PIPE)
        self.said, self.answers = queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            said = json.loads(line)
            (self.said if said.keys() & {"added", "removed", "path"} else self.answers).put(said)

    def ask(self, *words, limit=60):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.answers.get(timeout=limit)

    def hears(self, what, limit=20):
        """Waits until it says something that has all of this in it."""
        deadline = time.monotonic() + limit
        while True:
            said = self.said.get(timeout=max(deadline - time.monotonic(), 0))
            if what.items() <= said.items():
                return said

    def modems(self):
        return self.ask("show")["modems"]

    def wait(self, what, look, limit=20):
        deadline = time.monotonic() + limit
        while True:
            seen = look(self.modems())
            if seen:
                return seen
            assert time.monotonic() < deadline, f"waited {limit} s for {what}, seen: {self.modems()}"
            time.sleep(0.05)

    def one(self, **expected):
        """The one modem, once it has these properties."""
        def look(modems):
            return modems[0] if len(modems) == 1 and expected.items() <= modems[0].items() else None
        return self.wait(f"one with {expected}", look)


@pytest.fixture(scope="module")
def shown(possible, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    machine = Machine(folder, configured(folder), pppd=STAYS)
    machine.wait("the name", lambda: "are shown as ModemManager's" in machine.log.read_text())
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def client(program, shown):
    client = QtClient(shown, program)
    assert client.modems() == []
    return client


@pytest.fixture
def stick(client, shown):
    """Plugged in while the program looks, for one test."""
    with shown.stick_in_its_network() as stick:
        yield stick


def test_a_stick_is_noticed_when_it_comes_and_when_it_goes(shown, client):
    stick = shown.plug_scripted()
    stick.is_in_its_network()
    shown.arrive()
    path = client.hears({})["added"]
    assert path.startswith(f"{ROOT}/Modem/")
    client.one(path=path, state=STATE.REGISTERED)
    shown.unplug()
    assert client.hears({"removed": path})
    client.wait("no modem", lambda modems: modems == [])
    shown.wait("no object", lambda: shown.state() is None)


def test_it_shows_what_the_stick_is(shown, client, stick):
    ours, network = shown.modem(), shown.stick()["org.ztemodem1.Network"]
    modem = client.one(state=STATE.REGISTERED, operator=network["OperatorCode"])
    assert modem["gsm"] is True
    assert (modem["model"], modem["imei"]) == (ours["Model"], ours["EquipmentIdentifier"])
    assert (modem["device"], modem["port"]) == (ours["SysfsPath"], ours["PrimaryPort"])
    assert modem["lock"] == ModemManager.ModemLock.NONE
    assert modem["registration"] == ModemManager.Modem3gppRegistrationState.HOME
    assert modem["name"] == network["OperatorName"]
    assert modem["sim"] == shown.stick()["org.ztemodem1.Sim"]["SimId"]
    client.one(signal=shown.stick()["org.ztemodem1.Network"]["SignalQuality"])


def test_one_that_was_there_before_is_listed(shown, program, stick):
    late = QtClient(shown, program)
    late.one(state=STATE.REGISTERED, imei=shown.modem()["EquipmentIdentifier"])
    late.process.stdin.close()
    assert late.process.wait(10) == 0


def test_it_connects_and_disconnects(shown, client, stick):
    path = client.one(state=STATE.REGISTERED)["path"]
    bearer = client.ask("connect", "internet.vodafone.pt")["bearer"]
    client.hears({"path": path, "state": STATE.CONNECTED})
    modem = client.one(state=STATE.CONNECTED)
    assert modem["bearers"] == [
        {"path": bearer, "connected": True, "interface": "ppp4242", "address": "10.1.2.3", "dns": "192.0.2.53"}]
    assert shown.state() == "connected"
    assert client.ask("disconnect") == {"error": ""}
    client.hears({"path": path, "state": STATE.REGISTERED})
    shown.reaches("registered")


def test_a_refusal_has_modemmanagers_name(shown, client, stick):
    client.one(state=STATE.REGISTERED)
    for number in ("ATD*99#", "ATD*99***1#"):
        stick.answer(number, "NO CARRIER")
    assert client.ask("connect", "internet.vodafone.pt") == {"error": f"{BUS_NAME}.Error.Connection.NoCarrier"}


def test_it_knows_the_cell(client, stick):
    client.one(state=STATE.REGISTERED, operator="26801")
    assert client.ask("locate") == {"location": {"1": "268,01,1A2B,C3D4,0"}}
