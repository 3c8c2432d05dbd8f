"""Every way to fail a call that needs no kernel: each has its own name on the bus, and the stick is usable afterwards."""

import threading

import pytest
from callers import Caller
from machine import APN, BUS_NAME, STAYS, STICK, Machine

ERROR = "org.ztemodem1.Error."


@pytest.fixture
def stick(calling):
    """One that is registered, with a pppd that stays up."""
    calling.use_pppd(STAYS)
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    yield stick
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def registers(stick, status):
    """Says so, and answers so from now on."""
    for name in ("CREG", "CGREG"):
        stick.answer(f"AT+{name}?", f"+{name}: 2,{status}", "OK")
    stick.say("2", f"\r\n+CREG: {status}\r\n+CGREG: {status}\r\n")


def in_background(calling, settings=APN):
    """Connect, and later what it was answered with."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(calling.connect(settings)))
    thread.start()

    def answer():
        thread.join(30)
        return answers[0]
    return answer


@pytest.mark.parametrize("dial, words", [
    (["NO CARRIER"], "NO CARRIER"), (["ERROR"], "ERROR"), (["BUSY"], "BUSY"), (["+CME ERROR: 4"], "+CME ERROR: operation not supported"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_the_dial_command_is_refused(calling, stick, dial, words):
    calling.reaches("registered")
    stick.answer("ATD*99***1#", *dial)
    name, message = calling.connect(APN)
    assert name == ERROR + "DialFailed"
    assert words in message
    assert calling.reaches("registered")
    assert calling.stick()["org.ztemodem1.Connection"]["LastError"][0] == name


# The whole table is in PPPSessionTests.
@pytest.mark.parametrize("status, words, error", [
    (3, "must be root", "PppFailed"), (10, "LCP: timeout sending Config-Requests", "PppFailed"),
    (19, "PAP authentication failed", "AuthenticationFailed"), (99, "so it goes", "PppFailed"),
])
def test_pppd_ends_without_an_address(calling, stick, status, words, error):
    calling.reaches("registered")
    calling.use_pppd(f"echo '{words}'; exit {status}")
    name, message = calling.connect(APN)
    assert name == ERROR + error
    assert message
    calling.reaches("registered")
    # And then it works.
    calling.use_pppd(STAYS)
    assert calling.connect(APN) is None


def test_a_wrong_apn(calling, stick):
    calling.reaches("registered")
    # The stick takes any; the network ends the call when it has seen it.
    calling.use_pppd("echo 'LCP terminated by peer'; exit 16")
    stick.answer('AT+CGDCONT=1,"IP","wrong"', "OK")
    name, message = calling.connect("{'apn': <'wrong'>}")
    assert name == ERROR + "PppFailed"
    assert 'AT+CGDCONT=1,"IP","wrong"' in stick.sent("2")


def test_an_apn_the_stick_does_not_take(calling, stick):
    calling.reaches("registered")
    assert calling.connect("{'apn': <'refused'>}")[0] == ERROR + "DialFailed"
    assert not any(line.startswith("ATD") for line in stick.sent())


def test_two_callers_and_a_change_of_mind(calling, stick):
    calling.reaches("registered")
    stick.answer("ATD*99***1#")
    first = in_background(calling)
    calling.reaches("connecting")
    assert calling.connect(APN)[0] == ERROR + "InProgress"
    assert calling.call("Disconnect") is None
    assert first()[0] == ERROR + "Aborted"
    calling.reaches("registered")


def test_a_call_that_is_up_has_to_be_ended_first(calling, stick):
    calling.reaches("registered")
    assert calling.connect(APN) is None
    assert calling.connect(APN)[0] == ERROR + "WrongState"
    assert calling.call("Disconnect") is None


def test_a_caller_that_goes_away_changes_nothing(calling, stick):
    calling.reaches("registered")
    stick.answer("ATD*99***1#")
    calling.run("busctl", f"--address={calling.address}", "--timeout=1", "call", BUS_NAME, STICK,
                "org.ztemodem1.Modem", "Connect", "a{sv}", "1", "apn", "s", "internet.vodafone.pt")
    # It has left; what it wanted is still wanted.
    assert calling.state() == "connecting"
    assert calling.call("Disconnect") is None


def test_a_call_that_wants_no_answer_is_done(calling, stick):
    calling.reaches("registered")
    caller = Caller(calling.address)
    caller.post(STICK, "org.ztemodem1.Modem", "Connect", "(a{sv})", ({},))
    calling.reaches("connected")
    caller.close()
    assert calling.state() == "connected"
    assert calling.call("Disconnect") is None


def test_a_stick_that_leaves_while_it_dials(calling, stick):
    calling.reaches("registered")
    stick.answer("ATD*99***1#")
    answer = in_background(calling)
    calling.reaches("connecting")
    calling.unplug()
    assert answer()[0] == ERROR + "DeviceGone"


def test_a_stick_that_leaves_during_the_call(calling, stick):
    calling.reaches("registered")
    before = calling.figures()["children"]
    assert calling.connect(APN) is None
    assert calling.figures()["children"] == before + 1
    calling.unplug()
    calling.wait("no pppd", lambda: calling.figures()["children"] == before)
    calling.wait("no file of the call", lambda: not list((calling.folder / "run" / "ppp").iterdir()))


def test_the_network_refuses_the_sim(calling, stick):
    calling.reaches("registered")
    stick.answer("AT+CEER", "+CEER: Illegal MS", "OK")
    registers(stick, 3)
    calling.wait("the reason", lambda: calling.reason() == "registration-denied")
    assert "Illegal MS" in calling.modem()["StateMessage"]
    name, message = calling.connect(APN)
    assert name == ERROR + "NotRegistered"
    assert "Illegal MS" in message


def test_roaming_may_be_forbidden(calling, stick):
    calling.reaches("registered")
    registers(stick, 5)
    calling.wait("a foreign network", lambda: calling.stick()["org.ztemodem1.Network"]["Registration"] == "roaming")
    assert calling.connect("{'allow-roaming': <false>}")[0] == ERROR + "NotRegistered"


class TestPIN:
    @pytest.fixture
    def locked(self, calling):
        stick = calling.plug_scripted()
        stick.answer("AT+CPIN?", "+CPIN: SIM PIN", "OK")
        calling.reaches("locked")
        yield stick
        calling.unplug()
        calling.wait("no object", lambda: calling.state() is None)

    def pins(self, stick):
        return [line for line in stick.sent() if line.startswith("AT+CPIN=")]

    def test_it_is_needed(self, calling, locked):
        assert calling.connect(APN)[0] == ERROR + "SimLocked"

    def test_a_wrong_one_is_sent_once(self, calling, locked):
        locked.answer("AT+ZPINPUK=?", "+ZPINPUK: 2,10", "OK")
        locked.answer('AT+CPIN="0000"', "+CME ERROR: 16")
        name, message = calling.connect("{'pin': <'0000'>}")
        assert name == ERROR + "WrongPin"
        assert "0000" not in message
        assert len(self.pins(locked)) == 1
        assert calling.stick()["org.ztemodem1.Sim"]["PinRetries"] == 2

    def test_the_last_try_is_kept(self, calling, locked):
        # Counted anew at each look, and wrong until none is left but one.
        locked.answer("AT+ZPINPUK=?", "+ZPINPUK: 1,10", "OK")
        locked.answer('AT+CPIN="0000"', "+CME ERROR: 16")
        assert calling.call("org.ztemodem1.Sim.SendPin", "0000")[0] == ERROR + "WrongPin"
        assert calling.connect("{'pin': <'1234'>}")[0] == ERROR + "LastTry"
        assert self.pins(locked) == ['AT+CPIN="0000"']


def test_a_kernel_without_ppp(possible, tmp_path):
    machine = Machine(tmp_path, ["--pppd", "/bin/true"])
    try:
        stick = machine.plug_scripted()
        stick.answer("AT+CPIN?", "+CPIN: READY", "OK")
        machine.reaches("registered")
        name, message = machine.connect(APN)
        assert name == ERROR + "PppFailed"
        assert "ppp_async" in message
    finally:
        machine.close()
