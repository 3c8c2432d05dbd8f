"""Callers that come and go, or never quite come: ten thousand of them leave nothing behind in the service, and others are served
meanwhile."""

import contextlib
import socket
import warnings

import pytest
from callers import Beside
from machine import BUS_NAME, STICK, grown, promptness
from message import BUS, BUS_PATH, Closed, Connection

TIMES = 10_000
# A bus has so many that have not said hello (max_incomplete_connections, 64) and lets some more wait at the door.
WITHOUT_HELLO, AT_THE_DOOR = 60, 20
STATS = "org.freedesktop.DBus.Debug.Stats"


def match_rules(caller):
    """Those of the service, as the bus has them. Where it was not built to tell, there is a warning among the results."""
    answer = caller.call(BUS_PATH, STATS, "GetAllMatchRules", destination=BUS)
    if answer.error:
        warnings.warn(f"match rules are not compared: this bus does not tell ({answer.error})", stacklevel=2)
        return []
    owner, = caller.call_bus("GetNameOwner", "s", BUS_NAME).values()
    return sorted(answer.values()[0][owner])


def churn(address, times):
    for _ in range(times):
        with Connection(address) as passing:
            passing.get_all(STICK)


def test_ten_thousand_callers_leave_nothing_behind(busy, caller):
    # What grows with the first ones is not what grows with each.
    churn(busy.address, TIMES // 20)
    before, rules = busy.figures(), match_rules(caller)
    beside = Beside(busy.address, STICK)
    churn(busy.address, TIMES)
    p99 = beside.percentile(0.99)
    busy.wait("as many descriptors", lambda: busy.figures()["descriptors"] <= before["descriptors"], limit=5)
    after = busy.figures()
    print({"p99_ms": round(p99 * 1000, 1), "KiB": grown(before, after)})
    assert match_rules(caller) == rules
    assert (after["threads"], after["children"]) == (before["threads"], before["children"])
    assert grown(before, after) <= 1024
    assert p99 < promptness()


def test_callers_in_the_middle_of_a_call_leave_nothing_behind(busy, caller, unharmed):
    """The call is on its way, or under way, when they go."""
    rules = match_rules(caller)
    for number in range(2000):
        with Connection(busy.address) as passing:
            passing.send(STICK, "org.ztemodem1.Modem", "Disconnect" if number % 2 else "Nothing")
    busy.wait("room", lambda: caller.call(STICK, "org.ztemodem1.Modem", "Disconnect").error is None, limit=5)
    assert match_rules(caller) == rules


def test_callers_that_never_say_hello_take_nothing_from_others(busy, caller, unharmed):
    rules = match_rules(caller)
    beside = Beside(busy.address, STICK)
    with contextlib.ExitStack() as open_ones:
        for _ in range(WITHOUT_HELLO):
            open_ones.enter_context(Connection(busy.address, hello=False))
        for _ in range(AT_THE_DOOR):
            door = open_ones.enter_context(socket.socket(socket.AF_UNIX))
            door.connect("\0" + busy.address.removeprefix("unix:abstract="))
        for _ in range(50):
            assert caller.get_all(STICK)["State"] == "registered"
        assert match_rules(caller) == rules
    assert beside.percentile(0.99) < promptness()


def test_a_caller_without_hello_is_not_passed_on(busy, unharmed):
    with Connection(busy.address, hello=False) as rude:
        rude.send(STICK, "org.ztemodem1.Modem", "Disconnect")
        with pytest.raises(Closed):
            while True:
                assert rude.receive(limit=5).error
