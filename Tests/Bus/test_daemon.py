"""The daemon on a real bus with the policy we ship: a stick comes, is read, refuses, and goes."""

import re

import pytest
from machine import BUS_NAME, IMEI, STICK, Machine, programs

MODEM = "org.ztemodem1.Modem"
# A command that dials, prepares a call or turns something off. What only reads may be sent at any time.
CHANGES_SOMETHING = re.compile(r"AT(D|\+(CGDCONT|CGACT|CFUN)=[^?])")
CONNECT = ["gdbus", "call", "--system", "--timeout=60", "--dest", BUS_NAME, "--object-path", STICK,
           "--method", f"{MODEM}.Connect"]


@pytest.fixture(scope="module")
def registered(possible, tmp_path_factory):
    """One stick in its network, for tests that leave it as it is."""
    machine = Machine(tmp_path_factory.mktemp("machine"), ["--pppd", "/nonexistent/pppd"])
    try:
        machine.plug()
        machine.wait("a registered stick", lambda: machine.state() == "registered")
        yield machine
    finally:
        machine.close()


def connect(machine, settings):
    """Name and message of the error that Connect is answered with."""
    answer = machine.run(*CONNECT, settings, limit=90)
    assert answer.returncode != 0, answer.stdout
    return re.search(r"GDBus\.Error:([\w.]+): (.*)", answer.stderr).groups()


def sent(machine):
    return [command for command in machine.commands() if CHANGES_SOMETHING.match(command)]


def test_the_stick_is_read(registered):
    stick = registered.stick()
    assert stick[MODEM]["EquipmentIdentifier"] == IMEI
    assert (stick[MODEM]["Manufacturer"], stick[MODEM]["Model"]) == ("ZTE INCORPORATED", "MF622")
    assert stick["org.ztemodem1.Sim"]["Lock"] == "none"
    assert stick["org.ztemodem1.Network"]["OperatorName"] == "T-Mobile D"
    # +CSQ: 18, which is -113 + 2 * 18 dBm (3GPP TS 27.007, 8.5).
    assert stick["org.ztemodem1.Network"]["SignalDbm"] == -77
    assert [tuple(port) for port in stick[MODEM]["Ports"]] == [
        ("ttyUSB0", "data"), ("ttyUSB1", "diag"), ("ttyUSB2", "at")]


@pytest.mark.parametrize("settings, key", [
    (r"{'apn': <'inter\nnet'>}", "apn"),
    ("{'apn': <'internet\";+CFUN=0'>}", "apn"),
    ("{'apn': <uint32 5>}", "apn"),
    ("{'apn': <'internet'>, 'colour': <'blue'>}", "colour"),
])
def test_bad_settings_are_named_and_not_sent(registered, settings, key):
    before = sent(registered)
    name, message = connect(registered, settings)
    assert name == "org.ztemodem1.Error.InvalidArguments"
    assert key in message
    assert sent(registered) == before


def test_without_pppd_the_package_is_named(registered):
    name, message = connect(registered, "{'apn': <'internet'>}")
    assert name == "org.ztemodem1.Error.PppNotInstalled"
    assert "package" in message
    registered.wait("the stick registered again", lambda: registered.state() == "registered")


def test_what_is_missing_has_its_standard_error(registered):
    for path, method, error in [
            (STICK, f"{MODEM}.Nothing", "UnknownMethod"),
            (STICK, "org.ztemodem1.Nothing.Connect", "UnknownInterface"),
            ("/org/ztemodem1/modem/usb9_9", f"{MODEM}.Disconnect", "UnknownObject")]:
        answer = registered.run("gdbus", "call", "--system", "--dest", BUS_NAME, "--object-path", path,
                                "--method", method)
        assert f"org.freedesktop.DBus.Error.{error}" in answer.stderr


def test_a_stick_that_leaves_takes_its_object_along(machine):
    machine.plug()
    machine.wait("a registered stick", lambda: machine.state() == "registered")
    machine.unplug()
    machine.wait("no object", lambda: STICK not in machine.objects(), limit=5)


def test_the_same_port_has_the_same_object_again(machine):
    for _ in range(2):
        machine.plug()
        machine.wait("a registered stick", lambda: machine.state() == "registered")
        machine.unplug()
        machine.wait("no object", lambda: STICK not in machine.objects(), limit=5)


def test_a_locked_sim(machine):
    machine.plug("--pin", "4711")
    machine.wait("a locked stick", lambda: machine.state() == "locked")
    name, message = connect(machine, "{'apn': <'internet'>}")
    assert name == "org.ztemodem1.Error.SimLocked"
    assert "PIN" in message
    answer = machine.run("gdbus", "call", "--system", "--dest", BUS_NAME, "--object-path", STICK,
                         "--method", "org.ztemodem1.Sim.SendPin", "4711", limit=60)
    assert answer.returncode == 0, answer.stderr
    machine.wait("a registered stick", lambda: machine.state() == "registered")
    assert "4711" not in machine.log.read_text()


def test_asked_to_end_it_ends_well(machine):
    machine.plug()
    machine.wait("a registered stick", lambda: machine.state() == "registered")
    assert machine.stop_daemon() == 0
    assert not machine.owns_name()


def test_a_second_daemon_says_why_it_ends(machine):
    answer = machine.run(programs() / "zte-modemd", "--bus", machine.address)
    assert answer.returncode == 1
    assert BUS_NAME in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
