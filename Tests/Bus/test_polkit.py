"""Who may do what: every declared member, for root, for a member of the group and for a stranger, whatever polkit is like.

polkit itself is python-dbusmock's here, because it can hang, wait and die; test_real_polkit.py asks the real one.
"""

import os
import subprocess
import time

import declared
import pytest
from machine import BUS_NAME, STICK, in_its_network
from matrix import CALLERS, DIALOUT, NOBODY, NOT_AUTHORIZED, allowed, members
from mock_polkit import Polkit, is_possible
from policy_bus import Participant

MODEM = "org.ztemodem1.Modem"
# They tell what is known, and no secrets.
READING = ["org.ztemodem1.Manager.ListDevices", "org.ztemodem1.Modem.ExportDevice",
           "org.ztemodem1.Ussd.GetServiceCodes"]


@pytest.fixture(scope="module")
def registered(possible, tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as several users")
    with in_its_network(tmp_path_factory.mktemp("machine"), ["--pppd", "/nonexistent/pppd"]) as machine:
        yield machine


@pytest.fixture(scope="module")
def callers(registered):
    callers = {"root": Participant(registered.address), "member": Participant(registered.address, NOBODY, [DIALOUT]),
               "stranger": Participant(registered.address, NOBODY)}
    yield callers
    for caller in callers.values():
        caller.close()


@pytest.fixture
def polkit(registered):
    if not is_possible():
        pytest.skip("python3-dbusmock is not installed")
    polkit = Polkit(registered)
    yield polkit
    polkit.end()
    registered.wait("no polkit", lambda: not polkit.is_there())


def test_every_member_requires_an_action_but_those_that_only_tell(registered):
    assert [name for name, action, _ in members(registered) if not action] == READING


def test_without_polkit_the_group_of_the_configuration_may(registered, callers):
    assert allowed(registered, callers) == {name: ["root", "member"] if action else list(CALLERS) for name, action, _ in members(registered)}


def test_where_polkit_refuses_root_may(registered, callers, polkit):
    assert allowed(registered, callers) == {name: ["root"] if action else list(CALLERS) for name, action, _ in members(registered)}


@pytest.mark.parametrize("granted", sorted({action for *_, action in declared.methods() if action}))
def test_a_granted_action_opens_its_members_and_no_others(registered, callers, polkit, granted):
    polkit.set("SetAllowed", f"['{granted}']")
    expected = {name: list(CALLERS) if action in (granted, None) else ["root"] for name, action, _ in members(registered)}
    assert allowed(registered, callers) == expected


def test_the_error_names_the_action(registered, polkit):
    answer = registered.run("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "gdbus", "call", "--system",
                            "--dest", BUS_NAME, "--object-path", STICK, "--method", f"{MODEM}.Disconnect")
    assert NOT_AUTHORIZED in answer.stderr
    assert "org.ztemodem1.connect" in answer.stderr


DISCONNECT = (BUS_NAME, STICK, MODEM, "Disconnect", None, [])


def test_a_polkit_that_takes_its_time_is_waited_for(callers, polkit):
    polkit.set("AllowUnknown", "true")
    polkit.set("SetDelay", "2.0")
    begin = time.monotonic()
    assert callers["stranger"].ask("call", *DISCONNECT) == ""
    assert time.monotonic() - begin >= 2


def test_while_polkit_hangs_others_are_served_and_its_death_is_a_no(registered, polkit):
    polkit.set("SimulateHang", "true")
    waiting = Participant(registered.address, NOBODY)
    waiting.process.stdin.write('["call", "%s", "%s", "%s", "Disconnect"]\n' % (BUS_NAME, STICK, MODEM))
    waiting.process.stdin.flush()
    # Reading asks nobody, and root is not asked about.
    assert registered.call("Disconnect") is None
    assert registered.state() == "registered"
    polkit.end()
    assert NOT_AUTHORIZED in waiting.process.stdout.readline()
    waiting.close()


class Questions:
    """What is said to polkit, as the bus sees it."""

    def __init__(self, machine, output):
        self.machine, self.output = machine, output
        with output.open("w") as file:
            self.monitor = subprocess.Popen(
                ["dbus-monitor", "--address", machine.address, "interface='org.freedesktop.PolicyKit1.Authority'"],
                stdout=file, stdin=subprocess.DEVNULL)
        self.wait("NameAcquired")

    def wait(self, member):
        self.machine.wait(member, lambda: f"member={member}" in self.output.read_text())

    def end(self):
        self.monitor.terminate()
        self.monitor.wait(5)


@pytest.fixture
def questions(registered, tmp_path):
    questions = Questions(registered, tmp_path / "calls")
    yield questions
    questions.end()


def test_a_caller_that_leaves_is_not_asked_about_any_longer(registered, polkit, questions):
    polkit.set("SimulateHang", "true")
    before = registered.figures()["descriptors"]
    leaving = Participant(registered.address, NOBODY)
    leaving.ask("send", BUS_NAME, STICK, MODEM, "Disconnect", "()", [])
    questions.wait("CheckAuthorization")
    leaving.close()
    questions.wait("CancelCheckAuthorization")
    registered.wait("as many descriptors", lambda: registered.figures()["descriptors"] <= before, limit=5)


def test_a_stick_that_leaves_while_polkit_is_asked(registered, polkit, questions):
    registered.plug_scripted("mf626", "1-2").is_in_its_network()
    other = "/org/ztemodem1/modem/usb1_2"
    registered.reaches("registered", other)
    polkit.set("SimulateHang", "true")
    waiting = Participant(registered.address, NOBODY)
    waiting.process.stdin.write('["call", "%s", "%s", "%s", "Disconnect"]\n' % (BUS_NAME, other, MODEM))
    waiting.process.stdin.flush()
    questions.wait("CheckAuthorization")
    registered.unplug("1-2")
    assert "org.ztemodem1.Error.DeviceGone" in waiting.process.stdout.readline()
    questions.wait("CancelCheckAuthorization")
    waiting.close()
