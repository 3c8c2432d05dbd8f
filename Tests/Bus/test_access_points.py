"""Connect without any setting: access points of the list of providers, one after the other."""

import pytest
from machine import STAYS, Machine

ERROR = "org.ztemodem1.Error."
ANYTHING = "{}"
LIST = """<?xml version="1.0"?>
<!DOCTYPE serviceproviders SYSTEM "serviceproviders.2.dtd">
<serviceproviders format="2.0"><country code="pt"><name>Portugal</name>
<provider primary="true"><name>Vodafone P</name><gsm><network-id mcc="268" mnc="01"/>
  <apn value="mms.example"><usage type="mms"/></apn>
  <apn value="first.example"><usage type="internet"/><username>one</username><password>pw1</password></apn>
  <apn value="second.example"><usage type="internet"/><username>two</username><password>pw2</password></apn>
</gsm></provider></country></serviceproviders>
"""


@pytest.fixture
def machine(possible, tmp_path):
    machine = Machine(tmp_path, pppd=f"printf '%s' \"$options\" >>{tmp_path}/options; {STAYS}")
    yield machine
    machine.close()


def plug(machine):
    stick = machine.plug_scripted()
    stick.is_in_its_network()
    stick.answer("AT+CIMI", "268019912345678", "OK")
    for name in ("mms.example", "second.example"):
        stick.answer(f'AT+CGDCONT=1,"IP","{name}"', "OK")
    machine.reaches("registered")
    machine.wait("the SIM's operator", lambda: machine.stick()["org.ztemodem1.Sim"]["OperatorCode"] == "26801")
    return stick


def tried(stick):
    return [line.split('"')[3] for line in stick.sent("2") if line.startswith("AT+CGDCONT=1")]


def test_they_are_tried_in_order_and_what_worked_comes_first(machine):
    (machine.folder / "providers.xml").write_text(LIST)
    stick = plug(machine)
    assert machine.connect(ANYTHING) is None
    assert tried(stick) == ["first.example", "second.example"]
    assert '"two"' in (machine.folder / "options").read_text()
    assert machine.call("Disconnect") is None
    assert machine.connect(ANYTHING) is None
    assert tried(stick)[2:] == ["second.example"]
    assert machine.call("Disconnect") is None
    # Also by another daemon.
    assert machine.stop_daemon() == 0
    machine.start_daemon()
    machine.reaches("registered")
    machine.wait("the SIM's operator", lambda: machine.stick()["org.ztemodem1.Sim"]["OperatorCode"] == "26801")
    assert machine.connect(ANYTHING) is None
    assert tried(stick)[3:] == ["second.example"]


def test_a_network_that_refuses_is_asked_otherwise(machine):
    (machine.folder / "providers.xml").write_text(LIST)
    stick = plug(machine)
    stick.answer('AT+CGDCONT=1,"IP","first.example"', "OK")
    machine.use_pppd(f"case $options in *'\"one\"'*) exit 19;; esac; {STAYS}")
    assert machine.connect(ANYTHING) is None
    assert tried(stick) == ["first.example", "second.example"]


def test_an_apn_that_is_given_is_the_only_one(machine):
    (machine.folder / "providers.xml").write_text(LIST)
    stick = plug(machine)
    assert machine.connect("{'apn': <'given.example'>}")[0] == ERROR + "DialFailed"
    assert tried(stick) == ["given.example"]


def test_without_a_list_the_sticks_own_is_used(machine):
    stick = plug(machine)
    assert machine.connect(ANYTHING) is None
    assert tried(stick) == []


@pytest.mark.parametrize("text, words", [(None, ["mobile-broadband-provider-info"]), ("<serviceproviders>\n<", ["broken", "providers.xml:2"])])
def test_when_nothing_works_the_list_is_named(machine, text, words):
    if text:
        (machine.folder / "providers.xml").write_text(text)
    stick = plug(machine)
    stick.answer("ATD*99***1#", "NO CARRIER")
    name, message = machine.connect(ANYTHING)
    assert name == ERROR + "DialFailed"
    assert "NO CARRIER" in message and all(word in message for word in words)
    assert machine.connect("{'number': <'*99#'>}")[0] == ERROR + "DialFailed"


def test_disconnect_ends_the_tries(machine):
    (machine.folder / "providers.xml").write_text(LIST)
    stick = plug(machine)
    stick.answer('AT+CGDCONT=1,"IP","first.example"', "OK")
    stick.answer("ATD*99***1#")
    waiting = machine.start("gdbus", "call", "--address", machine.address, "--timeout=60", "--dest", "org.ztemodem1", "--object-path",
                            "/org/ztemodem1/modem/usb1_1", "--method", "org.ztemodem1.Modem.Connect", ANYTHING)
    machine.wait("the first try", lambda: any(line.startswith("ATD") for line in stick.sent()))
    assert machine.call("Disconnect") is None
    waiting.wait(20)
    assert tried(stick) == ["first.example"]
    machine.reaches("registered")
