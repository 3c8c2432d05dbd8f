"""Calls that are not answered yet: how many there may be, whose they are, and what becomes of them when somebody leaves."""

import pytest
from machine import BUS_NAME, STICK, grown
from message import (ALLOW_INTERACTION, DESTINATION, INTERFACE, MEMBER, PATH, REPLY_SERIAL, RETURN, SIGNAL, SIGNATURE, Connection,
                     encode)
from silent_polkit import USERS, SilentPolkit
from wire import marshal

MODEM = "org.ztemodem1.Modem"
OWN_ERROR = "org.ztemodem1.Error."
# Under way at once: of one connection; and that wait for polkit, of one user and of all.
OF_ONE, OF_USER, OF_ALL = 8, 16, 64


def test_the_ninth_call_of_one_caller_is_refused(polkit, unharmed):
    greedy, modest = polkit.stranger(), polkit.stranger()
    serials = [greedy.send(STICK, MODEM, "Disconnect", flags=ALLOW_INTERACTION) for _ in range(OF_ONE)]
    questions = polkit.asked(OF_ONE)
    for _ in range(3):
        assert greedy.call(STICK, MODEM, "Disconnect").error == OWN_ERROR + "LimitsExceeded"
    # Looking is free, and others are not meant.
    assert greedy.get_all(STICK)["State"] == "registered"
    other = modest.send(STICK, MODEM, "Disconnect")
    polkit.answer(polkit.asked(1)[0], True)
    assert modest.reply(other).type == RETURN
    for number, question in enumerate(questions):
        polkit.answer(question, number % 2 == 0)
    answers = [greedy.reply(serial).error for serial in serials]
    assert answers == [None, OWN_ERROR + "NotAuthorized"] * (OF_ONE // 2)
    # As many as before may be asked again.
    again = greedy.send(STICK, MODEM, "Disconnect")
    polkit.answer(polkit.asked(1)[0], True)
    assert greedy.reply(again).type == RETURN
    assert greedy.answers() == []


def fill_of(polkit, user):
    """As many calls as may wait of one user: (caller, serial) of each."""
    callers = [polkit.stranger(user) for _ in range(OF_USER // OF_ONE)]
    return [(caller, caller.send(STICK, MODEM, "Disconnect")) for caller in callers for _ in range(OF_ONE)]


def fill(polkit):
    """As many calls as may wait of all."""
    return [call for user in USERS[:OF_ALL // OF_USER] for call in fill_of(polkit, user)]


def test_a_user_whom_nobody_answers_keeps_out_no_other(caller, polkit, unharmed):
    greedy, modest, *_ = USERS
    calls, more = fill_of(polkit, greedy), [polkit.stranger(greedy) for _ in range(6)]
    questions = polkit.asked(OF_USER)
    refused = [(calling, calling.send(STICK, MODEM, "Disconnect")) for calling in more for _ in range(OF_ONE)]
    answers = [calling.reply(serial) for calling, serial in refused]
    assert {answer.error for answer in answers} == {OWN_ERROR + "LimitsExceeded"}
    assert {answer.values()[0] for answer in answers} == {"Too many calls of this user are under way"}
    # Another user is asked about, and root is nobody's to keep out.
    other = polkit.stranger(modest)
    serial = other.send(STICK, MODEM, "Disconnect")
    polkit.answer(polkit.asked(1)[0], True)
    assert other.reply(serial).type == RETURN
    assert caller.call(STICK, MODEM, "Disconnect").type == RETURN
    # What is allowed makes room for one more.
    asked_about = questions[0].values()[0][1]["name"]
    allowed = next(call for call in calls if call[0].name == asked_about)
    polkit.answer(questions[0], True)
    assert allowed[0].reply(allowed[1]).type == RETURN
    late = more[0].send(STICK, MODEM, "Disconnect")
    polkit.answer(polkit.asked(1)[0], True)
    assert more[0].reply(late).type == RETURN
    for question in questions[1:]:
        polkit.answer(question, False)
    calls.remove(allowed)
    assert {calling.reply(serial).error for calling, serial in calls} == {OWN_ERROR + "NotAuthorized"}


def test_the_sixty_fifth_call_that_waits_is_refused_and_root_is_served(caller, polkit, unharmed):
    calls, late = fill(polkit), polkit.stranger(USERS[OF_ALL // OF_USER])
    questions = polkit.asked(OF_ALL)
    refusal = late.call(STICK, MODEM, "Disconnect")
    assert (refusal.error, refusal.values()) == (OWN_ERROR + "LimitsExceeded", ["Too many calls are under way"])
    assert late.get_all(STICK)["State"] == "registered"
    for _ in range(OF_ONE):
        assert caller.call(STICK, MODEM, "Disconnect").type == RETURN
    for question in questions:
        polkit.answer(question, False)
    assert {calling.reply(serial).error for calling, serial in calls} == {OWN_ERROR + "NotAuthorized"}
    again = late.send(STICK, MODEM, "Disconnect")
    polkit.answer(polkit.asked(1)[0], True)
    assert late.reply(again).type == RETURN
    assert [message for calling, _ in calls for message in calling.answers()] == []


def test_callers_that_leave_make_room(caller, polkit, unharmed):
    for _ in range(3):
        calls, questions = fill(polkit), polkit.asked(OF_ALL)
        for calling, _ in calls:
            calling.close()
        polkit.asked(OF_ALL, "CancelCheckAuthorization")
        assert caller.call(STICK, MODEM, "Disconnect").type == RETURN
        # A late yes is nobody's.
        for question in questions:
            polkit.answer(question, True)
    assert caller.get_all(STICK)["State"] == "registered"


def test_callers_that_leave_at_once_leave_nothing(busy, caller, polkit, unharmed):
    """Before anybody knows who they are."""
    for _ in range(10):
        for calling, _ in fill(polkit):
            calling.close()
    busy.wait("room", lambda: caller.call(STICK, MODEM, "Disconnect").type == RETURN, limit=5)
    assert caller.get_all(STICK)["State"] == "registered"


def test_a_departure_that_a_caller_makes_up_is_not_believed(busy, unharmed, polkit):
    victim, liar = polkit.stranger(), Connection(busy.address)
    serial = victim.send(STICK, MODEM, "Disconnect")
    question, = polkit.asked(1)
    liar.send_raw(encode(SIGNAL, 1000, {
        PATH: "/org/freedesktop/DBus", INTERFACE: "org.freedesktop.DBus", MEMBER: "NameOwnerChanged", DESTINATION: BUS_NAME,
        SIGNATURE: "sss"}, marshal("sss", [victim.name, victim.name, ""])))
    assert liar.get_all(STICK)
    polkit.answer(question, True)
    assert victim.reply(serial).type == RETURN
    liar.close()


# --- In the middle ------------------------------------------------------------------------------------------------------

@pytest.fixture
def dialling(calling):
    """A stick that says nothing to the dial command."""
    stick = calling.plug_scripted()
    stick.is_in_its_network()
    stick.answer("ATD*99***1#")
    calling.reaches("registered")
    yield stick
    if calling.state():
        calling.unplug()
        calling.wait("no object", lambda: calling.state() is None)


def connect(caller):
    return caller.send(STICK, MODEM, "Connect", "a{sv}", marshal("a{sv}", [{"apn": ("s", "internet")}]))


def test_a_hundred_callers_that_leave_in_mid_call_cost_nothing(calling, dialling):
    before = calling.figures()
    with Connection(calling.address) as first:
        connect(first)
        calling.reaches("connecting")
    for _ in range(99):
        with Connection(calling.address) as leaving:
            connect(leaving)
    with Connection(calling.address) as staying:
        # The first one's call goes on, and is nobody's alone.
        assert staying.get_all(STICK)["State"] == "connecting"
        assert staying.call(STICK, MODEM, "Connect", "a{sv}", [{}]).error == OWN_ERROR + "InProgress"
        assert staying.call(STICK, MODEM, "Disconnect", limit=20).type == RETURN
    calling.reaches("registered")
    calling.wait("as before", lambda: calling.figures()["descriptors"] <= before["descriptors"], limit=5)
    after = calling.figures()
    assert after["children"] == before["children"]
    assert grown(before, after) < 4096


def test_who_waits_for_a_stick_that_goes_hears_it_before_the_object_goes(calling, dialling):
    polkit, watcher = SilentPolkit(calling), Connection(calling.address)
    asking = polkit.stranger()
    for caller in (watcher, asking):
        caller.listen(f"type='signal',sender='{BUS_NAME}',member='InterfacesRemoved'")
    # One dials; the others wait for somebody to say that they may.
    calls = {watcher: {connect(watcher)}, asking: {asking.send(STICK, MODEM, "Disconnect") for _ in range(OF_ONE)}}
    polkit.asked(OF_ONE)
    calling.reaches("connecting")
    calling.unplug()
    for caller, serials in calls.items():
        while serials:
            message = caller.receive(20)
            assert message.member != "InterfacesRemoved", "the object went before its calls were answered"
            if message.error:
                assert message.error == OWN_ERROR + "DeviceGone"
                serials.remove(message.fields[REPLY_SERIAL])
        while message.member != "InterfacesRemoved":
            message = caller.receive(20)
        path, interfaces = message.values()
        assert path == STICK and MODEM in interfaces
    polkit.asked(OF_ONE, "CancelCheckAuthorization")
    watcher.close()
    polkit.close()
    calling.wait("no object", lambda: calling.state() is None)
