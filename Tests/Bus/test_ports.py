"""What a stick says and does not say on its ports, over real ttys: whole conversations, silence, and a flood."""

import json
import threading
import time

import pytest
from callers import Caller
from machine import APN, STICK, grown, promptness

NETWORK = "org.ztemodem1.Network"
OTHER = "/org/ztemodem1/modem/usb1_2"
SILENT = "/org/ztemodem1/modem/usb1_8"
SILENT_IN_CALL = "/org/ztemodem1/modem/usb1_9"


@pytest.fixture
def plug(calling):
    plugged = []

    def plug(name="mf622", port="1-1"):
        plugged.append(port)
        return calling.plug_scripted(name, port)
    yield plug
    for port in plugged:
        calling.unplug(port)
    calling.wait("no stick", lambda: not {STICK, OTHER} & calling.objects().keys())


@pytest.fixture(scope="module", autouse=True)
def silent(calling):
    """Two sticks that fall silent, one of them in a call. Deadlines are deadlines: the other tests run meanwhile."""
    registered, in_call = ready(calling.plug_scripted(port="1-8")), ready(calling.plug_scripted(port="1-9"))
    for path in (SILENT, SILENT_IN_CALL):
        calling.reaches("registered", path)
    assert calling.call("Connect", APN, path=SILENT_IN_CALL) is None
    registered.hang("0", "2")
    in_call.hang("2")
    for stick in (registered, in_call):
        # Something to ask about, sooner than the next poll.
        stick.say("2", "\r\n+CREG: 2\r\n+CGREG: 2\r\n")
    return registered, in_call


def ready(stick):
    """A SIM that asks for nothing, in its network."""
    stick.is_in_its_network()
    return stick


def test_the_mf622_from_its_pin_to_a_call(calling, plug):
    stick = plug()
    calling.reaches("locked")
    assert calling.stick()["org.ztemodem1.Sim"]["PinRetries"] == 3
    assert calling.call("org.ztemodem1.Sim.SendPin", "1234") is None
    calling.reaches("registered")
    assert calling.connect(APN) is None
    assert calling.state() == "connected"
    assert calling.stick()["org.ztemodem1.Connection"]["Ip4"]["address"] == "10.1.2.3"
    assert calling.stick()["org.ztemodem1.Modem"]["EquipmentIdentifier"] == "235251122555115"
    assert calling.stick()[NETWORK]["OperatorName"] == "vodafone P"
    assert calling.call("Disconnect") is None
    calling.reaches("registered")
    assert stick.sent().count('AT+CPIN="1234"') == 1
    assert stick.sent("1") == [], "the diagnostics port is nobody's business"


def test_the_mf626_without_a_sim_and_then_with_one(calling, plug):
    plug("mf626")
    calling.reaches("failed")
    assert calling.reason() == "sim-missing"
    assert calling.connect()[0] == "org.ztemodem1.Error.SimMissing"
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    stick = plug("mf626")
    stick.answer("AT+CPIN?", "+CPIN: READY", "OK")
    calling.reaches("registered")
    modem = calling.stick()["org.ztemodem1.Modem"]
    assert (modem["Manufacturer"], modem["Model"]) == ("ZTE CORPORATION", "MF626")
    assert [role for _, role in modem["Ports"]] == ["unknown", "at", "unknown", "data"]
    assert calling.stick()[NETWORK]["CellId"] == 0xC3D4E5
    assert "SignalDbm" not in calling.stick()[NETWORK]
    name, message = calling.connect("{'number': <'*99#'>}")
    assert name == "org.ztemodem1.Error.DialFailed"
    assert "NO CARRIER" in message


def test_roles_follow_the_interfaces_whatever_the_ttys_are_called(calling, plug):
    """Both sticks go and come back in the other order. Two others have the first six ttys."""
    for first, second in (("1-1", "1-2"), ("1-2", "1-1")):
        sticks = {port: ready(plug(port=port)) for port in (first, second)}
        for port, number in ((first, 6), (second, 9)):
            path = OTHER if port == "1-2" else STICK
            calling.reaches("registered", path)
            assert [tuple(entry) for entry in calling.modem(path)["Ports"]] == [
                (f"ttyUSB{number}", "data"), (f"ttyUSB{number + 1}", "diag"), (f"ttyUSB{number + 2}", "at")]
            assert calling.call("Connect", APN, path=path) is None
            assert "ATD*99***1#" in sticks[port].sent("0")
        calling.unplug("1-1")
        calling.unplug("1-2")
        calling.wait("no stick", lambda: not {STICK, OTHER} & calling.objects().keys())


def test_ten_plugs_leave_nothing_behind(calling, plug):
    ready(plug())
    calling.reaches("registered")
    calling.unplug()
    calling.wait("no stick", lambda: calling.state() is None)
    before = calling.figures()
    for _ in range(10):
        ready(plug())
        calling.reaches("registered")
        calling.unplug()
        calling.wait("no stick", lambda: calling.state() is None)
    after = calling.figures()
    # The silent one may have its ports open or not, and what closes them a thread.
    assert after["descriptors"] - before["descriptors"] <= 4
    assert after["threads"] <= 3
    assert after["children"] == before["children"]
    assert grown(before, after) < 4096


@pytest.mark.parametrize("noise", [
    b"\0" * 5000, bytes(range(256)) * 40, b"\xff\xfe\r\r\r\n\n\n" * 500, b"> \r\nOK\r\nERROR\r\n+CME ERROR: 99999999\r\n" * 50,
], ids=["nuls", "all-bytes", "line-ends", "results"])
def test_noise_between_answers_changes_nothing(calling, plug, noise):
    stick = ready(plug())
    calling.reaches("registered")
    stick.say("2", noise.decode("latin-1"))
    stick.say("2", '\r\n+CREG: 5,"1A2B","C3D5"\r\n+CGREG: 2\r\n')
    calling.wait("the report after it", lambda: calling.stick()[NETWORK].get("CellId") == 0xC3D5)


def test_ten_megabytes_without_a_line_end_cost_no_memory(calling, plug):
    stick = ready(plug())
    calling.reaches("registered")
    before = calling.figures()
    for _ in range(10):
        stick.say("2", "x" * (1 << 20))
    stick.say("2", '\r\n+CREG: 5,"1A2B","C3D6"\r\n')
    calling.wait("the line after it", lambda: calling.stick()[NETWORK].get("CellId") == 0xC3D6)
    assert grown(before, calling.figures()) < 1024


class Latency:
    """How long GetAll takes, one after the other, on a connection that stays."""

    def __init__(self, machine, path):
        self._caller = Caller(machine.address)
        self._path = path
        self.times = []

    def measure(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            self._caller.get_all(self._path)
            self.times.append(time.monotonic() - start)

    def percentile(self, share):
        return sorted(self.times)[int(len(self.times) * share)]


def test_a_flood_of_reports_leaves_time_for_others(calling, plug):
    flooding, quiet = ready(plug()), ready(plug(port="1-2"))
    for path in (STICK, OTHER):
        calling.reaches("registered", path)
    before = calling.figures()
    latency = Latency(calling, OTHER)
    flooding.ask("flood", interface="2", line='\r\n+ZPASR: "UMTS"\r\n', rate=100_000)
    watcher = threading.Thread(target=latency.measure, args=(2,))
    watcher.start()
    # The other stick is heard as well.
    quiet.say("2", '\r\n+CREG: 5,"1A2B","C3D7"\r\n')
    calling.wait("the other stick's report", lambda: calling.stick(OTHER)[NETWORK].get("CellId") == 0xC3D7, limit=5)
    watcher.join()
    flood = flooding.ask("calm", interface="2")
    # For whoever runs this with -s.
    print(json.dumps({"p99_ms": round(latency.percentile(0.99) * 1000, 1), "calls": len(latency.times),
                      "lines_per_second": round(flood["bytes"] / 19 / flood["seconds"])}))
    assert latency.percentile(0.99) < promptness()
    assert flood["bytes"] > 100_000, "it was no flood"
    assert grown(before, calling.figures()) < 4096
    calling.wait("the flooding stick again", lambda: calling.stick()[NETWORK].get("AccessTechnology") == "umts")


def test_silence_fails_a_stick_and_leaves_a_call_alone(calling, silent):
    registered, in_call = silent
    calling.wait("the reason", lambda: calling.modem(SILENT_IN_CALL)["StateReason"] == "control-silent")
    assert calling.state(SILENT_IN_CALL) == "connected"
    assert "SignalDbm" not in calling.stick(SILENT_IN_CALL)[NETWORK]
    calling.reaches("failed", SILENT)
    assert calling.modem(SILENT)["StateReason"] == "no-answer"
    assert NETWORK not in calling.stick(SILENT)
    registered.hang()
    in_call.hang()
    calling.wait("the signal", lambda: "SignalDbm" in calling.stick(SILENT_IN_CALL)[NETWORK], limit=15)
    assert calling.modem(SILENT_IN_CALL)["StateReason"] == ""
    assert calling.state(SILENT_IN_CALL) == "connected"
    calling.reaches("registered", SILENT, limit=25)
