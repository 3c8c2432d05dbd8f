"""Ends and new beginnings: SIGTERM and SIGKILL in every state, a bus that goes away, a second daemon."""

import time

import pytest
from callers import Caller
from machine import APN, BUS_NAME, STAYS, STICK, STUBBORN, programs



@pytest.fixture
def plug(calling):
    calling.use_pppd(STAYS)

    def plug():
        stick = calling.plug_scripted()
        stick.is_in_its_network()
        return stick
    yield plug
    calling.unplug()
    if calling.daemon.poll() is not None:
        calling.start_daemon()
    calling.wait("no object", lambda: calling.state() is None)


def connecting(machine, stick):
    """Asks for a call, and leaves long before there is an answer; not before it is known who asks."""
    machine.run("busctl", f"--address={machine.address}", "--timeout=1", "call", BUS_NAME, STICK,
                "org.ztemodem1.Modem", "Connect", "a{sv}", "1", "apn", "s", "internet.vodafone.pt")


def connected(machine, stick):
    assert machine.connect(APN) is None


def disconnecting(machine, stick):
    machine.use_pppd(STUBBORN)
    assert machine.connect(APN) is None
    machine.run("dbus-send", "--system", "--print-reply", "--reply-timeout=500", f"--dest={BUS_NAME}", STICK,
                "org.ztemodem1.Modem.Disconnect")


# How to come there: what the stick does before it is plugged in, and what is done when it is registered.
STATES = {
    "probing": (lambda stick: stick.hang("0", "2"), None),
    "enabling": (lambda stick: [stick.answer(command) for command in ("AT+CGMI", "AT+CGMM", "AT+CGMR")], None),
    "locked": (lambda stick: stick.answer("AT+CPIN?", "+CPIN: SIM PIN", "OK"), None),
    "searching": (lambda stick: [stick.answer(f"AT+{name}?", f"+{name}: 2,2", "OK") for name in ("CREG", "CGREG")], None),
    "registered": (lambda stick: None, None),
    "failed": (lambda stick: stick.answer("AT+CPIN?", "+CME ERROR: 10"), None),
    "connecting": (lambda stick: stick.answer("ATD*99***1#"), connecting),
    "connected": (lambda stick: None, connected),
    "disconnecting": (lambda stick: None, disconnecting),
}


def bring_to(machine, stick, state):
    go_on = STATES[state][1]
    if go_on:
        machine.reaches("registered")
        go_on(machine, stick)
    machine.reaches(state)


@pytest.mark.parametrize("state", STATES)
def test_it_ends_and_begins_again(calling, plug, state):
    stick = plug()
    STATES[state][0](stick)
    bring_to(calling, stick, state)
    children = calling.children()
    start = time.monotonic()
    assert calling.stop_daemon() == 0
    # pppd has five seconds; nothing else takes its time.
    assert time.monotonic() - start < (7 if state == "disconnecting" else 2)
    assert not any(calling.is_alive(child) for child in children)
    assert not list(calling.folder.glob("run/ppp/*"))
    # The stick was there before the daemon: the same way again, and a worse end.
    calling.use_pppd(STAYS)
    calling.start_daemon()
    if state != "disconnecting":
        bring_to(calling, stick, state)
    children = calling.children()
    calling.kill_daemon()
    calling.wait("no pppd", lambda: not any(calling.is_alive(child) for child in children))
    calling.unplug()
    plug()
    calling.start_daemon()
    calling.reaches("registered")
    assert calling.connect(APN) is None
    assert calling.call("Disconnect") is None


@pytest.fixture
def cd_rom(calling):
    calling.plug_storage()
    yield
    calling.unplug()


def test_it_ends_while_it_switches(calling, cd_rom):
    calling.wait("a stick", lambda: calling.state() is not None)
    assert calling.modem()["Mode"] == "storage"
    assert calling.state() in ("switching", "failed")
    start = time.monotonic()
    assert calling.stop_daemon() == 0
    assert time.monotonic() - start < 2
    calling.start_daemon()


def test_a_cd_rom_comes_back_as_a_modem(calling, cd_rom, plug):
    calling.wait("a stick", lambda: calling.state() is not None)
    calling.unplug()
    plug()
    calling.reaches("registered")
    assert calling.modem()["Mode"] == "modem"


def test_a_bus_that_is_restarted_ends_no_call(calling, plug):
    plug()
    calling.reaches("registered")
    assert calling.connect(APN) is None
    children, before = calling.children(), calling.figures()
    calling.bus.kill()
    calling.bus.wait()
    calling.start_bus()
    calling.wait("the name again", calling.owns_name, limit=6)
    assert calling.daemon.poll() is None
    assert calling.state() == "connected"
    assert calling.children() == children
    # Callers of the new bus are served as those of the old.
    caller = Caller(calling.address)
    assert caller.get_all(STICK)["State"] == "connected"
    caller.close()
    assert calling.call("Disconnect") is None
    calling.reaches("registered")
    calling.wait("as many descriptors", lambda: calling.figures()["descriptors"] <= before["descriptors"])


def test_a_second_daemon_says_why_it_ends_and_touches_nothing(calling, plug):
    stick = plug()
    calling.reaches("registered")
    assert calling.connect(APN) is None
    sent = stick.sent("0")
    start = time.monotonic()
    answer = calling.run(programs() / "zte-modemd", "--bus", calling.address)
    assert answer.returncode == 1
    assert BUS_NAME in answer.stderr
    assert time.monotonic() - start < 1
    assert stick.sent("0") == sent
    assert calling.state() == "connected"
    assert calling.call("Disconnect") is None
