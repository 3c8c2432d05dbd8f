"""org.ztemodem1.Ussd: codes, menus, and dialogues that end with their callers. The network is the virtual stick's."""

import pytest
from callers import BUS_NAME, Caller, finished, turn
from gi.repository import Gio, GLib
from machine import STICK

USSD = "org.ztemodem1.Ussd"
ERROR = "org.ztemodem1.Error."
BALANCE = "Your balance is 12.34 EUR."
END = "AT+CUSD=2"
LIST = """<?xml version="1.0"?>
<serviceproviders format="2.0"><country code="de"><name>Germany</name>
<provider primary="true"><name>Telekom</name><gsm><network-id mcc="262" mnc="01"/>
  <balance-check><ussd>*100#</ussd><sms text="BAL">8888</sms></balance-check>
  <balance-top-up><ussd replacement="CODE">*103*CODE#</ussd></balance-top-up>
</gsm></provider></country></serviceproviders>
"""


class UssdCaller(Caller):
    """One that stays on the bus, and is gone when it is closed."""

    def call(self, member, *arguments, limit=30):
        """Returns the result, or the name of the error."""
        signature = "(" + "s" * len(arguments) + ")"
        try:
            answer = self.bus.call_sync(BUS_NAME, STICK, USSD, member, GLib.Variant(signature, arguments), None, 0,
                                        limit * 1000, None).unpack()
        except GLib.Error as error:
            name = Gio.DBusError.get_remote_error(error)
            return name.removeprefix(ERROR) if name else str(error)
        return answer[0] if answer else None

    def initiate(self, code):
        return self.call("Initiate", code)

    def respond(self, text):
        return self.call("Respond", text)


@pytest.fixture
def caller(calling):
    caller = UssdCaller(calling.address)
    yield caller
    if not caller.bus.is_closed():
        caller.close()


def in_network(machine, *options):
    machine.plug("--no-flood", "--delay-register", "0.1", *options)
    machine.reaches("registered")
    machine.wait("the interface", lambda: USSD in machine.stick())


@pytest.fixture
def ready(calling):
    in_network(calling)
    yield calling
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)
    calling.emulators.clear()


def state(machine):
    return machine.stick().get(USSD, {}).get("State")


def ended(machine, count=1):
    return machine.wait("the stick to be told", lambda: machine.commands().count(END) == count)


# --- Answers --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("form, tries", [("text", 1), ("packed", 2), ("ucs2", 3)])
def test_a_stick_is_asked_as_it_wants_it(calling, caller, form, tries):
    in_network(calling, "--ussd-form", form)
    try:
        assert caller.initiate("*100#") == BALANCE
        asked = [line for line in calling.commands() if line.startswith("AT+CUSD=1")]
        assert len(asked) == tries
        # And remembers it.
        assert caller.initiate("*103#") == "Ihr Guthaben beträgt 12,34 €, gültig bis März."
        assert caller.initiate("*102#") == "Баланс: 12,34 €"
        assert caller.initiate("*101#").startswith("Welcome\n1 Balance\n")
        assert caller.respond("3") == "Österreichisch für Gäste"
        asked = [line for line in calling.commands() if line.startswith("AT+CUSD=1")]
        assert len(asked) == tries + 4
    finally:
        calling.unplug()
        calling.wait("no object", lambda: calling.state() is None)
        calling.emulators.clear()


def test_menus_lead_further(ready, caller):
    assert state(ready) == "idle"
    assert caller.initiate("*101#").startswith("Welcome\n")
    assert state(ready) == "user-response"
    assert caller.initiate("*100#") == "InProgress"
    assert caller.respond("2") == "Options\n1 Day pass\n0 Back"
    assert caller.respond("1") == "The day pass is yours."
    assert state(ready) == "idle"
    assert caller.respond("1") == "WrongState"
    assert END not in ready.commands()


@pytest.mark.parametrize("code, error", [("*105#", "Failed"), ("*106#", "Timeout"), ("*999#", "Failed")])
def test_the_network_has_no_answer(ready, caller, code, error):
    assert caller.initiate(code) == error
    assert state(ready) == "idle"
    assert caller.initiate("*100#") == BALANCE


@pytest.mark.parametrize("code", ["", "*1\"#", "abc", "1" * 183, "*1;#", "*1\r#"])
def test_codes_that_are_none(ready, caller, code):
    assert caller.initiate(code) == "InvalidArguments"
    assert not any("CUSD" in line for line in ready.commands())


# --- Ends -----------------------------------------------------------------------------------------------------------------

def test_a_dialogue_is_of_who_began_it(ready, caller):
    caller.initiate("*101#")
    other = UssdCaller(ready.address)
    assert other.initiate("*100#") == "InProgress"
    assert other.respond("1") == "WrongState"
    assert other.call("Cancel") is None
    assert state(ready) == "user-response"
    caller.close()
    ready.wait("its end", lambda: state(ready) == "idle")
    ended(ready)
    assert other.initiate("*100#") == BALANCE
    other.close()


def test_who_leaves_while_the_network_thinks(ready, caller):
    asking = UssdCaller(ready.address)
    asking.post(STICK, USSD, "Initiate", "(s)", ("*104#",))
    ready.wait("it to be asked", lambda: state(ready) == "active")
    assert caller.initiate("*100#") == "InProgress"
    asking.close()
    ended(ready)
    assert caller.initiate("*100#") == BALANCE


def test_it_is_cancelled(ready, caller):
    assert caller.call("Cancel") is None
    assert END not in ready.commands()
    caller.initiate("*101#")
    assert caller.call("Cancel") is None
    assert state(ready) == "idle"
    ended(ready)


def test_the_stick_leaves(calling, caller):
    in_network(calling)
    answers = []
    caller.bus.call(BUS_NAME, STICK, USSD, "Initiate", GLib.Variant("(s)", ("*104#",)), None, 0, 30000, None,
                    lambda bus, result: answers.append(finished(bus, result)))
    calling.wait("it to be asked", lambda: turn() or state(calling) == "active")
    calling.unplug()
    calling.wait("an answer", lambda: turn() or answers)
    assert answers == [ERROR + "DeviceGone"]
    calling.wait("no object", lambda: calling.state() is None)
    calling.emulators.clear()


# --- Beside a call --------------------------------------------------------------------------------------------------------

def test_a_call_does_not_disturb_it(ready, caller):
    assert ready.connect("{'apn': <'internet'>}") is None
    assert caller.initiate("*101#").startswith("Welcome")
    assert caller.respond("1") == BALANCE
    assert ready.call("Disconnect") is None
    ready.reaches("registered")


# --- What networks and sticks may say -------------------------------------------------------------------------------------

@pytest.mark.parametrize("line, answer", [
    ('+CUSD: 0,"a\x1b[2Jb",15', None), ('+CUSD: 0,"' + "x" * 5000 + '",15', None), ("+CUSD: 0", ""),
    ('+CUSD: 0,"D83D",72', None), ('+CUSD: 0,"zz",72', None),
])
def test_hostile_answers(calling, stick, caller, line, answer):
    """Whatever it is, it is an answer that the bus can carry, and the next one works."""
    stick.answer('AT+CSCS="GSM"', "OK")
    stick.answer('AT+CUSD=1,"*100#",15', "OK", line)
    said = caller.initiate("*100#")
    assert isinstance(said, str)
    if answer is not None:
        assert said == answer
    stick.answer('AT+CUSD=1,"*100#",15', "OK", '+CUSD: 0,"good",15')
    assert caller.initiate("*100#") == "good"


@pytest.mark.parametrize("lines", [["+CUSD: "], ["+CUSD: 9"], ["+CUSD: x,y,z"]])
def test_what_is_no_answer_is_not_taken_for_one(calling, stick, caller, lines):
    stick.answer('AT+CSCS="GSM"', "OK")
    stick.answer('AT+CUSD=1,"*100#",15', "OK", *lines, '+CUSD: 0,"good",15')
    assert caller.initiate("*100#") == "good"


def test_a_refusal_that_is_not_of_the_form(calling, stick, caller):
    stick.answer('AT+CSCS="GSM"', "OK")
    stick.answer('AT+CUSD=1,"*100#",15', "+CME ERROR: 10")
    assert caller.initiate("*100#") == "SimMissing"
    assert sum("CUSD=1" in line for line in stick.sent()) == 1


# --- Codes of the operator ------------------------------------------------------------------------------------------------

def test_codes_of_the_operator(ready, caller):
    (ready.folder / "providers.xml").write_text(LIST)
    ready.wait("the SIM's operator", lambda: ready.stick()["org.ztemodem1.Sim"]["OperatorCode"] == "26201")
    assert caller.call("GetServiceCodes") == [
        {"purpose": "balance", "provider": "Telekom", "code": "*100#"},
        {"purpose": "top-up", "provider": "Telekom", "code": "*103*CODE#", "placeholder": "CODE"},
        {"purpose": "balance", "provider": "Telekom", "number": "8888", "text": "BAL"},
    ]
    (ready.folder / "providers.xml").unlink()
    assert caller.call("GetServiceCodes") == "NotSupported"
