"""Every way to turn a stick, with every way a stick may take it. Those of one behaviour play at the same time."""

import dataclasses

import bus
import kernel
import pytest
from leisure import at_leisure
from several import MANY, plug_together
from stage import MOMENT
from timeline import until

# A stick is given up after this long; an emulated CPU that many sticks share is slow to say so.
PATIENCE = 45 + 5
OFF_THE_BUS = 10

BEHAVIOURS = {
    "normal": (), "slow": ("--slow", str(OFF_THE_BUS - 1.5)), "twice": ("--bounce",), "never": ("--fault", "stubborn")}


@dataclasses.dataclass(frozen=True)
class Method:
    """A stick that obeys one command."""

    name: str
    options: tuple
    # What has to reach it, in this order.
    order: tuple
    # Whose name the daemon gives it, and at which attempt it comes.
    told: str = "eject"
    attempt: int = 1
    disc: str = "19d2:2000"
    turned: str = "19d2:0001"
    state: tuple = ("registered", "")
    drivers: tuple = ("option", "option", "option")

    def __str__(self):
        return self.name


EJECTED = ("removal allowed lun=0", "eject received lun=0")
METHODS = [
    Method("eject", ("--trigger", "eject"), ("eject received lun=0",)),
    Method("allow-then-eject", ("--trigger", "allow-then-eject"), EJECTED),
    Method("eject-lun1", ("--trigger", "eject-lun1"), (*EJECTED, "eject received lun=1")),
    Method("message", ("--trigger", "message"), ("switch message received lun=0",)),
    Method("eject-message", ("--trigger", "eject-message"), (*EJECTED, "switch message received lun=0")),
    # Told nothing but the message of its kind, and that exactly: the emulator compares every byte.
    Method("message-alone", ("--family", "mf192"), ("switch message received lun=0",), told="message",
           disc="19d2:1514", turned="19d2:1515", drivers=("option", "option", "option", "usb-storage")),
    Method("message-to-lun1", ("--family", "a605"), ("switch message received lun=1",), told="message",
           disc="19d2:ffe6", turned="19d2:ffe5", state=("failed", "not-driven"), drivers=(None, None, None)),
    Method("driver-release", ("--trigger", "driver-release"), ("no SCSI command for",), told="driver-release", attempt=2),
]


class Performance:
    """All methods with one behaviour, from the plug on."""

    def __init__(self, guest, behaviour, casts):
        self.guest, self.behaviour = guest, behaviour
        self.kernel_mark, self.bus_mark = guest.kernel.mark(), guest.bus.mark()
        sticks = plug_together(guest, [
            (*options, *BEHAVIOURS.get(behaviour, ()), "--no-network", "--delay-register", "0.1") for options in casts])
        self._sticks = dict(zip(casts, sticks))

    def stick(self, options):
        return self._sticks[options]

    def modem(self, port):
        return bus.modem(port)[bus.MODEM]

    def devices(self, port):
        """(time, id) of each device the kernel has met in that port."""
        return [(entry.time, entry.what.usb_id) for entry in self.guest.kernel.entries(
            lambda event: event.is_("add", "usb", port), since=self.kernel_mark)]

    def departures(self, port):
        return [entry.time for entry in self.guest.kernel.entries(
            lambda event: event.is_("remove", "usb", port), since=self.kernel_mark)]

    def ended(self, port, state):
        """When the stick got into that state."""
        return self.guest.bus.state(port, state, MANY, since=self.bus_mark).time

    def object_stayed(self, port):
        return [] == self.guest.bus.entries(
            lambda signal: signal["member"] == "InterfacesRemoved" and signal["data"][0] == bus.modem_path(port)
            and bus.MODEM in signal["data"][1], since=self.bus_mark)


def reached(stick, words):
    """How often the stick has logged them."""
    return len(stick.entries(lambda line: words in line))


def in_order(stick, order):
    times = [stick.entries(lambda line, words=words: words in line)[0].time for words in order]
    return times == sorted(times)


@pytest.fixture(autouse=True)
def told(guest, request):
    """What the daemon and the sticks said stands beside a failure."""
    request.node.stage, request.node.started = guest, 0


def performance(guest, behaviour, casts):
    guest.unplug_all()
    guest.forget()
    guest.daemon.start()
    yield Performance(guest, behaviour, casts)
    guest.unplug_all()
    guest.forget()


@pytest.fixture(scope="module")
def normal(guest):
    yield from performance(guest, "normal", [method.options for method in METHODS])


@pytest.fixture(scope="module")
def slow(guest):
    yield from performance(guest, "slow", [method.options for method in METHODS])


@pytest.fixture(scope="module")
def twice(guest):
    yield from performance(guest, "twice", [method.options for method in METHODS])


@pytest.fixture(scope="module")
def never(guest):
    yield from performance(guest, "never", [method.options for method in METHODS])


def turned(performance, method, attempts):
    """It has become what it is to become, and everybody agrees about how."""
    stick = performance.stick(method.options)
    port = stick.physical_port
    performance.ended(port, method.state[0])
    assert kernel.usb_id(port) == method.turned
    until("its drivers", lambda: kernel.interface_drivers(port) == dict(enumerate(method.drivers)), MOMENT)
    assert reached(stick, "stick: turns") == 1 + (performance.behaviour == "twice")
    assert in_order(stick, method.order)
    seen = performance.modem(port)
    assert (seen["State"], seen["StateReason"]) == method.state
    assert seen["SwitchMethod"] == method.told
    # One more where so many at once are slow to be told gone: test_switch.py counts a single stick's.
    assert attempts <= seen["SwitchAttempts"] <= 3
    assert performance.object_stayed(port)
    return stick


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_normal(normal, method):
    stick = turned(normal, method, method.attempt)
    port = stick.physical_port
    assert [usb_id for _, usb_id in normal.devices(port)] == [method.disc, method.turned]
    assert len(normal.departures(port)) == 1


@at_leisure
@pytest.mark.parametrize("method", METHODS, ids=str)
def test_slow(slow, method):
    stick = turned(slow, method, method.attempt)
    port = stick.physical_port
    (_, disc), (back, usb_id) = slow.devices(port)
    assert (disc, usb_id) == (method.disc, method.turned)
    assert back - slow.departures(port)[0] > OFF_THE_BUS - 1, "it was to stay away for long"


@at_leisure
@pytest.mark.parametrize("method", METHODS, ids=str)
def test_twice(twice, method):
    stick = turned(twice, method, method.attempt + 1)
    port = stick.physical_port
    # A kernel that many sticks keep busy looks at the port when the same disc is in it again, and has seen nobody leave.
    seen = [usb_id for _, usb_id in twice.devices(port)]
    assert seen in ([method.disc, method.disc, method.turned], [method.disc, method.turned])
    for words in method.order:
        assert reached(stick, words) >= 2


@at_leisure
@pytest.mark.parametrize("method", METHODS, ids=str)
def test_never(never, method):
    stick = never.stick(method.options)
    port = stick.physical_port
    began = never.guest.bus.added(port, MANY, since=never.bus_mark).time
    ended = never.ended(port, "failed")
    seen = never.modem(port)
    assert (seen["State"], seen["StateReason"]) == ("failed", "switch-ignored")
    assert ended - began < PATIENCE
    assert seen["SwitchAttempts"] == 3
    # It was told, it took the order, and nothing has become of it.
    assert reached(stick, "does not turn") == 1
    assert reached(stick, "stick: turns") == 0
    assert in_order(stick, method.order)
    assert [usb_id for _, usb_id in never.devices(port)] == [method.disc]
    assert never.departures(port) == []
    # Given up means let go.
    until("the kernel's driver back", lambda: kernel.interface_drivers(port) == {0: "usb-storage"}, MOMENT)


# --- What commands may end in -----------------------------------------------------------------------------------------

# All obey the message, which comes last: whatever goes wrong before it must not keep it from being sent.
STATUSES = {
    fault: ("--trigger", "message", "--fault", fault)
    for fault in ("stalled-status", "failed-orders", "phase-errors", "failing-lun1")
}


@pytest.fixture(scope="module")
def bad_ends(guest):
    yield from performance(guest, "bad ends", list(STATUSES.values()))


@pytest.mark.parametrize("fault", STATUSES)
def test_a_bad_end_keeps_no_order_from_its_stick(bad_ends, fault):
    stick = bad_ends.stick(STATUSES[fault])
    port = stick.physical_port
    bad_ends.ended(port, "registered")
    assert kernel.usb_id(port) == "19d2:0001"
    assert in_order(stick, (*EJECTED, "eject received lun=1", "switch message received"))
    seen = bad_ends.modem(port)
    assert seen["SwitchMethod"] == "eject"
    # The halts were cleared: each order that stalled was followed by another.
    stalls = {"stalled-status": 2, "failing-lun1": 1}.get(fault, 0)
    assert reached(stick, "stalls in place of a status") >= stalls
    assert reached(stick, "storage reset") == 0, "nothing here asks for more than to clear a halt"
