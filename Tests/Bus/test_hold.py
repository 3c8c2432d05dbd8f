"""Who has the stick to themselves: the radio off and on, a new start, and a program that borrows the ports."""

import os
import threading

import pytest
from callers import BUS_NAME, Caller
from gi.repository import GLib
from machine import APN, STAYS, STICK

ERROR = "org.ztemodem1.Error."
MODEM = "org.ztemodem1.Modem"
NETWORK = "org.ztemodem1.Network"
OFF, ON, RESTART = "AT+CFUN=4", "AT+CFUN=1", "AT+CFUN=1,1"


def ready(stick):
    """In its network, and obedient."""
    stick.is_in_its_network()
    for command in (OFF, ON, RESTART):
        stick.answer(command, "OK")
    return stick


@pytest.fixture
def stick(calling):
    calling.use_pppd(STAYS)
    stick = ready(calling.plug_scripted())
    calling.reaches("registered")
    yield stick
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def functions(stick):
    return [line for line in stick.sent() if line.startswith("AT+CFUN=")]


class Borrower(Caller):
    """Stays on the bus after its call, until it is closed."""

    def inhibit(self, on=True):
        """The name of the error; None for success."""
        try:
            self.bus.call_sync(BUS_NAME, STICK, MODEM, "Inhibit", GLib.Variant("(b)", (on,)), None, 0, 20000, None)
        except GLib.Error as error:
            return error.message.split(":")[1]
        return None


@pytest.fixture
def borrower(calling):
    borrower = Borrower(calling.address)
    yield borrower
    if not borrower.bus.is_closed():
        borrower.close()


def open_ttys(calling):
    links = []
    for descriptor in (calling.proc() / "fd").iterdir():
        try:
            links.append(os.readlink(descriptor))
        except FileNotFoundError:
            continue
    return [link for link in links if link.startswith("/dev/pts/") or "ttyUSB" in link]


# --- Enable -----------------------------------------------------------------------------------------------------------

def test_the_radio_goes_off_and_on(calling, stick):
    assert calling.call("Enable", "true") is None
    assert functions(stick) == []
    assert calling.call("Enable", "false") is None
    modem = calling.modem()
    assert (modem["State"], modem["StateReason"]) == ("disabled", "radio-off")
    assert "Enable" in modem["StateMessage"]
    assert calling.call("Enable", "false") is None
    assert calling.connect(APN)[0] == ERROR + "WrongState"
    assert calling.call("Reset", "radio")[0] == ERROR + "WrongState"
    assert calling.call(f"{NETWORK}.Register", "")[0] == ERROR + "WrongState"
    assert calling.call("Disconnect") is None
    assert calling.call("Enable", "true") is None
    calling.reaches("registered")
    assert functions(stick) == [OFF, ON]
    assert calling.connect(APN) is None
    assert calling.call("Disconnect") is None


def test_a_call_is_ended_before_the_radio_goes_off(calling, stick):
    children = calling.figures()["children"]
    assert calling.connect(APN) is None
    assert calling.call("Enable", "false") is None
    assert calling.state() == "disabled"
    assert calling.figures()["children"] == children
    assert calling.stick()["org.ztemodem1.Connection"]["Interface"] == ""
    assert calling.call("Enable", "true") is None
    calling.reaches("registered")


@pytest.mark.parametrize("answer, error", [
    (["ERROR"], "Failed"), (["+CME ERROR: 3"], "Failed"), ([], "Timeout"),
], ids=["error", "cme", "silence"])
def test_a_stick_that_does_not_obey(calling, stick, answer, error):
    stick.answer(OFF, *answer)
    assert calling.call("Enable", "false")[0] == ERROR + error
    assert calling.state() == "registered"


def test_an_ok_that_means_nothing(calling, stick):
    stick.answer("AT+CFUN?", "+CFUN: 1", "OK")
    assert calling.call("Enable", "false")[0] == ERROR + "Failed"
    assert calling.state() == "registered"


def test_a_locked_sim_and_a_missing_one(calling, stick):
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    calling.plug_scripted()
    calling.reaches("locked")
    assert calling.call("Enable", "false")[0] == ERROR + "SimLocked"
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    calling.plug_scripted().answer("AT+CPIN?", "+CME ERROR: 10")
    calling.reaches("failed")
    assert calling.call("Enable", "false")[0] == ERROR + "SimMissing"


def test_the_radio_is_on_after_a_replug(calling, stick):
    assert calling.call("Enable", "false") is None
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    again = ready(calling.plug_scripted())
    calling.reaches("registered")
    assert functions(again) == []


# --- Reset ------------------------------------------------------------------------------------------------------------

def test_the_radio_starts_anew(calling, stick):
    assert calling.call("Reset", "radio") is None
    calling.reaches("registered")
    assert functions(stick) == [OFF, ON]


def test_a_kind_nobody_knows(calling, stick):
    name, message = calling.call("Reset", "factory")
    assert name == ERROR + "InvalidArguments"
    assert "kind" in message and "radio" in message


def test_a_stick_that_starts_anew_during_a_call_is_the_same_object(calling, stick):
    children = calling.figures()["children"]
    assert calling.connect(APN) is None
    assert calling.call("Reset", "modem") is None
    assert calling.figures()["children"] == children
    assert RESTART in functions(stick)
    assert calling.state() == "settling"
    calling.unplug()
    calling.wait("its absence", lambda: calling.modem().get("SysfsPath") == "")
    assert calling.state() == "settling"
    # Whoever wants a call meanwhile gets it when the stick is back.
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(calling.connect(APN)))
    waiting.start()
    ready(calling.plug_scripted())
    calling.arrive()
    waiting.join(30)
    assert answers == [None]
    assert calling.call("Disconnect") is None


def test_a_stick_that_is_quicker_than_its_answer(calling, stick):
    stick.answer(RESTART)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(calling.call("Reset", "modem")))
    waiting.start()
    calling.wait("the command", lambda: RESTART in functions(stick))
    calling.unplug()
    waiting.join(20)
    assert answers == [None]
    assert calling.state() == "settling"
    ready(calling.plug_scripted())
    calling.reaches("registered")


def test_a_stick_that_will_not_start_anew(calling, stick):
    stick.answer(RESTART, "+CME ERROR: 4")
    assert calling.call("Reset", "modem")[0] == ERROR + "Failed"
    assert calling.state() == "registered"


def test_a_cd_rom_has_neither(calling, stick):
    calling.plug_storage("1-3")
    path = "/org/ztemodem1/modem/usb1_3"
    try:
        calling.wait("the CD-ROM", lambda: calling.state(path))
        for member, argument in (("Enable", "false"), ("Reset", "modem"), ("Inhibit", "true")):
            assert calling.call(member, argument, path=path)[0] == ERROR + "WrongState"
    finally:
        calling.unplug("1-3")


# --- Inhibit ----------------------------------------------------------------------------------------------------------

def test_the_ports_are_closed_while_they_are_lent(calling, stick, borrower):
    assert open_ttys(calling)
    assert borrower.inhibit() is None
    assert open_ttys(calling) == []
    objects = calling.stick()
    assert (objects[MODEM]["State"], objects[MODEM]["StateReason"]) == ("disabled", "inhibited")
    assert objects[MODEM]["PrimaryPort"] == ""
    assert len(objects[MODEM]["Ports"]) == 3
    assert NETWORK not in objects and "org.ztemodem1.Sim" not in objects
    for member, *arguments in [("Connect", APN), ("Enable", "false"), ("Enable", "true"), ("Reset", "radio"), ("Reset", "modem")]:
        name, message = calling.call(member, *arguments)
        assert name == ERROR + "WrongState", member
        assert "borrowed" in message
    assert calling.call("Switch", "{}") is None
    assert calling.call("Disconnect") is None
    before = stick.sent()
    assert borrower.inhibit() is None
    assert stick.sent() == before
    assert borrower.inhibit(False) is None
    calling.reaches("registered")
    assert calling.connect(APN) is None
    assert calling.call("Disconnect") is None


def test_a_borrower_that_dies_gives_them_back(calling, stick, borrower):
    assert borrower.inhibit() is None
    borrower.close()
    calling.reaches("registered")


def test_there_is_one_borrower(calling, stick, borrower):
    assert borrower.inhibit() is None
    second = Borrower(calling.address)
    assert second.inhibit() == ERROR + "InProgress"
    assert second.inhibit(False) == ERROR + "InProgress"
    # It leaves, and had nothing.
    second.close()
    third = Borrower(calling.address)
    assert third.inhibit() == ERROR + "InProgress"
    assert calling.reason() == "inhibited"
    borrower.close()
    calling.reaches("registered")
    assert third.inhibit() is None
    third.close()
    calling.reaches("registered")


def test_nothing_was_lent(calling, stick, borrower):
    assert borrower.inhibit(False) is None
    assert calling.state() == "registered"


def test_a_call_keeps_its_ports(calling, stick, borrower):
    assert calling.connect(APN) is None
    assert borrower.inhibit() == ERROR + "WrongState"
    assert calling.state() == "connected"
    assert calling.call("Disconnect") is None
    assert borrower.inhibit() is None


def test_a_stick_that_leaves_while_it_is_lent(calling, stick, borrower):
    assert borrower.inhibit() is None
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    ready(calling.plug_scripted())
    # What was lent was that presence of the stick.
    calling.reaches("registered")
    assert borrower.inhibit() is None


def test_a_caller_that_does_not_stay_has_them_for_a_moment(calling, stick):
    assert calling.call("Inhibit", "true") is None
    calling.reaches("registered")


def test_many_borrowers_leave_nothing_behind(calling, stick):
    before = calling.figures()
    for _ in range(10):
        borrower = Borrower(calling.address)
        assert borrower.inhibit() is None
        borrower.close()
        calling.reaches("registered")
    after = calling.figures()
    assert after["descriptors"] <= before["descriptors"] + 1
    assert after["threads"] <= 3


def test_a_virtual_stick_goes_off_and_on(machine):
    """One that does what it is told, and says so when it is asked."""
    machine.plug()
    machine.reaches("registered")
    assert machine.call("Enable", "false") is None
    assert machine.state() == "disabled"
    network = machine.stick()[NETWORK]
    assert (network["Registration"], network["OperatorName"]) == ("idle", "")
    assert "SignalDbm" not in network
    assert machine.call("Enable", "true") is None
    machine.reaches("registered")
    machine.wait("its operator", lambda: machine.stick()[NETWORK]["OperatorName"] == "T-Mobile D")


def test_a_daemon_that_starts_anew_turns_the_radio_on(machine):
    machine.plug()
    machine.reaches("registered")
    assert machine.call("Enable", "false") is None
    assert machine.stop_daemon() == 0
    machine.start_daemon()
    machine.reaches("registered")
