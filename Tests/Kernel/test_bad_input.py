"""Settings that are not what they should be: refused by name, and the stick hears nothing of them."""

import re

import bus
import pytest
from daemon import ClientError, client

# A command that dials, prepares a call, unlocks or turns something off. What only reads may be sent at any time.
CHANGES_SOMETHING = re.compile(r"AT(D|\+(CGDCONT|CGACT|CPIN|CFUN|CLCK|CPWD)=[^?])")

BAD = [
    ("apn", {"apn": "inter\rnet"}),
    ("apn", {"apn": "inter\nnet"}),
    ("apn", {"apn": 'internet","",0'}),
    ("apn", {"apn": "internet;+CFUN=0"}),
    ("apn", {"apn": "internät"}),
    ("apn", {"apn": ""}),
    ("apn", {"apn": "a" * 101}),
    ("apn", {"apn": "a" * 60000}),
    ("apn", {"apn": 5}),
    ("number", {"apn": "internet", "number": "*99#\r+CFUN=0"}),
    ("number", {"apn": "internet", "number": "0900123;"}),
    ("number", {"apn": "internet", "number": "1" * 41}),
    ("username", {"apn": "internet", "username": 'a" plugin evil.so "'}),
    ("password", {"apn": "internet", "password": "a\nplugin evil.so"}),
    ("pin", {"apn": "internet", "pin": "12a4"}),
    ("auth", {"apn": "internet", "auth": "eap"}),
    ("allow-roaming", {"apn": "internet", "allow-roaming": "yes"}),
    ("route-metric", {"apn": "internet", "route-metric": "1"}),
    ("dial-twice", {"apn": "internet", "dial-twice": True}),
]


@pytest.fixture
def stick(guest):
    """One stick for all of them: none of them may change it."""
    if not guest.daemon.pid:
        guest.daemon.start()
    if not guest.sticks:
        guest.registered()
    return guest.sticks[0]


@pytest.fixture(scope="module", autouse=True)
def clean_up(guest):
    yield
    guest.unplug_all()


@pytest.mark.parametrize("key, settings", BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_connect_refuses_and_names_the_key(guest, stick, key, settings):
    mark = stick.mark()
    signals = guest.bus.mark()
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(stick.physical_port, settings)
    assert refusal.value.name == f"{bus.ERROR}InvalidArguments"
    assert key in refusal.value.message
    assert [entry.what for entry in stick.commands(since=mark) if CHANGES_SOMETHING.match(entry.what)] == []
    assert guest.bus.states(stick.physical_port, since=signals) == []


def test_the_message_does_not_repeat_a_secret(stick):
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(stick.physical_port, {"apn": "internet", "password": "sehr\ngeheim"})
    assert "geheim" not in refusal.value.message


@pytest.mark.parametrize("words", [("--apn", "inter\nnet"), ("--apn", "internet;+CFUN=0"), ("--apn", "internät")])
def test_the_client_says_what_is_wrong(stick, words):
    with pytest.raises(ClientError) as complaint:
        client("connect", *words)
    assert "apn" in complaint.value.message.lower()
    # What a person typed is not echoed as control characters.
    assert "\x1b" not in complaint.value.message


@pytest.mark.parametrize("arguments", [("0000\r",), ("12",), ("123456789",), ("abcd",)])
def test_send_pin_refuses_what_is_no_pin(stick, arguments):
    mark = stick.mark()
    with pytest.raises(bus.BusError) as refusal:
        bus.call(bus.modem_path(stick.physical_port), f"{bus.SIM}.SendPin", *arguments)
    assert refusal.value.name == f"{bus.ERROR}InvalidArguments"
    assert [entry.what for entry in stick.commands(since=mark) if "CPIN=" in entry.what] == []


@pytest.mark.parametrize("method, path, error", [
    (f"{bus.MODEM}.NoSuchThing", None, "org.freedesktop.DBus.Error.UnknownMethod"),
    ("org.ztemodem1.NoSuchInterface.Connect", None, "org.freedesktop.DBus.Error.UnknownInterface"),
    (f"{bus.MODEM}.Disconnect", f"{bus.ROOT}/modem/usb9_9", "org.freedesktop.DBus.Error.UnknownObject"),
])
def test_what_does_not_exist_has_its_standard_error(stick, method, path, error):
    with pytest.raises(bus.BusError) as refusal:
        bus.call(path or bus.modem_path(stick.physical_port), method)
    assert refusal.value.name == error
