"""A SIM that is taken out while the stick runs, and one that is put in."""

import pytest
from machine import APN

SIM = "org.ztemodem1.Sim"
NETWORK = "org.ztemodem1.Network"
IDENTITY = "AT+CRSM=176,12258,0,0,10"


@pytest.fixture
def inserted(calling):
    """In its network, with a SIM that tells who it is."""
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    stick.answer(IDENTITY, '+CRSM: 144,0,"98530101000000000041"', "OK")
    calling.reaches("registered")
    yield stick
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def take(calling, stick):
    stick.answer("AT+CPIN?", "+CME ERROR: 10")
    stick.answer("AT+CREG?", "+CREG: 2,0", "OK")
    stick.answer("AT+CGREG?", "+CGREG: 2,0", "OK")
    for interface in ("0", "2"):
        stick.say(interface, "\r\n+CREG: 0\r\n\r\n+CGREG: 0\r\n")
    calling.wait("no SIM", lambda: (calling.state(), calling.reason()) == ("failed", "sim-missing"))


def test_it_is_noticed_and_what_was_of_it_is_gone(calling, inserted):
    take(calling, inserted)
    assert SIM not in calling.stick() and NETWORK not in calling.stick()
    assert calling.connect(APN)[0] == "org.ztemodem1.Error.SimMissing"


def test_the_same_one_is_read_again(calling, inserted):
    before = calling.stick()[SIM]["SimId"]
    take(calling, inserted)
    inserted.is_in_its_network()
    calling.reaches("registered")
    assert calling.stick()[SIM]["SimId"] == before


def test_another_one_is_another_one(calling, inserted):
    before = calling.stick()[SIM]["SimId"]
    take(calling, inserted)
    inserted.answer(IDENTITY, '+CRSM: 144,0,"98530101000000000052"', "OK")
    inserted.is_in_its_network()
    calling.reaches("registered")
    assert calling.stick()[SIM]["SimId"] not in ("", before)
