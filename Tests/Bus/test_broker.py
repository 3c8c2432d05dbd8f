"""The same on dbus-broker, which is the system bus of Fedora and others: it reads our policy and counts in its own way."""

import os
import pathlib
import shutil

import pytest
from machine import APN, BUS_NAME, STAYS, STICK, in_its_network
from message import RETURN, Connection
from silent_polkit import NOBODY

MODEM = "org.ztemodem1.Modem"


@pytest.fixture(scope="module")
def brokered(possible, tmp_path_factory):
    if shutil.which("dbus-broker-launch") is None:
        pytest.skip("dbus-broker is not installed: its package would make it the system bus of this machine")
    with in_its_network(tmp_path_factory.mktemp("machine"), pppd=STAYS, bus="dbus-broker") as machine:
        yield machine


def test_it_is_dbus_broker(brokered):
    assert pathlib.Path(f"/proc/{brokered.bus.pid}/comm").read_text().startswith("dbus-broker")


def test_a_call_is_made_and_heard_of(brokered):
    with Connection(brokered.address) as caller:
        caller.listen(f"type='signal',sender='{BUS_NAME}',member='StateChanged'")
        assert brokered.connect(APN) is None
        assert brokered.call("Disconnect") is None
        states = [message.values()[:2] for message in caller.waiting() if message.member == "StateChanged"]
    assert states == [["registered", "connecting"], ["connecting", "connected"], ["connected", "disconnecting"],
                      ["disconnecting", "registered"]]


def test_a_stranger_may_look_and_not_touch(brokered):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as another user")
    with Connection(brokered.address, user=NOBODY) as stranger:
        assert stranger.get_all(STICK)["State"] == "registered"
        assert stranger.call(STICK, MODEM, "Disconnect").error == "org.ztemodem1.Error.NotAuthorized"
        # Nothing the policy lists: the bus itself refuses.
        assert stranger.call(STICK, MODEM, "Nothing").error == "org.freedesktop.DBus.Error.AccessDenied"


def test_descriptors_are_refused(brokered):
    before = brokered.figures()
    with Connection(brokered.address, descriptors=True) as caller:
        answer = caller.call(STICK, MODEM, "Connect", "a{sv}", [{}], descriptors=[0, 1, 2])
        assert answer.error == "org.freedesktop.DBus.Error.InvalidArgs"
        assert caller.call(STICK, MODEM, "Disconnect").type == RETURN
    assert brokered.figures()["descriptors"] == before["descriptors"]


def test_callers_that_leave_at_once_leave_nothing_behind(brokered):
    before = brokered.figures()
    for number in range(500):
        with Connection(brokered.address) as passing:
            passing.send(STICK, MODEM, "Disconnect" if number % 2 else "Nothing")
    with Connection(brokered.address) as caller:
        brokered.wait("room", lambda: caller.call(STICK, MODEM, "Disconnect").type == RETURN, limit=5)
    after = brokered.figures()
    assert (after["descriptors"], after["threads"]) == (before["descriptors"], before["threads"])


def test_it_is_back_when_the_bus_is(brokered):
    brokered.bus.terminate()
    brokered.bus.wait(10)
    brokered.start_bus()
    brokered.wait("the name", brokered.owns_name)
    assert brokered.state() == "registered"
