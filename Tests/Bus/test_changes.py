"""What is announced, and how often: PropertiesChanged carries exactly what is new, at once, but for what changes all the time."""

import threading
import time

import pytest
from machine import BUS_NAME, STICK
from message import PROPERTIES, RETURN, Connection

NETWORK = "org.ztemodem1.Network"
MODEM = "org.ztemodem1.Modem"
# At most once in this time, by its declaration.
PAUSE = 1.0


class Announcements:
    """What a client knows that follows PropertiesChanged: it asks once and believes each announcement."""

    def __init__(self, address):
        self._bus = Connection(address)
        self._bus.listen(f"type='signal',sender='{BUS_NAME}',path='{STICK}',interface='{PROPERTIES}'")
        self.known = {interface: self._bus.get_all(STICK, interface) for interface in (MODEM, NETWORK)}
        self.seen, self._is_strict = [], False

    def begin(self):
        """From now on nothing may be told that is known already. Before, what was asked for may have been told later."""
        self.seen, self._is_strict = [], True

    def read(self, limit=10.0):
        """The next one, as (interface, changed, invalidated), and when it came."""
        deadline = time.monotonic() + limit
        while True:
            message = self._bus.receive(deadline - time.monotonic())
            if message.member == "PropertiesChanged" and message.values()[0] in self.known:
                return self._note(message.values())

    def _note(self, announcement):
        interface, changed, invalidated = announcement
        known = self.known[interface]
        assert changed or invalidated
        for name, value in changed.items() if self._is_strict else ():
            assert known.get(name) != value, f"{name} was {value!r} before"
        assert set(invalidated) <= set(known), "unknown before"
        known.update(changed)
        for name in invalidated:
            del known[name]
        self.seen.append((time.monotonic(), *announcement))
        return announcement

    def until(self, is_it, limit=10.0):
        deadline = time.monotonic() + limit
        while not is_it():
            self.read(deadline - time.monotonic())

    def are_complete(self):
        """Whether that client knows all there is to know."""
        return all(self._bus.get_all(STICK, interface) == known for interface, known in self.known.items())

    def close(self):
        self._bus.close()


@pytest.fixture
def announcements(calling, stick):
    announcements = Announcements(calling.address)
    # Another value than the transcript has: with it everything has been told.
    has_signal(stick, 14)
    announcements.until(lambda: announcements.known[NETWORK].get("SignalQuality") == percent(14))
    announcements.until(announcements.are_complete)
    announcements.begin()
    yield announcements
    announcements.close()


def has_signal(stick, rssi):
    """From now on; it is read at once, as when a stick says that its SIM is ready."""
    stick.answer("AT+CSQ", f"+CSQ: {rssi},99", "OK")
    stick.say("2", "\r\n+CPIN: READY\r\n")


def percent(rssi):
    """+CSQ has 0 to 31 (3GPP TS 27.007, 8.5)."""
    return rssi * 100 // 31


class Listening(threading.Thread):
    """Reads announcements as they come, so that it is known when they did."""

    def __init__(self, announcements, is_enough):
        super().__init__()
        self._announcements, self._is_enough, self.problem = announcements, is_enough, None
        self.start()

    def run(self):
        try:
            self._announcements.until(self._is_enough, limit=30)
        except (AssertionError, TimeoutError) as problem:
            self.problem = problem


def test_a_signal_that_changes_all_the_time_is_told_once_a_second(stick, announcements, calling):
    last = percent(30)
    listening = Listening(announcements, lambda: announcements.known[NETWORK]["SignalQuality"] == last)
    begin = time.monotonic()
    with Connection(calling.address) as asking:
        for rssi in range(1, 31):
            has_signal(stick, rssi)
            # Who asks is told what is, not what was announced.
            calling.wait("the signal", lambda rssi=rssi: signal(asking) == percent(rssi), limit=5)
    listening.join()
    assert listening.problem is None
    times = [when for when, *_ in announcements.seen]
    print(f"30 values in {times[-1] - begin:.1f} s, announced {len(times)} times")
    assert len(times) <= times[-1] - begin + 2
    assert all(later - earlier > PAUSE * 0.8 for earlier, later in zip(times, times[1:]))
    for _, interface, changed, invalidated in announcements.seen:
        assert (interface, set(changed), invalidated) == (NETWORK, {"SignalQuality", "SignalDbm"}, [])
    assert announcements.are_complete()


def signal(caller):
    return caller.get_all(STICK, NETWORK).get("SignalQuality")


def one_waits(stick, announcements, calling, asking):
    """A value is told, and the next one has to wait. Returns when the first one was."""
    has_signal(stick, 3)
    announcements.until(lambda: announcements.known[NETWORK]["SignalQuality"] == percent(3))
    has_signal(stick, 5)
    calling.wait("the signal", lambda: signal(asking) == percent(5), limit=5)
    return announcements.seen[-1][0]


def test_what_does_not_change_all_the_time_is_told_at_once_and_takes_it_along(stick, announcements, calling):
    with Connection(calling.address) as asking:
        told = one_waits(stick, announcements, calling, asking)
        stick.say("2", '\r\n+ZPASR: "GPRS"\r\n')
        announcements.read()
    when, interface, changed, invalidated = announcements.seen[-1]
    assert when - told < PAUSE / 2
    assert (interface, invalidated) == (NETWORK, [])
    assert changed == {"AccessTechnology": "gprs", "SignalQuality": percent(5), "SignalDbm": -113.0 + 2 * 5}
    # There is nothing left of it to be told later.
    with pytest.raises(TimeoutError):
        announcements.read(PAUSE * 1.5)
    assert announcements.are_complete()


def test_every_state_is_told_at_once_while_the_signal_waits(stick, announcements, calling):
    with Connection(calling.address) as asking:
        begin = one_waits(stick, announcements, calling, asking)
    for status, state in ((2, "searching"), (1, "registered")) * 2:
        for name in ("CREG", "CGREG"):
            stick.answer(f"AT+{name}?", f"+{name}: 2,{status}", "OK")
        stick.say("2", f"\r\n+CREG: {status}\r\n+CGREG: {status}\r\n")
        announcements.until(lambda state=state: announcements.known[MODEM]["State"] == state, limit=PAUSE)
    assert time.monotonic() - begin < 2 * PAUSE
    states = [changed["State"] for _, interface, changed, _ in announcements.seen if "State" in changed]
    assert states == ["searching", "registered"] * 2
    calling.wait("the rest", lambda: catches_up(announcements), limit=5)


def catches_up(announcements):
    """Reads what is there, and compares."""
    try:
        announcements.read(0.1)
    except TimeoutError:
        return announcements.are_complete()
    return False


def test_what_is_not_known_any_more_is_taken_back(stick, announcements, calling):
    has_signal(stick, 99)
    announcements.until(lambda: "SignalQuality" not in announcements.known[NETWORK])
    _, interface, changed, invalidated = announcements.seen[-1]
    assert (interface, changed, sorted(invalidated)) == (NETWORK, {}, ["SignalDbm", "SignalQuality"])
    assert announcements.are_complete()


def test_who_asked_while_a_value_waited_hears_that_it_went_back(stick, announcements, calling):
    with Connection(calling.address) as asking:
        one_waits(stick, announcements, calling, asking)
        late = Announcements(calling.address)
        has_signal(stick, 3)
        calling.wait("the signal", lambda: signal(asking) == percent(3), limit=5)
        late.until(lambda: late.known[NETWORK]["SignalQuality"] == percent(3), limit=3)
        assert late.are_complete()
        late.close()


def test_what_is_the_same_is_not_told(stick, announcements, calling):
    for _ in range(5):
        has_signal(stick, 14)
    # Something else, after those.
    stick.say("2", '\r\n+ZPASR: "GPRS"\r\n')
    announcements.read()
    assert [changed for *_, changed, _ in announcements.seen] == [{"AccessTechnology": "gprs"}]


def test_a_call_is_told_of_step_by_step(stick, announcements, calling):
    with Connection(calling.address) as caller:
        assert caller.call(STICK, MODEM, "Connect", "a{sv}", [{"apn": ("s", "internet.vodafone.pt")}], limit=20).type == RETURN
        assert caller.call(STICK, MODEM, "Disconnect", limit=20).type == RETURN
    announcements.until(lambda: announcements.known[MODEM]["State"] == "registered"
                        and any(changed.get("State") == "disconnecting" for *_, changed, _ in announcements.seen))
    states = [changed["State"] for _, _, changed, _ in announcements.seen if "State" in changed]
    assert states == ["connecting", "connected", "disconnecting", "registered"]
    assert announcements.are_complete()


def test_an_answer_comes_after_what_it_has_changed(stick, calling):
    """Who reads what it has been told, when its call is answered, reads the new state."""
    with Connection(calling.address) as caller:
        caller.listen(f"type='signal',sender='{BUS_NAME}',path='{STICK}',member='StateChanged'")
        for _ in range(20):
            assert caller.call(STICK, MODEM, "Connect", "a{sv}", [{"apn": ("s", "internet.vodafone.pt")}], limit=20).type == RETURN
            assert caller.call(STICK, MODEM, "Disconnect", limit=20).type == RETURN
            told = [message.values()[1] for message in caller.arrived() if message.member == "StateChanged"]
            assert told == ["connecting", "connected", "disconnecting", "registered"]
