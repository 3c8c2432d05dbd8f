"""What SIMs have used: counted, kept over a restart, shown without a stick; and what a limit does."""

import json
import pathlib
import sqlite3
import time

import pytest
from machine import APN, BUS_NAME, STAYS, in_its_network, programs

ERROR = "org.ztemodem1.Error."
USAGE = "org.ztemodem1.Usage"
SIMS = "/org/ztemodem1/sim/"
INTERFACE = "ppp4242"
# The counters are looked at every 15 s.
LOOK = 25


@pytest.fixture
def used(possible, tmp_path):
    """A stick in its network, with a pppd that stays and counters of the kernel that a test sets."""
    with in_its_network(tmp_path, pppd=STAYS) as machine:
        yield machine


def count(machine, received, sent, packets=0):
    """What the kernel shows of the call's interface."""
    folder = pathlib.Path(machine.root) / "sys/class/net" / INTERFACE / "statistics"
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (("tx_packets", packets), ("tx_bytes", sent), ("rx_bytes", received)):
        (folder / name).write_text(f"{value}\n")


def sims(machine):
    return {path: interfaces[USAGE] for path, interfaces in machine.objects().items() if USAGE in interfaces}


def only(machine):
    """(path, properties) of the one SIM there is."""
    [sim] = sims(machine).items()
    return sim


def today(machine):
    return only(machine)[1]["Today"]


def query(machine, start, end, step):
    answer = machine.run("busctl", f"--address={machine.address}", "--json=short", "call", BUS_NAME, only(machine)[0], USAGE,
                         "Query", "tts", start, end, step)
    assert answer.returncode == 0, answer.stderr
    return [{key: value["data"] for key, value in period.items()} for period in json.loads(answer.stdout)["data"][0]]


def set_limit(machine, limit):
    return machine.call(f"{USAGE}.SetLimit", limit, path=only(machine)[0])


def events(machine):
    return [entry["event"] for entry in machine.stick()["org.ztemodem1.Connection"]["History"]]


def test_what_was_used_stays(used):
    path, before = only(used)
    assert path == SIMS + used.stick()["org.ztemodem1.Sim"]["SimId"]
    assert (before["Today"]["rx-bytes"], before["Limit"]) == (0, {})
    assert before["Month"]["time"] <= before["Today"]["time"] <= time.time()
    count(used, 1000, 100)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["rx-bytes"] == 1000)
    # What came since is counted when the call is ended.
    count(used, 5000, 300)
    assert used.call("Disconnect") is None
    after = today(used)
    assert (after["rx-bytes"], after["tx-bytes"], after["roaming-rx-bytes"]) == (5000, 300, 0)
    # Another call, whose counters begin anew.
    count(used, 70, 7)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["rx-bytes"] == 5070)

    used.unplug()
    used.wait("the stick gone", lambda: not used.modem())
    assert sims(used).keys() == {path}
    assert used.stop_daemon() == 0
    used.start_daemon()
    assert only(used)[0] == path
    assert (today(used)["rx-bytes"], today(used)["tx-bytes"]) == (5070, 307)

    now = int(time.time())
    for step, length in (("hour", 3600), ("day", 86400), ("month", 31 * 86400)):
        [period] = query(used, now - 3600, now + 1, step)
        assert (period["rx-bytes"], period["tx-bytes"]) == (5070, 307)
        assert now - length - 3600 <= period["time"] <= now
    assert query(used, 0, now - 7200, "day") == []
    assert query(used, now + 3600, 2**64 - 1, "day") == []
    # The stick has the same SIM.
    used.stick_process = used.plug_scripted()
    used.stick_process.is_in_its_network()
    used.reaches("registered")
    assert SIMS + used.stick()["org.ztemodem1.Sim"]["SimId"] == path
    assert sims(used).keys() == {path}


def test_abroad_is_told_apart(used):
    for name in ("CREG", "CGREG"):
        used.stick_process.answer(f"AT+{name}?", f"+{name}: 2,5", "OK")
    used.stick_process.say("2", "\r\n+CREG: 5\r\n+CGREG: 5\r\n")
    used.wait("roaming", lambda: used.stick().get("org.ztemodem1.Network", {}).get("Registration") == "roaming")
    count(used, 1000, 100)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["roaming-rx-bytes"] == 1000)
    assert today(used)["rx-bytes"] == 1000


def test_kill_9_keeps_what_was_written_and_the_name(used):
    count(used, 1000, 100)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["rx-bytes"] == 1000)
    assert used.call("Disconnect") is None
    path = only(used)[0]
    with sqlite3.connect(used.folder / "state.db") as database:
        used.wait("it on the disk", lambda: database.execute("SELECT sum(rx), sum(tx) FROM usage").fetchone() == (1000, 100))
    used.kill_daemon()
    used.start_daemon()
    assert only(used)[0] == path
    assert (today(used)["rx-bytes"], today(used)["tx-bytes"]) == (1000, 100)


def test_no_iccid_is_in_sight(used):
    """Neither on the bus nor in the log."""
    seen = json.dumps(used.objects()) + used.log.read_text()
    with sqlite3.connect(used.folder / "state.db") as database:
        [(card,)] = database.execute("SELECT card FROM sim").fetchall()
    assert len(card) >= 18
    assert card not in seen and card[-8:] not in seen


@pytest.mark.parametrize("limit, word", [
    ("{'bytes': <uint64 0>}", "bytes"), ("{'bytes': <uint64 18446744073709551615>}", "bytes"), ("{'bytes': <5>}", "bytes"),
    ("{'first-day': <uint32 1>}", "bytes"), ("{'bytes': <uint64 5>, 'first-day': <uint32 29>}", "first-day"),
    ("{'bytes': <uint64 5>, 'first-day': <uint32 0>}", "first-day"), ("{'bytes': <uint64 5>, 'first-day': <'1'>}", "first-day"),
    ("{'bytes': <uint64 5>, 'action': <'explode'>}", "action"), ("{'bytes': <uint64 5>, 'action': <true>}", "action"),
    ("{'bytes': <uint64 5>, 'colour': <'blue'>}", "colour"),
])
def test_a_bad_limit_is_named_and_not_kept(shared, limit, word):
    name, message = set_limit(shared, limit)
    assert name == ERROR + "InvalidArguments"
    assert word in message
    assert only(shared)[1]["Limit"] == {}


@pytest.mark.parametrize("start, end, step, word", [(0, 1, "year", "step"), (2, 1, "day", "from")])
def test_a_bad_question_is_named(shared, start, end, step, word):
    name, message = shared.call(f"{USAGE}.Query", f"uint64 {start}", f"uint64 {end}", f"'{step}'", path=only(shared)[0])
    assert name == ERROR + "InvalidArguments"
    assert word in message


@pytest.fixture(scope="module")
def shared(possible, tmp_path_factory):
    with in_its_network(tmp_path_factory.mktemp("machine"), pppd=STAYS) as machine:
        yield machine


def test_a_warning_is_shown_and_ends_nothing(used):
    assert set_limit(used, "{'bytes': <uint64 1000>, 'first-day': <uint32 15>}") is None
    assert only(used)[1]["Limit"] == {"bytes": 1000, "first-day": 15, "action": "warn", "used": 0, "exceeded": False}
    count(used, 900, 100)
    assert used.connect(APN) is None
    used.wait("the limit in the history", lambda: "limit" in events(used))
    limit = only(used)[1]["Limit"]
    assert (limit["used"], limit["exceeded"]) == (1000, True)
    assert used.state() == "connected"
    # It is there after a restart, and so is the warning.
    assert used.stop_daemon() == 0
    used.start_daemon()
    assert only(used)[1]["Limit"]["exceeded"] is True


def test_a_limit_ends_the_call_and_refuses_the_next(used):
    assert set_limit(used, "{'bytes': <uint64 1000>, 'action': <'disconnect'>}") is None
    count(used, 500, 0)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["rx-bytes"] == 500)
    count(used, 2000, 0)
    used.reaches("registered", limit=LOOK)
    connection = used.stick()["org.ztemodem1.Connection"]
    assert connection["LastError"][0] == ERROR + "QuotaExceeded"
    dials = len([line for line in used.stick_process.sent() if line.startswith("ATD")])
    name, message = used.connect(APN)
    assert name == ERROR + "QuotaExceeded"
    assert "1000 bytes" in message and "SetLimit" in message and "--limit none" in message
    assert len([line for line in used.stick_process.sent() if line.startswith("ATD")]) == dials
    client = used.run(programs() / "zte-client", "usage", "--limit", "none")
    assert (client.returncode, client.stdout, client.stderr) == (0, "no limit\n", "")
    assert only(used)[1]["Limit"] == {}
    assert used.connect(APN) is None


def test_the_client_shows_it(used):
    count(used, 2_000_000, 500_000)
    assert used.connect(APN) is None
    used.wait("the first look", lambda: today(used)["rx-bytes"] == 2_000_000)
    table = used.run(programs() / "zte-client", "usage")
    assert table.returncode == 0, table.stderr
    assert "2 MB      500 kB" in table.stdout
    answer = json.loads(used.run(programs() / "zte-client", "usage", "--json").stdout)
    assert answer["path"] == only(used)[0] and answer["Usage"][0]["rx-bytes"] == 2_000_000
    assert used.run(programs() / "zte-client", "usage", "--plot").stdout.count("█") > 20


def test_where_nothing_can_be_written_it_is_counted_all_the_same(possible, tmp_path):
    with in_its_network(tmp_path, ["--state-dir", "/nonexistent"], pppd=STAYS) as machine:
        count(machine, 1000, 100)
        assert machine.connect(APN) is None
        machine.wait("the first look", lambda: today(machine)["rx-bytes"] == 1000)
        name, message = set_limit(machine, "{'bytes': <uint64 5>}")
        assert name == ERROR + "StorageFailed" and "disk" in message
        assert only(machine)[1]["Limit"] == {}
        assert machine.log.read_text().count("what was used is not kept") == 1
