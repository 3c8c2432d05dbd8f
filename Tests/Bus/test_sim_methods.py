"""The SIM by D-Bus: its PIN and PUK, who it belongs to; and what an administrator types. With a stick that may lie."""

import json
import threading

import pytest
from machine import APN, BUS_NAME, STICK

ERROR = "org.ztemodem1.Error."
SIM = "org.ztemodem1.Sim"
IMSI, ICCID, NUMBER = "268011234567890", "89351010000000000014", "+351911234567"
ASKS = 'AT+CLCK="SC",2'
CHANGE = 'AT+CPWD="SC","1234","4321"'


@pytest.fixture
def plug(calling):
    yield calling.plug_scripted
    if calling.state() is not None:
        calling.unplug()
        calling.wait("no object", lambda: calling.state() is None)


@pytest.fixture
def stick(calling, plug):
    """One that is registered, with a SIM that asks for its PIN and tells who it is."""
    stick = plug()
    stick.is_in_its_network()
    stick.answer("AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98530101000000000041"', "OK")
    stick.answer("AT+CIMI", IMSI, "OK")
    stick.answer("AT+CNUM", f'+CNUM: "Me","{NUMBER}",145', "OK")
    stick.answer(ASKS, "+CLCK: 1", "OK")
    stick.answer("AT+ZPINPUK=?", "+ZPINPUK: 3,10", "OK")
    calling.reaches("registered")
    return stick


@pytest.fixture
def blocked(calling, plug):
    stick = plug()
    stick.answer("AT+CPIN?", "+CPIN: SIM PUK", "OK")
    stick.answer("AT+ZPINPUK=?", "+ZPINPUK: 0,10", "OK")
    calling.wait("the question for the PUK", lambda: calling.reason() == "sim-puk")
    return stick


def reply(calling, interface, member, *arguments):
    """What a call returns."""
    answer = calling.run("busctl", f"--address={calling.address}", "--json=short", "--timeout=60", "call", BUS_NAME, STICK,
                         f"org.ztemodem1.{interface}", member, *arguments)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["data"][0]


def identity(calling):
    return {key: value["data"] for key, value in reply(calling, "Sim", "GetIdentity").items()}


def command(calling, line, limit=0):
    return reply(calling, "Modem", "Command", "su", line, str(limit)).split("\n")


def sim(calling):
    return calling.stick()[SIM]


def in_background(work):
    """Begins it; returns how to wait for what it comes to."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(work()))
    thread.start()

    def answer():
        thread.join(70)
        return answers[0]
    return answer


def is_sent(calling, stick, line):
    calling.wait(f"{line} to be sent", lambda: line in stick.sent())


class TestPUK:
    def send(self, calling, puk="12345678", pin="4321"):
        return calling.call(f"{SIM}.SendPuk", puk, pin)

    def tries(self, stick):
        return [line for line in stick.sent() if line.startswith("AT+CPIN=")]

    def test_the_right_one_opens_the_sim(self, calling, blocked):
        blocked.answer('AT+CPIN="12345678","4321"', "OK")
        blocked.answer("AT+ZPINPUK=?", "+ZPINPUK: 3,10", "OK")
        blocked.is_in_its_network()
        assert self.send(calling) is None
        calling.reaches("registered")
        assert (sim(calling)["Lock"], sim(calling)["PinRetries"]) == ("none", 3)
        assert self.tries(blocked) == ['AT+CPIN="12345678","4321"']

    def test_a_wrong_one_is_sent_once_and_counted(self, calling, blocked):
        blocked.answer('AT+CPIN="87654321","4321"', "+CME ERROR: 16")
        blocked.answer("AT+ZPINPUK=?", "+ZPINPUK: 0,9", "OK")
        name, message = self.send(calling, "87654321")
        assert name == ERROR + "WrongPin"
        assert "PUK" in message and "87654321" not in message and "4321" not in message
        assert sim(calling)["PukRetries"] == 9
        assert (calling.state(), calling.reason()) == ("locked", "sim-puk")
        assert len(self.tries(blocked)) == 1

    def test_the_tenth_wrong_one_is_the_end_of_the_sim(self, calling, blocked):
        blocked.answer('AT+CPIN="87654321","4321"', "+CME ERROR: 16")
        blocked.answer("AT+CPIN?", "+CME ERROR: 13")
        assert self.send(calling, "87654321")[0] == ERROR + "WrongPin"
        calling.wait("the reason", lambda: calling.reason() == "sim-failure")

    @pytest.mark.parametrize("puk, pin", [("1234567", "4321"), ("123456789", "4321"), ("1234567a", "4321"), ("12345678", "123"),
                                          ("12345678", "12 34"), ("", "4321"), ('1234567"', "4321")])
    def test_what_is_none_is_not_sent(self, calling, blocked, puk, pin):
        name, message = self.send(calling, puk, pin)
        assert name == ERROR + "InvalidArguments"
        assert message.startswith(("puk must be 8 digits", "new_pin must be 4 to 8 digits"))
        assert self.tries(blocked) == []

    def test_a_sim_that_does_not_ask_is_left_alone(self, calling, stick):
        assert self.send(calling)[0] == ERROR + "WrongState"
        assert self.tries(stick) == []

    def test_no_other_secret_is_sent_meanwhile(self, calling, blocked):
        blocked.answer('AT+CPIN="87654321","4321"')
        first = in_background(lambda: self.send(calling, "87654321"))
        calling.wait("the first", lambda: self.tries(blocked))
        assert self.send(calling)[0] == ERROR + "InProgress"
        assert calling.call("Command", "AT", "0")[0] == ERROR + "InProgress"
        assert first()[0] in (ERROR + "WrongPin", ERROR + "Timeout")
        assert len(self.tries(blocked)) == 1

    def test_a_stick_that_leaves_meanwhile(self, calling, blocked):
        blocked.answer('AT+CPIN="87654321","4321"')
        first = in_background(lambda: self.send(calling, "87654321"))
        calling.wait("the PUK", lambda: self.tries(blocked))
        calling.unplug()
        assert first()[0] == ERROR + "DeviceGone"


class TestPIN:
    def enable(self, calling, on, pin="1234"):
        return calling.call(f"{SIM}.EnablePin", pin, "true" if on else "false")

    def change(self, calling, old="1234", new="4321"):
        return calling.call(f"{SIM}.ChangePin", old, new)

    def test_it_is_turned_off_and_on(self, calling, stick):
        stick.answer('AT+CLCK="SC",0,"1234"', "OK")
        assert self.enable(calling, False) is None
        stick.answer(ASKS, "+CLCK: 0", "OK")
        stick.answer('AT+CLCK="SC",1,"1234"', "OK")
        assert self.enable(calling, True) is None

    def test_what_is_so_already_costs_no_try(self, calling, stick):
        assert self.enable(calling, True, "0000") is None
        assert not any("0000" in line for line in stick.sent())

    def test_it_is_changed(self, calling, stick):
        stick.answer(CHANGE, "OK")
        assert self.change(calling) is None
        assert stick.sent().count(CHANGE) == 1

    def test_a_wrong_one_is_sent_once_and_counted(self, calling, stick):
        stick.answer(CHANGE, "+CME ERROR: 16")
        name, message = self.change(calling)
        assert name == ERROR + "WrongPin"
        assert "1234" not in message and "4321" not in message
        assert stick.sent().count(CHANGE) == 1
        # It says three still, which is not believed.
        assert sim(calling)["PinRetries"] == 2
        assert calling.state() == "registered"

    def test_the_last_try_is_never_spent(self, calling, stick):
        stick.answer("AT+ZPINPUK=?", "+ZPINPUK: 1,10", "OK")
        assert self.change(calling)[0] == ERROR + "LastTry"
        assert self.enable(calling, False)[0] == ERROR + "LastTry"
        assert not any('"1234"' in line for line in stick.sent())

    def test_a_sim_without_a_question_lets_nobody_change_it(self, calling, stick):
        stick.answer(ASKS, "+CLCK: 0", "OK")
        name, message = self.change(calling)
        assert name == ERROR + "WrongState"
        assert "EnablePin" in message

    def test_a_locked_sim_is_opened_first(self, calling, blocked):
        assert self.change(calling)[0] == ERROR + "SimLocked"
        assert self.enable(calling, True)[0] == ERROR + "SimLocked"

    def test_a_sim_it_blocks_is_shown_as_blocked(self, calling, stick):
        stick.answer(CHANGE, "+CME ERROR: 12")
        stick.answer("AT+CPIN?", "+CPIN: SIM PUK", "OK")
        assert self.change(calling)[0] == ERROR + "WrongPin"
        calling.wait("the question for the PUK", lambda: calling.reason() == "sim-puk")

    @pytest.mark.parametrize("answer", [["+CME ERROR: 3"], ["ERROR"], ['+CME ERROR: "1234" was it'], ["COMMAND NOT SUPPORT"]])
    def test_a_refusal_tells_no_secret(self, calling, stick, answer):
        stick.answer(CHANGE, *answer)
        name, message = self.change(calling)
        assert name == ERROR + "Failed"
        assert "1234" not in message and "4321" not in message
        assert sim(calling)["PinRetries"] == 3

    @pytest.mark.parametrize("arguments", [("123", "4321"), ("1234", "123456789"), ("1234", "43\n21"), ("", "")])
    def test_what_is_none_is_not_sent(self, calling, stick, arguments):
        assert self.change(calling, *arguments)[0] == ERROR + "InvalidArguments"
        assert not any("CPWD" in line for line in stick.sent())

    def test_a_call_goes_on_beside_it(self, calling, stick):
        assert calling.connect(APN) is None
        stick.answer(CHANGE, "OK")
        assert self.change(calling) is None
        assert calling.state() == "connected"
        assert calling.call("Disconnect") is None

    def test_a_stick_that_leaves_meanwhile(self, calling, stick):
        stick.answer(CHANGE)
        first = in_background(lambda: self.change(calling))
        is_sent(calling, stick, CHANGE)
        calling.unplug()
        assert first()[0] == ERROR + "DeviceGone"


class TestIdentity:
    def test_all_that_is_known(self, calling, stick):
        assert identity(calling) == {"iccid": ICCID, "imsi": IMSI, "numbers": [NUMBER]}

    def test_it_is_nowhere_else(self, calling, stick):
        identity(calling)
        shown = json.dumps(calling.objects()) + calling.log.read_text()
        for secret in (IMSI, ICCID, NUMBER.removeprefix("+")):
            assert secret not in shown

    @pytest.mark.parametrize("answer", [["ERROR"], ["+CME ERROR: 13"], ["26801\x1b[2J4567890"], ["2" * 40], ["\xff\xfe\x00"],
                                        ["+CNUM: ,\"1\""], []])
    def test_what_is_not_what_it_should_be_is_left_out(self, calling, stick, answer):
        stick.answer("AT+CIMI", *answer, *(["OK"] if answer and "ERROR" not in answer[0] else []))
        stick.answer("AT+CNUM", '+CNUM: "","\x1b[31m",145', '+CNUM: "","call me",129', "OK")
        assert identity(calling) == {"iccid": ICCID}

    def test_a_locked_sim_tells_what_it_may(self, calling, blocked):
        blocked.answer("AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98530101000000000041"', "OK")
        blocked.answer("AT+CIMI", "+CME ERROR: 12")
        assert identity(calling) == {"iccid": ICCID}

    def test_a_stick_that_leaves_meanwhile(self, calling, stick):
        stick.answer("AT+CNUM")
        first = in_background(lambda: calling.call(f"{SIM}.GetIdentity"))
        is_sent(calling, stick, "AT+CNUM")
        calling.unplug()
        assert first()[0] == ERROR + "DeviceGone"


class TestCommand:
    def test_lines_and_the_final_result(self, calling, stick):
        stick.answer("AT+CGATT?", "+CGATT: 1", "OK")
        assert command(calling, "AT+CGATT?") == ["+CGATT: 1", "OK"]
        assert command(calling, "AT+NOSUCH") == ["ERROR"]
        stick.answer("AT+CPBR=1", "+CME ERROR: 22")
        assert command(calling, "AT+CPBR=1") == ["+CME ERROR: 22"]

    @pytest.mark.parametrize("line", [
        "ATD*99#", "ATD112;", "AT+CSQ;D112", "ATA", "ATO", "A/", "+++", "AT+++", "AT+CMGS=20", "AT+CMGW=20", "ATV0", "ATQ1",
        "AT+CMUX=0", "AT\rATD112", "AT\nATD112", "CSQ", "", "AT" + "I" * 255, "ATé"])
    def test_what_would_take_the_port_away_is_not_sent(self, calling, stick, line):
        before = len(stick.sent())
        name, message = calling.call("Command", json.dumps(line, ensure_ascii=False), "0")
        assert name == ERROR + "InvalidArguments"
        assert message.startswith("command must ")
        assert not [sent for sent in stick.sent()[before:] if sent[2:4] in ("D1", "A", "O", "V0", "Q1") or "CMGS" in sent]
        assert calling.state() == "registered"

    @pytest.mark.parametrize("limit", ["1", "999", "120001", "4294967295"])
    def test_a_time_limit_has_limits(self, calling, stick, limit):
        name, message = calling.call("Command", "AT", limit)
        assert name == ERROR + "InvalidArguments"
        assert message.startswith("timeout_ms")

    def test_an_answer_that_never_comes(self, calling, stick):
        stick.answer("AT+X")
        assert calling.call("Command", "AT+X", "1000")[0] == ERROR + "Timeout"
        # The port is found again.
        assert command(calling, "AT") == ["OK"]

    def test_a_hostile_answer_is_harmless(self, calling, stick):
        stick.answer("AT+X", "\x1b]0;owned\x07", "\xff\xfe", "OK")
        lines = command(calling, "AT+X")
        assert lines[0] == "]0;owned" and lines[-1] == "OK"
        assert all(character.isprintable() for line in lines for character in line)
        assert command(calling, "AT") == ["OK"]

    def test_one_at_a_time(self, calling, stick):
        stick.answer("AT+X")
        first = in_background(lambda: calling.call("Command", "AT+X", "3000"))
        is_sent(calling, stick, "AT+X")
        assert calling.call("Command", "AT", "0")[0] == ERROR + "InProgress"
        assert first()[0] == ERROR + "Timeout"

    def test_a_pin_typed_that_way_opens_the_sim(self, calling, blocked):
        blocked.answer('AT+CPIN="12345678","4321"', "OK")
        blocked.is_in_its_network()
        assert command(calling, 'AT+CPIN="12345678","4321"') == ["OK"]
        calling.reaches("registered")
        assert "12345678" not in calling.log.read_text()

    def test_a_stick_whose_ports_are_closed(self, calling, plug):
        plug().answer("AT+CPIN?", "+CME ERROR: 13")
        calling.reaches("failed")
        assert calling.call("Command", "AT", "0")[0] == ERROR + "WrongState"

    def test_a_stick_that_leaves_meanwhile(self, calling, stick):
        stick.answer("AT+X")
        first = in_background(lambda: calling.call("Command", "AT+X", "30000"))
        is_sent(calling, stick, "AT+X")
        calling.unplug()
        assert first()[0] == ERROR + "DeviceGone"
