"""Callers: what they watch with, how many there may be, and that one who behaves badly harms nobody else."""

import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest
from callers import Caller, RawCaller
from machine import BUS_NAME, HERE, STICK, Machine, programs, promptness

MODEM = "org.ztemodem1.Modem"
MANY = 500


@pytest.fixture(scope="module")
def busy(possible, tmp_path_factory):
    """A machine with one stick in its network."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    try:
        stick = machine.plug_scripted()
        stick.answer("AT+CPIN?", "+CPIN: READY", "OK")
        stick.answer("AT+CREG?", '+CREG: 2,1,"1A2B","C3D4"', "OK")
        machine.reaches("registered")
        machine.stick_process = stick
        yield machine
    finally:
        machine.close()


def percentile(times, share):
    return sorted(times)[int(len(times) * share)]


def match_rules(machine):
    """Of the daemon's connection, as the bus counts them; None where the bus does not."""
    answer = machine.run("busctl", f"--address={machine.address}", "--json=short", "call", "org.freedesktop.DBus",
                         "/org/freedesktop/DBus", "org.freedesktop.DBus.Debug.Stats", "GetConnectionStats", "s", BUS_NAME)
    if answer.returncode != 0:
        return None
    return json.loads(answer.stdout)["data"][0]["MatchRules"]["data"]


@pytest.fixture
def unchanged(busy):
    """Nothing is left in the daemon of the callers of a test."""
    before, rules = busy.figures(), match_rules(busy)
    yield
    busy.wait("as many descriptors", lambda: busy.figures()["descriptors"] <= before["descriptors"], limit=5)
    after = busy.figures()
    assert (after["threads"], after["children"]) == (before["threads"], before["children"])
    assert after["memory"] - before["memory"] < 8192
    assert match_rules(busy) == rules


MONITORS = {
    "zte-client": [programs() and programs() / "zte-client", "monitor", "--bus", "{address}"],
    "busctl": ["busctl", "--address={address}", "--match=type='signal',sender='" + BUS_NAME + "'", "monitor"],
    "gdbus": ["gdbus", "monitor", "--address", "{address}", "--dest", BUS_NAME],
    "dbus-monitor": ["dbus-monitor", "--address", "{address}", "sender='" + BUS_NAME + "'"],
}


@pytest.mark.parametrize("tool", MONITORS)
def test_every_monitor_sees_a_stick_fall_from_its_network(busy, tool, tmp_path):
    command = [str(word).format(address=busy.address) for word in MONITORS[tool]]
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not there")
    output = tmp_path / "output"
    with output.open("w") as file:
        watcher = subprocess.Popen(busy.enter(*command), stdout=file, stderr=subprocess.STDOUT)
    try:
        seen = re.compile("searching", re.MULTILINE)
        # Again until it listens: most say nothing when they begin to.
        for registration in (2, 1) * 20:
            for name in ("CREG", "CGREG"):
                busy.stick_process.answer(f"AT+{name}?", f"+{name}: 2,{registration}", "OK")
            busy.stick_process.say("2", f"\r\n+CREG: {registration}\r\n+CGREG: {registration}\r\n")
            busy.reaches("searching" if registration == 2 else "registered")
            if registration == 1 and seen.search(output.read_text()):
                break
        assert seen.search(output.read_text()), output.read_text()
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(5)


CLIENTS = {
    "busctl": ["busctl", "--address={address}", "call", BUS_NAME, "{path}", "{interface}", "{member}", "{signature}"],
    "gdbus": ["gdbus", "call", "--system", "--dest", BUS_NAME, "--object-path", "{path}",
              "--method", "{interface}.{member}"],
    "dbus-send": ["dbus-send", "--system", "--print-reply", f"--dest={BUS_NAME}", "{path}", "{interface}.{member}"],
}


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_introspects_calls_and_reads_errors(busy, client):
    def call(interface, member, *arguments, path=STICK):
        words = [word.format(address=busy.address, path=path, interface=interface, member=member,
                             signature="s" * len(arguments)) for word in CLIENTS[client]]
        if client == "dbus-send":
            arguments = [f"string:{argument}" for argument in arguments]
        return busy.run(*[word for word in words if word], *arguments)

    assert f'<interface name="{MODEM}"' in call("org.freedesktop.DBus.Introspectable", "Introspect").stdout.replace("\\", "")
    assert "registered" in call("org.freedesktop.DBus.Properties", "GetAll", MODEM).stdout
    assert call(MODEM, "Disconnect").returncode == 0
    refused = call("org.ztemodem1.Sim", "SendPin", "12")
    assert refused.returncode != 0
    assert "PIN" in refused.stderr or "pin" in refused.stderr
    nothing = call("org.freedesktop.DBus.Properties", "Get", MODEM, "Nothing")
    assert nothing.returncode != 0


def test_five_hundred_callers_are_served(busy, unchanged):
    if shutil.which("prlimit") is None or os.sysconf("SC_OPEN_MAX") < 2 * MANY + 100:
        subprocess.run(["prlimit", "--pid", str(os.getpid()), f"--nofile={4 * MANY}:"], check=False)
    callers = [RawCaller(busy.address) for _ in range(MANY)]
    for caller in callers:
        caller.listen(f"type='signal',sender='{BUS_NAME}'")
    times = []
    for _ in range(2):
        for caller in callers:
            start = time.monotonic()
            assert caller.get_all(STICK)
            times.append(time.monotonic() - start)
    # What all of them are told arrives as well.
    busy.stick_process.say("2", '\r\n+ZPASR: "GPRS"\r\n')
    for caller in callers:
        caller.wait_for("PropertiesChanged")
        caller.close()
    busy.stick_process.say("2", '\r\n+ZPASR: "UMTS"\r\n')
    assert percentile(times, 0.99) < promptness()


def calls_beside(busy, seconds):
    caller, times, end = Caller(busy.address), [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        caller.get_all(STICK)
        times.append(time.monotonic() - start)
    caller.close()
    return times


def test_a_caller_that_reads_nothing_costs_only_itself(busy, unchanged):
    slow = RawCaller(busy.address)
    slow.listen(f"type='signal',sender='{BUS_NAME}'")
    sent = slow.flood(STICK, seconds=1)
    assert sent > 1000
    assert percentile(calls_beside(busy, 1), 0.99) < promptness()
    slow.close()


def test_a_caller_that_floods_leaves_time_for_others(busy, unchanged):
    rude = subprocess.Popen(["/usr/bin/python3", HERE / "callers.py", busy.address, STICK, "2"],
                            stdout=subprocess.PIPE, text=True)
    with rude:
        assert rude.stdout.readline() == "begun\n"
        times = calls_beside(busy, 1.5)
        assert int(rude.stdout.readline()) > 2000
    assert percentile(times, 0.99) < promptness()
