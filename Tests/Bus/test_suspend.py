"""The machine sleeps: calls are over before it does, and the sticks are looked at when it is awake.

logind is a mock here, because it can refuse, be silent, leave and come back; Tests/Kernel/test_suspend.py asks the real one.
"""

import os
import re
import time

import pytest
from machine import APN, STAYS, STUBBORN
from message import INTERFACE, MEMBER, PATH, SIGNAL, SIGNATURE, Connection, encode
from mock_logind import MANAGER, MANAGER_PATH, MockLogind
from wire import marshal

COMPLAINT = "calls are not ended before the machine sleeps"


@pytest.fixture
def logind(calling):
    logind = MockLogind(calling)
    yield logind
    logind.close()


@pytest.fixture
def lock(logind):
    return logind.give()


def asleep(calling):
    return calling.wait("a stick that sleeps", lambda: (calling.state(), calling.reason()) == ("disabled", "suspended"))


def released(calling, lock, limit=5):
    calling.wait("the lock given back", lambda: not lock.is_held(), limit)


def test_the_lock_delays_sleep_and_says_who_has_it(lock):
    assert (lock.what, lock.who, lock.mode) == ("sleep", "zte-modemd", "delay")
    assert lock.why
    assert lock.is_held()


def test_a_call_is_over_before_the_machine_sleeps_and_can_be_made_again_after(calling, stick, logind, lock):
    calling.use_pppd(STAYS)
    assert calling.connect(APN) is None
    began = time.monotonic()
    logind.say(True)
    released(calling, lock)
    assert time.monotonic() - began < 3
    assert calling.children() == []
    assert asleep(calling)
    failure = calling.stick()["org.ztemodem1.Connection"]["LastError"]
    assert failure[0] == "org.ztemodem1.Error.Aborted"
    assert "sleep" in failure[1]

    logind.say(False)
    assert logind.give().is_held()
    calling.reaches("registered")
    assert calling.connect(APN) is None
    assert calling.call("Disconnect") is None


def test_no_port_is_open_while_the_machine_sleeps(calling, stick, logind, lock):
    logind.say(True)
    released(calling, lock)
    assert asleep(calling)
    links = [os.readlink(f) for f in (calling.proc() / "fd").iterdir()]
    assert [link for link in links if "ttyUSB" in link or "/pts/" in link] == []
    assert calling.connect(APN)[0] == "org.ztemodem1.Error.WrongState"
    logind.say(False)
    calling.reaches("registered")


def test_a_pppd_that_does_not_go_delays_sleep_for_four_seconds_only(calling, stick, logind, lock):
    calling.use_pppd(STUBBORN)
    assert calling.connect(APN) is None
    began = time.monotonic()
    logind.say(True)
    released(calling, lock, limit=8)
    assert 3 < time.monotonic() - began < 5
    logind.say(False)
    calling.wait("the stubborn pppd gone", lambda: calling.children() == [])
    calling.reaches("registered")
    calling.use_pppd(STAYS)


def test_a_stick_pulled_out_in_the_sleep_is_gone_after_it(calling, stick, logind, lock):
    logind.say(True)
    released(calling, lock)
    asleep(calling)
    calling.unplug()
    logind.say(False)
    calling.wait("no object", lambda: calling.state() is None, 3)
    # For the end of the fixture.
    calling.plug_scripted()


def test_a_sleep_that_comes_to_nothing_is_no_sleep(calling, stick, logind, lock):
    logind.say(True)
    logind.say(False)
    calling.reaches("registered")
    assert logind.give().is_held()


def test_after_a_restart_of_logind_there_is_a_new_lock(calling, stick):
    first = MockLogind(calling)
    first.give()
    first.say(True)
    asleep(calling)
    first.close()
    second = MockLogind(calling)
    assert second.give().is_held()
    # It knows nothing of the sleep that the one before announced.
    calling.reaches("registered")
    second.close()


def test_others_do_not_send_the_machine_to_sleep(calling, stick, logind, lock):
    with Connection(calling.address) as liar:
        liar.send_raw(encode(SIGNAL, 77, {PATH: MANAGER_PATH, INTERFACE: MANAGER, MEMBER: "PrepareForSleep", SIGNATURE: "b"},
                             marshal("b", [True])))
        liar.call_bus("GetId")
    assert calling.state() == "registered"
    assert lock.is_held()


def test_one_that_refuses_or_is_silent_or_not_there_is_complained_about_once(machine):
    def complaints():
        return re.findall(rf"{COMPLAINT}: (.*)", machine.log.read_text())
    machine.wait("a complaint", complaints)
    assert complaints() == ["there is no logind on the bus"]
    for _ in range(2):
        logind = MockLogind(machine)
        logind.refuse()
        logind.close()
    logind = MockLogind(machine)
    # Silent to the first question; what it announces counts all the same.
    logind.asked()
    stick = machine.plug_scripted()
    stick.is_in_its_network()
    machine.reaches("registered")
    logind.say(True)
    asleep(machine)
    logind.say(False)
    machine.reaches("registered")
    assert complaints() == ["there is no logind on the bus"]
    assert logind.give().is_held()
    logind.close()


def test_after_a_restart_of_the_bus_the_lock_is_taken_again(machine):
    logind = MockLogind(machine)
    logind.give()
    machine.bus.terminate()
    machine.bus.wait(10)
    machine.start_bus()
    logind.close()
    machine.wait("the daemon back", machine.owns_name)
    # The new bus has a new logind.
    logind = MockLogind(machine)
    assert logind.give().is_held()
    logind.close()
