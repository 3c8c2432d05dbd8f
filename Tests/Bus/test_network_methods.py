"""org.ztemodem1.Network: looking for networks, and how often the signal is read. Some of it ends with its caller."""

import time

import pytest
from callers import BUS_NAME, Caller, finished, turn
from gi.repository import Gio, GLib
from machine import STICK

NETWORK = "org.ztemodem1.Network"
ERROR = "org.ztemodem1.Error."
SCAN = "AT+COPS=?"


class NetworkCaller(Caller):
    """One that stays on the bus, and is gone when it is closed."""

    def __init__(self, address):
        super().__init__(address)
        self.answers = []

    def call(self, member, *arguments, signature="()", limit=30):
        """Returns the result, or name and message of the error."""
        try:
            answer = self.bus.call_sync(BUS_NAME, STICK, NETWORK, member, GLib.Variant(signature, arguments), None, 0,
                                        limit * 1000, None)
        except GLib.Error as error:
            return Gio.DBusError.get_remote_error(error), error.message
        return answer.unpack()

    def scan(self):
        """A list of networks, or an error as above."""
        answer = self.call("Scan")
        return answer[0] if len(answer) == 1 else answer

    def set_interval(self, seconds):
        return self.call("SetSignalInterval", seconds, signature="(u)")

    def post_scan(self):
        self.post(STICK, NETWORK, "Scan", "()", ())


@pytest.fixture
def caller(calling, stick):
    caller = NetworkCaller(calling.address)
    yield caller
    if not caller.bus.is_closed():
        caller.close()


def scanning(calling, stick, *end):
    """Somebody scans, and the stick goes on scanning until a character is sent."""
    stick.endless(SCAN, *(end or ["ERROR"]))
    scanner = NetworkCaller(calling.address)
    before = stick.sent().count(SCAN)
    scanner.post_scan()
    calling.wait("the scan to begin", lambda: stick.sent().count(SCAN) > before)
    return scanner


# --- Scan -----------------------------------------------------------------------------------------------------------------

def test_networks_are_found(stick, caller):
    assert caller.scan() == [
        {"status": "current", "code": "26801", "name": "vodafone P", "short-name": "voda P", "technology": "umts"},
        {"status": "forbidden", "code": "26803", "technology": "umts"},
        {"status": "available", "code": "26803", "name": "OPTIMUS", "short-name": "OPTIMUS", "technology": "gsm"},
    ]


@pytest.mark.parametrize("lines, networks", [
    (["OK"], []), (["+COPS: ,,(0,1,3),(0,2)", "OK"], []),
    (['+COPS: (2,"\x1b[31mA\x00\xff","B","26201",99),(7,"x","y","26201",2),(1,"x","y","2620x",2),(1)', "OK"],
     [{"status": "current", "code": "26201", "name": "[31mA\ufffd", "short-name": "B"}]),
    (["+COPS: " + '(1,"A","A","26201",2),' * 500, "OK"],
     [{"status": "available", "code": "26201", "name": "A", "short-name": "A", "technology": "umts"}] * 64),
], ids=["nothing", "no network", "hostile", "many"])
def test_answers_that_are_odd(stick, caller, lines, networks):
    stick.answer(SCAN, *lines)
    assert caller.scan() == networks


@pytest.mark.parametrize("lines, error", [
    (["+COPS: nothing", "OK"], "Failed"), (["+CME ERROR: 3"], "Failed"), (["ERROR"], "Failed"),
    (["+CME ERROR: 10"], "SimMissing"),
], ids=["garbage", "refused", "error", "no SIM"])
def test_answers_that_are_none(calling, stick, caller, lines, error):
    stick.answer(SCAN, *lines)
    name, message = caller.scan()
    assert name == ERROR + error
    assert message
    # And then it works.
    stick.answer(SCAN, '+COPS: (2,"A","A","26201",2)', "OK")
    assert [network["code"] for network in caller.scan()] == ["26201"]
    assert calling.state() == "registered"


@pytest.mark.parametrize("end", ["ERROR", "OK"])
def test_a_caller_that_leaves_ends_its_scan(calling, stick, caller, end):
    scanner = scanning(calling, stick, end)
    scanner.close()
    calling.wait("the scan to end", lambda: stick.characters() == [" "])
    stick.endless(SCAN)
    # The port takes commands again: no minutes later, and without having been opened anew.
    start = time.monotonic()
    assert calling.wait("another scan", lambda: isinstance(caller.scan(), list))
    assert time.monotonic() - start < 5
    assert stick.sent().count("ATE0+CPMS?") == 2
    assert calling.state() == "registered"


def test_one_at_a_time(calling, stick, caller):
    scanner = scanning(calling, stick)
    assert caller.scan()[0] == ERROR + "InProgress"
    assert caller.call("Register", "", signature="(s)")[0] == ERROR + "InProgress"
    scanner.close()


def test_the_stick_is_pulled_out_while_it_scans(calling, stick, caller):
    stick.endless(SCAN, "ERROR")
    answers = []
    caller.bus.call(BUS_NAME, STICK, NETWORK, "Scan", None, None, 0, 30000, None,
                    lambda bus, result: answers.append(finished(bus, result)))
    calling.wait("the scan to begin", lambda: turn() or SCAN in stick.sent())
    calling.unplug()
    calling.wait("an answer", lambda: turn() or answers)
    assert answers == [ERROR + "DeviceGone"]
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    calling.reaches("registered")


def test_a_call_is_worth_more_than_a_scan(calling, stick, caller):
    scanner = scanning(calling, stick)
    assert calling.connect() is None
    assert stick.characters() == [" "]
    assert calling.call("Disconnect") is None
    calling.reaches("registered")
    scanner.close()


# --- SetSignalInterval ----------------------------------------------------------------------------------------------------

def readings(stick, seconds=5):
    before = stick.sent().count("AT+CSQ")
    time.sleep(seconds)
    return stick.sent().count("AT+CSQ") - before


@pytest.mark.parametrize("seconds", [3601, 2**32 - 1])
def test_intervals_that_are_refused(caller, seconds):
    name, message = caller.set_interval(seconds)
    assert name == ERROR + "InvalidArguments"
    assert "3600" in message


def test_an_interval_lasts_as_long_as_its_caller(calling, stick, caller):
    assert caller.set_interval(1) == ()
    assert 3 <= readings(stick) <= 6
    # The shortest counts, whoever asks.
    other = NetworkCaller(calling.address)
    assert other.set_interval(3600) == ()
    assert readings(stick) >= 3
    caller.close()
    assert calling.wait("the wish to end", lambda: readings(stick, 3) == 0)
    assert other.set_interval(1) == ()
    assert readings(stick) >= 3
    assert other.set_interval(0) == ()
    # A round, and one that was on its way.
    assert readings(stick) <= 2
    other.close()


def test_an_interval_ends_with_the_bus(calling, stick, caller):
    assert caller.set_interval(1) == ()
    calling.bus.kill()
    calling.bus.wait()
    assert calling.wait("the wish to end", lambda: readings(stick, 3) == 0)
    calling.start_bus()
    calling.wait("the name again", calling.owns_name, limit=6)
    assert calling.state() == "registered"


# --- Properties -----------------------------------------------------------------------------------------------------------

def network(calling):
    return calling.stick()[NETWORK]


def test_the_signal_in_detail(calling):
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    stick.answer("AT+ZRSSI", "+ZRSSI: 77,13,167", "OK")
    calling.reaches("registered")
    calling.wait("the detail", lambda: network(calling)["SignalDetail"] == {"rssi": -77, "ecio": -6.5, "rscp": -83.5})
    caller = NetworkCaller(calling.address)
    assert caller.set_interval(1) == ()
    stick.answer("AT+ZRSSI", "+ZRSSI: 999999999,1000,166", "OK")
    calling.wait("what is left of it", lambda: network(calling)["SignalDetail"] == {"rscp": -83})
    caller.close()
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def test_the_time_of_the_network(calling):
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    stick.answer("AT+CTZR=1", "OK")
    stick.answer("AT+CCLK?", '+CCLK: "80/01/06,00:01:07+00"', "OK")
    calling.reaches("registered")
    calling.wait("the question", lambda: "AT+CCLK?" in stick.sent())
    assert network(calling)["Time"] == ""
    for clock, told in [('"26/11/25,07:30:00+04"', "2026-11-25T07:30:00+01:00"), ('"26/13/25,07:30:00+04"', ""),
                        ("26/12/31,23:59:59-14", "2026-12-31T23:59:59-03:30")]:
        stick.answer("AT+CCLK?", f"+CCLK: {clock}", "OK")
        stick.say("2", "\r\n+CTZV: +04\r\n")
        calling.wait("the time", lambda told=told: network(calling)["Time"] == told)
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def test_without_either_they_are_empty(calling, stick):
    assert network(calling)["SignalDetail"] == {}
    assert network(calling)["Time"] == ""
    assert stick.sent().count("AT+ZRSSI") <= 1
