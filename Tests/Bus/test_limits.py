"""Where the service stops doing what a caller asks: how large, how many, what kind. A caller that goes beyond is told so and harms
nobody else."""

import os
import random

import pytest
from machine import BUS_NAME, STICK
from message import (CALL, DESTINATION, ERROR, ERROR_NAME, INTERFACE, MEMBER, NO_REPLY, PATH, PROPERTIES, REPLY_SERIAL, RETURN,
                     SENDER, SIGNAL, SIGNATURE, Closed, Connection, encode)
from wire import marshal

ROOT = "/org/ztemodem1"
MODEM = "org.ztemodem1.Modem"
MANAGER = "org.ztemodem1.Manager"
OWN_ERROR = "org.ztemodem1.Error."
BUS_ERROR = "org.freedesktop.DBus.Error."
BODY_LIMIT = 64 * 1024


# --- What a call carries ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("count", [1, 16])
@pytest.mark.parametrize("signature, values", [
    ("a{sv}", [{}]), ("a{sv}", [{"apn": ("h", 0)}]), ("h", [0]), ("ah", [[0, 0]]), ("", []),
], ids=["beside", "within", "alone", "array", "nothing"])
def test_descriptors_are_refused_and_not_kept(busy, caller, unharmed, signature, values, count):
    pipes = os.pipe()
    try:
        for member in ("Connect", "Disconnect", "Nothing"):
            for _ in range(20):
                answer = caller.call(STICK, MODEM, member, signature, values, descriptors=pipes[:1] * count)
                assert answer.error == BUS_ERROR + "InvalidArgs"
                assert "descriptors" in answer.values()[0]
        caller.call(STICK, MODEM, "Disconnect", descriptors=pipes[:1])
    finally:
        for pipe in pipes:
            os.close(pipe)


def settings_of(size):
    """For Connect: one long text, whose content is counted with 8 bytes for each value around it."""
    return [{"username": ("s", "u" * size)}]


@pytest.mark.parametrize("size, error", [
    (101, "InvalidArguments"), (BODY_LIMIT - 100, "InvalidArguments"), (BODY_LIMIT + 1, "LimitsExceeded"),
    (1 << 20, "LimitsExceeded"), (8 << 20, "LimitsExceeded"),
], ids=["too-long", "just-below", "just-above", "1-MiB", "8-MiB"])
def test_a_body_has_64_KiB_at_most(caller, unharmed, size, error):
    answer = caller.call(STICK, MODEM, "Connect", "a{sv}", settings_of(size))
    assert answer.error == OWN_ERROR + error
    assert len(answer.body) < 1000


@pytest.mark.parametrize("count, error", [(4000, "InvalidArguments"), (9000, "LimitsExceeded"), (1 << 20, "LimitsExceeded")])
def test_many_small_values_count_as_well(caller, unharmed, count, error):
    answer = caller.call(STICK, MODEM, "Connect", "a{sv}", [{"apn": ("ay", bytes(count))}])
    assert answer.error == OWN_ERROR + error


def test_of_the_wrong_type_it_is_refused_whatever_its_size(caller, unharmed):
    for size in (10, BODY_LIMIT, 8 << 20):
        assert caller.call(STICK, MODEM, "Connect", "s", ["x" * size]).error == BUS_ERROR + "InvalidArgs"


def nested(depth):
    """A variant in a variant in a variant; one may be taken for what is in it, which is no text here."""
    signature, value = "u", 5
    for _ in range(depth):
        signature, value = "v", (signature, value)
    return signature, value


@pytest.mark.parametrize("depth", [1, 30, 60])
def test_nesting_is_refused(caller, unharmed, depth):
    answer = caller.call(STICK, MODEM, "Connect", "a{sv}", [{"apn": nested(depth)}])
    assert answer.error in (OWN_ERROR + "InvalidArguments", BUS_ERROR + "InvalidArgs")


# --- Headers ------------------------------------------------------------------------------------------------------------

GARBAGE = [
    b"\0" * 64, b"GET / HTTP/1.0\r\n\r\n", b"l\1\0\1" + b"\xff" * 60, b"B\1\0\1" + b"\xff" * 60, random.Random(1).randbytes(1 << 16),
    encode(CALL, 0, {PATH: STICK, MEMBER: "X", DESTINATION: BUS_NAME}),
    encode(CALL, 1, {PATH: "not a path", MEMBER: "X", DESTINATION: BUS_NAME}),
    encode(CALL, 1, {PATH: STICK, MEMBER: "no.member", DESTINATION: BUS_NAME}),
    encode(CALL, 1, {PATH: STICK, DESTINATION: BUS_NAME}),
    encode(CALL, 1, {PATH: STICK, MEMBER: "X", DESTINATION: BUS_NAME, SIGNATURE: "(" * 40}),
    encode(CALL, 1, {PATH: STICK, MEMBER: "X", DESTINATION: BUS_NAME, SIGNATURE: "s"}, b"\xff\xff\xff\x7f"),
    encode(CALL, 1, {PATH: STICK, MEMBER: "X", DESTINATION: BUS_NAME, SIGNATURE: "s"}, b"\2\0\0\0\xff\xfe\0"),
    encode(CALL, 1, {PATH: STICK, MEMBER: "X", DESTINATION: BUS_NAME, SIGNATURE: "b"}, b"\7\0\0\0"),
    encode(SIGNAL, 1, {PATH: "/org/freedesktop/DBus/Local", INTERFACE: "org.freedesktop.DBus.Local", MEMBER: "Disconnected",
                       DESTINATION: BUS_NAME}),
]


@pytest.mark.parametrize("number", range(len(GARBAGE)))
def test_garbage_is_between_the_caller_and_the_bus(busy, unharmed, number):
    with Connection(busy.address) as bad:
        # The bus may have enough of it before it has all.
        with pytest.raises(Closed):
            bad.send_raw(GARBAGE[number])
            while True:
                bad.receive(limit=5)


def test_what_is_no_call_is_not_answered(busy, caller, unharmed):
    to_us = {DESTINATION: BUS_NAME}
    for serial, message in enumerate([
            (ERROR, {**to_us, REPLY_SERIAL: 3, ERROR_NAME: "org.example.Error"}), (RETURN, {**to_us, REPLY_SERIAL: 3}),
            (SIGNAL, {**to_us, PATH: STICK, INTERFACE: MODEM, MEMBER: "Connect"}),
            (77, {**to_us, PATH: STICK, INTERFACE: MODEM, MEMBER: "Connect"}),
    ], start=1000):
        caller.send_raw(encode(message[0], serial, message[1]))
    assert caller.get_all(STICK)["State"] == "registered"
    # The bus may refuse to pass it on; the service says nothing.
    own = caller.call_bus("GetNameOwner", "s", BUS_NAME).values()[0]
    assert [message for message in caller.waiting() if message.fields.get(SENDER) == own] == []


# --- Calls that want no answer -------------------------------------------------------------------------------------------

def test_who_wants_no_answer_gets_none(caller, unharmed):
    for path, interface, member, signature, values in [
            (STICK, MODEM, "Disconnect", "", []), (STICK, MODEM, "Connect", "a{sv}", [{"apn": ("u", 5)}]),
            (STICK, MODEM, "Connect", "s", ["x"]), (STICK, MODEM, "Connect", "a{sv}", settings_of(1 << 20)),
            (STICK, MODEM, "Nothing", "", []), ("/nowhere", MODEM, "Connect", "", []), (STICK, "org.example.Nothing", "X", "", []),
            (STICK, "org.ztemodem1.Network", "Scan", "", []), (STICK, PROPERTIES, "Get", "ss", [MODEM, "State"]),
            (STICK, PROPERTIES, "GetAll", "s", [MODEM]), (STICK, PROPERTIES, "Set", "ssv", [MODEM, "State", ("s", "x")]),
            (ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "", []),
            (STICK, "org.freedesktop.DBus.Introspectable", "Introspect", "", []),
            (STICK, "org.freedesktop.DBus.Peer", "Ping", "", []), (STICK, "org.freedesktop.DBus.Peer", "GetMachineId", "", []),
    ]:
        caller.send(path, interface, member, signature, marshal(signature, values), flags=NO_REPLY)
    # Of the same caller, so it is done after those.
    assert caller.call(STICK, MODEM, "Disconnect").type == RETURN
    assert caller.answers() == []


def test_what_it_asked_for_is_done_all_the_same(busy, caller, unharmed):
    before = caller.get_all(ROOT, MANAGER)["LogLevel"]
    for level in ("critical", before):
        caller.send(ROOT, MANAGER, "SetLogLevel", "s", marshal("s", [level]), flags=NO_REPLY)
        busy.wait(level, lambda level=level: caller.get_all(ROOT, MANAGER)["LogLevel"] == level, limit=5)
    assert caller.answers() == []
