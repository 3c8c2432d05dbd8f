"""Callers: how many there may be, and that one who behaves badly harms nobody else. What they are: test_live_clients.py."""

import json
import os
import shutil
import subprocess
import time

import pytest
from callers import Caller, RawCaller
from machine import BUS_NAME, HERE, STICK, grown, promptness

MANY = 500


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
    assert grown(before, after) < 8192
    assert match_rules(busy) == rules


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
