"""The safe-box of messages: everything is taken from the SIM, once, and kept; what is sent is sent once."""

import json
import os
import subprocess
import time

import pytest
from machine import BUS_NAME, REPOSITORY, STICK, Machine, programs

ERROR = "org.ztemodem1.Error."
STORE = "org.ztemodem1.MessageStore"
MESSAGING = "org.ztemodem1.Messaging"
FROM, TO = "+491701234567", "+491709999999"


@pytest.fixture
def box(possible, tmp_path):
    """A virtual stick in its network, whose state is where a test can fill the disk."""
    machine = Machine(tmp_path, ["--state-dir", "/run/lock"])
    try:
        machine.plug("--delay-register", "0.1", "--no-flood")
        machine.reaches("registered")
        machine.wait("the message service", lambda: MESSAGING in machine.stick())
        yield machine
    finally:
        machine.close()


def client(machine, *words, status=0):
    answer = machine.run(programs() / "zte-client", *words)
    assert answer.returncode == status, answer.stderr
    return answer.stdout if status == 0 else answer.stderr


def begin_anew(machine):
    """A service that knows whose SIM is in the stick."""
    machine.start_daemon()
    machine.wait("its SIM", lambda: machine.stick().get("org.ztemodem1.Sim", {}).get("SimId"))


def messages(machine, *words):
    """The oldest first, with what they say."""
    return list(reversed(json.loads(client(machine, "sms", "list", "--json", "--limit", "1000", *words))))


def texts(machine):
    return [message.get("text") for message in messages(machine, "--direction", "received")]


def deliver(machine, text, *options):
    machine.emulator("sms", "--from", FROM, *options, "--text", text.replace(" ", "_"))


def on_sim(machine):
    """How many messages the stick and the SIM still hold, and the network for them."""
    stores = json.loads(machine.emulator("sms-stores"))
    return len(stores["SM"]) + len(stores["ME"]) + stores["waiting"]


def sim_path(machine):
    [path] = [path for path, interfaces in machine.objects().items() if STORE in interfaces]
    return path


def storage_full(machine):
    return machine.objects()[sim_path(machine)][STORE]["StorageFull"]


def test_a_message_leaves_the_sim_and_stays(box):
    deliver(box, "Hello")
    box.wait("the message", lambda: texts(box) == ["Hello"])
    box.wait("an empty SIM", lambda: on_sim(box) == 0)
    [message] = messages(box)
    assert (message["number"], message["state"], message["direction"]) == (FROM, "received", "received")
    # Without a stick, and after a restart.
    box.unplug()
    box.wait("the stick gone", lambda: not box.modem())
    assert texts(box) == ["Hello"]
    assert box.stop_daemon() == 0
    box.start_daemon()
    assert texts(box) == ["Hello"]
    client(box, "sms", "delete", message["id"])
    assert "no message" in client(box, "sms", "show", message["id"], status=1)
    assert messages(box) == []


def test_a_burst_of_100_none_lost_none_doubled(box):
    sent = [f"number{number}" for number in range(100)]
    for text in sent:
        deliver(box, text)
    box.wait("all of them", lambda: len(texts(box)) >= 100, limit=60)
    box.wait("an empty SIM", lambda: on_sim(box) == 0)
    assert sorted(texts(box)) == sorted(sent)


@pytest.mark.parametrize("command, count", [("AT+CMGL", 1), ("AT+CMGD", 1), ("AT+CMGD", 2), ("AT+CMGD", 7), ("AT+CMGD", 12)])
def test_kill_9_at_a_step_of_taking_them(box, command, count):
    box.kill_daemon()
    sent = [f"number{number}" for number in range(12)]
    for text in sent:
        deliver(box, text)
    before = len([line for line in box.commands() if line.startswith(command)])
    box.start_daemon()
    deadline = time.monotonic() + 30
    while len([line for line in box.commands() if line.startswith(command)]) - before < count:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    box.kill_daemon()
    box.start_daemon()
    box.wait("the message service", lambda: MESSAGING in box.stick())
    box.wait("an empty SIM", lambda: on_sim(box) == 0, limit=60)
    assert sorted(texts(box)) == sorted(sent)


def test_two_equal_messages_are_two(box):
    for _ in range(2):
        deliver(box, "same", "--time", "26/11/26,12:00:00+04")
    box.wait("both", lambda: texts(box) == ["same", "same"])
    box.wait("an empty SIM", lambda: on_sim(box) == 0)


def test_a_full_disk_leaves_them_on_the_sim(box):
    assert box.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/run/lock").returncode == 0
    assert box.run("sh", "-c", "cat /dev/zero >/run/lock/ballast; true").returncode == 0
    deliver(box, "first")
    box.wait("the word of it", lambda: storage_full(box))
    assert on_sim(box) == 1
    assert box.run("rm", "/run/lock/ballast").returncode == 0
    box.wait("room", lambda: not storage_full(box), limit=60)
    box.wait("an empty SIM", lambda: on_sim(box) == 0)
    assert texts(box) == ["first"]


def test_a_long_message_in_any_order(box):
    text = "".join(chr(ord("a") + number % 26) for number in range(400))
    box.emulator("sms", "--from", FROM, "--reference", "7", "--parts", "3,1", "--text", text)
    box.wait("what there is", lambda: [message["state"] for message in messages(box)] == ["partial"])
    [message] = messages(box)
    assert message["missing"] == 1 and "[…]" in message["text"]
    box.emulator("sms", "--from", FROM, "--reference", "7", "--parts", "2", "--text", text)
    box.wait("all of it", lambda: texts(box) == [text])
    [message] = messages(box)
    assert (message["state"], message["parts"]) == ("received", 3)


def test_what_is_no_message_is_kept_all_the_same(box):
    box.emulator("sms", "--pdu", "07919471017600000404FF")
    box.wait("it", lambda: [message["state"] for message in messages(box)] == ["unreadable"])
    deliver(box, "after")
    box.wait("the next", lambda: texts(box) == [None, "after"])
    box.wait("an empty SIM", lambda: on_sim(box) == 0)


def test_a_message_is_sent_and_reported(box):
    answer = json.loads(client(box, "sms", "send", TO, "Grüße", "--report", "--wait", "--json"))
    assert answer["state"] in ("sent", "delivered")
    box.wait("the report", lambda: [message["state"] for message in messages(box)] == ["delivered"])
    assert "Gr" in box.emulator("sms-sent")


def test_an_unclear_outcome_is_never_tried_again(box):
    box.emulator("sms-next", "lost")
    client(box, "sms", "send", TO, "once")
    box.wait("its trial", lambda: [message["state"] for message in messages(box)] == ["sending"])
    box.kill_daemon()
    box.start_daemon()
    box.wait("the message service", lambda: MESSAGING in box.stick(), limit=60)
    assert [message["state"] for message in messages(box)] == ["unknown"]
    client(box, "sms", "send", TO, "twice", "--wait")
    assert [message["state"] for message in messages(box)] == ["unknown", "sent"]
    assert len([line for line in box.commands() if line.startswith("AT+CMGS")]) == 2


def test_a_stop_waits_a_moment_for_the_answer_and_no_longer(box):
    box.emulator("sms-next", "lost")
    client(box, "sms", "send", TO, "once")
    box.wait("its trial", lambda: [message["state"] for message in messages(box)] == ["sending"])
    began = time.monotonic()
    assert box.stop_daemon() == 0
    assert 2 < time.monotonic() - began < 9
    begin_anew(box)
    assert [message["state"] for message in messages(box)] == ["unknown"]


def test_a_refusal_says_why(box):
    box.emulator("sms-next", "refuse:38")
    assert "network out of order" in client(box, "sms", "send", TO, "no", "--wait", status=1)
    [message] = messages(box)
    assert message["state"] == "failed" and "network out of order" in message["reason"]


def test_the_queue_outlives_the_service(box):
    def registration():
        return box.stick().get("org.ztemodem1.Network", {}).get("Registration")
    box.emulator("denied")
    box.wait("no network", lambda: registration() == "denied")
    client(box, "sms", "send", TO, "later")
    time.sleep(1)
    box.kill_daemon()
    begin_anew(box)
    assert [message["state"] for message in messages(box)] == ["queued"]
    assert not [line for line in box.commands() if line.startswith("AT+CMGS")]
    box.emulator("registered")
    box.wait("its turn", lambda: [message["state"] for message in messages(box)] == ["sent"], limit=60)


@pytest.mark.parametrize("number, text, options, word", [
    ("12", "x", "{}", "number"), (TO, "", "{}", "text"), (TO, "x" * 2000, "{}", "parts"), (TO, "x", "{'class': <uint32 4>}", "class"),
    (TO, "x", "{'validity': <uint32 0>}", "validity"), (TO, "x", "{'colour': <'red'>}", "colour"),
    (TO, "x", "{'class': <'1'>}", "class"),
])
def test_arguments_are_checked(box, number, text, options, word):
    name, message = box.call(f"{MESSAGING}.Send", number, text, options)
    assert name == ERROR + "InvalidArguments" and word in message
    assert messages(box) == []


def test_a_watcher_is_fed(box, tmp_path):
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": box.address}
    deliver(box, "before")
    box.wait("the first", lambda: texts(box) == ["before"])
    with subprocess.Popen(box.enter(programs() / "zte-client", "sms", "watch", "--json", "--after", "0"), env=environment,
                          text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as watcher:
        try:
            assert json.loads(watcher.stdout.readline())["message"]["text"] == "before"
            deliver(box, "\u001b[31mred", "--ucs2")
            line = watcher.stdout.readline()
            assert "\x1b" not in line
            event = json.loads(line)
            assert event["event"] == "received" and event["sim"] == sim_path(box)
            assert event["message"]["text"] == "\x1b[31mred"
        finally:
            watcher.terminate()
    assert "\x1b" not in client(box, "sms", "list")


def test_the_example_is_fed_and_believes_nothing():
    events = [{"event": "state", "id": 1, "state": "sent"}, {"event": "received", "message": {"id": 2, "number": FROM, "data": "00"}},
              {"event": "received", "message": {"id": 3, "number": TO, "text": "reboot"}},
              {"event": "received", "message": {"id": 4, "number": FROM, "text": " Status\n"}},
              {"event": "received", "message": {"id": 5, "number": FROM, "text": "reboot; rm -rf /"}}]
    answer = subprocess.run([REPOSITORY / "examples/messages/zte-sms-actions"], text=True, capture_output=True, timeout=20, check=True,
                            input="".join(json.dumps(event) + "\n" for event in events))
    assert answer.stdout == "message 4: status\n"


def test_ten_thousand_are_listed_and_searched_in_no_time(box):
    deliver(box, "first")
    box.wait("the first", lambda: texts(box) == ["first"])
    fill = """
import sqlite3
with sqlite3.connect("/run/lock/messages.db") as database:
    row = database.execute("SELECT card FROM message").fetchone()
    database.executemany(
        "INSERT INTO message (card, direction, number, time, stored, state, kind, content, parts) "
        "VALUES (?, 'received', '+491701234567', '2026-11-26T12:00:00+01:00', 1800000000, 'received', 'text', ?, 1)",
        [(row[0], f"message {number} " + "x" * 140) for number in range(10000)])
"""
    assert box.run("/usr/bin/python3", "-c", fill).returncode == 0
    for words, count in (([], 1000), (["--search", "message 77 "], 1), (["--search", "nothing of the kind"], 0)):
        start = time.monotonic()
        found = json.loads(client(box, "sms", "list", "--json", "--limit", "1000", *words))
        print(words, time.monotonic() - start)
        assert len(found) == count
        assert time.monotonic() - start < 3


def test_no_text_in_signals_properties_or_the_log(box):
    monitor = box.start("dbus-monitor", "--address", box.address, f"type=signal,sender={BUS_NAME}")
    time.sleep(0.5)
    deliver(box, "secretword")
    box.wait("the message", lambda: texts(box) == ["secretword"])
    box.wait("an empty SIM", lambda: on_sim(box) == 0)
    monitor.terminate()
    said = monitor.stdout.read()
    assert "Received" in said
    for place in (said, json.dumps(box.objects()), box.log.read_text()):
        assert "secretword" not in place and FROM not in place


def test_another_sim_has_its_own(box):
    assert box.objects()[STICK]["org.ztemodem1.Sim"]["SimId"] == sim_path(box).split("/")[-1]
    assert "no SIM is called" in client(box, "sms", "list", "--sim", "ffffffffffffffff", status=3)


@pytest.mark.parametrize("command", ['AT+CPMS="SM","SM","ME"', "AT+CNMI=1,2,0,1", "AT+CNMI=2,1,0,2", 'AT+CPMS="SM","SM","ME";+CNMI=1,1,0,2'])
def test_however_the_stick_tells_of_them(box, command):
    """In its own store, by its place or as it is (+CMTI, +CMT, +CDSI, +CDS): another program may have set that."""
    box.wait("an idle stick", lambda: box.call("Command", command, "5000") is None)
    for text in ("one", "two", "three"):
        deliver(box, text)
    answer = json.loads(client(box, "sms", "send", TO, "there", "--report", "--wait", "--json"))
    assert answer["state"] in ("sent", "delivered")
    box.wait("all of them", lambda: sorted(texts(box)) == ["one", "three", "two"])
    box.wait("the report", lambda: [message["state"] for message in messages(box, "--direction", "sent")] == ["delivered"])
    box.wait("empty stores", lambda: on_sim(box) == 0)


def test_a_full_sim_is_emptied_and_the_network_goes_on(box):
    box.kill_daemon()
    sent = [f"number{number}" for number in range(70)]
    for text in sent:
        deliver(box, text)
    assert json.loads(box.emulator("sms-stores"))["waiting"] > 0
    begin_anew(box)
    box.wait("all of them", lambda: len(texts(box)) >= 70, limit=60)
    box.wait("an empty SIM", lambda: on_sim(box) == 0)
    assert sorted(texts(box)) == sorted(sent)
