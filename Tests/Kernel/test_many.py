"""Many sticks at once, all alike: one object for each port, whatever the kernel calls their ports, and nothing left of them.

Sticks behind hubs are not played: the virtual controller has no hubs (stick.py).
"""

import pathlib

import bus
import kernel
import pytest
from departures import UNPLUGS
from footprint import Ledger
from leisure import at_leisure
from several import MANY, Row, together
from stage import MOMENT
from timeline import run, until

COUNT = 20
# As fast as they can, from the CD-ROM on.
FAST = ("--no-network", "--delay-leave", "0.05", "--delay-off-bus", "0.1", "--delay-register", "0.1")

AT_ONCE = 10
# How often so many come and go: an emulated machine takes twenty seconds for each.
ROUNDS = UNPLUGS // 5


def in_state(stage, sticks, state, mark):
    for stick in sticks:
        stage.bus.state(stick.physical_port, state, MANY, since=mark)


def modems():
    """{path: properties} of all sticks on the bus."""
    return {path: interfaces[bus.MODEM] for path, interfaces in bus.managed_objects().items() if bus.MODEM in interfaces}


def everyone_is_who_he_is(sticks, imeis):
    """One object for each port, and behind each the stick that is in it, by the names its ports have now."""
    seen = modems()
    assert sorted(seen) == sorted(bus.modem_path(stick.physical_port) for stick in sticks)
    for stick in sticks:
        properties = seen[bus.modem_path(stick.physical_port)]
        nodes = kernel.serial_ports(stick.physical_port)
        assert properties["EquipmentIdentifier"] == imeis[stick.number]
        assert properties["State"] == "registered"
        assert dict(map(tuple, properties["Ports"])) == {nodes[0]: "data", nodes[1]: "diag", nodes[2]: "at"}
    nodes = [node for stick in sticks for node in kernel.serial_ports(stick.physical_port).values()]
    assert len(set(nodes)) == 3 * len(sticks)


def imeis_of(sticks):
    """{number: what the stick says it is}, all different."""
    found = {stick.number: stick.status()["imei"] for stick in sticks}
    assert len(set(found.values())) == len(sticks)
    return found


def unplug_all_at_once(stage, row):
    mark = stage.bus.mark()
    row.unplug()
    for stick in row.sticks:
        stage.bus.removed(stick.physical_port, MANY, since=mark)
    until("every socket empty", lambda: not any(kernel.usb_id(stick.physical_port) for stick in row.sticks), MOMENT)
    until("no ports", lambda: list(pathlib.Path("/dev").glob("ttyUSB*")) == [], MOMENT)


@at_leisure
def test_twenty_alike(unlearnt, stage):
    mark = stage.bus.mark()
    row = Row(stage, *FAST, count=COUNT)
    sticks = row.sticks
    in_state(stage, sticks, "registered", mark)
    imeis = imeis_of(sticks)
    everyone_is_who_he_is(sticks, imeis)

    # In the other order, so that nobody gets the names back that he had.
    before = {stick.number: kernel.serial_ports(stick.physical_port) for stick in sticks}
    unplug_all_at_once(stage, row)
    assert modems() == {}
    mark = stage.bus.mark()
    for stick in reversed(sticks):
        stick.plug()
    in_state(stage, sticks, "registered", mark)
    after = {stick.number: kernel.serial_ports(stick.physical_port) for stick in sticks}
    assert before != after
    everyone_is_who_he_is(sticks, imeis)

    # Some of them, while the others stay: they find the numbers of each other.
    mark = stage.bus.mark()
    some = sticks[::4]
    together(some, lambda stick: stick.unplug())
    for stick in some:
        stage.bus.removed(stick.physical_port, MANY, since=mark)
    mark = stage.bus.mark()
    for stick in some[1:] + some[:1]:
        stick.plug()
    in_state(stage, some, "registered", mark)
    everyone_is_who_he_is(sticks, imeis)


def test_before_and_during_the_start_of_the_daemon(bare_stage):
    """Those that were there, and those that come while it looks."""
    stage = bare_stage
    early = Row(stage, *FAST, count=4, port=0).sticks
    late = Row(stage, *FAST, "--unplugged", count=4, port=4).sticks
    run("udevadm", "settle")
    mark = stage.bus.mark()
    starting = [stage.daemon.start, *(stick.plug for stick in late)]
    together(starting, lambda do: do())
    in_state(stage, early + late, "registered", mark)
    assert sorted(modems()) == sorted(bus.modem_path(stick.physical_port) for stick in early + late)


@pytest.fixture
def warm(stage):
    """What the daemon makes once, and what the allocator keeps for as many sticks as this, is there already."""
    row = Row(stage, *FAST, "--unplugged", count=AT_ONCE)
    for _ in range(2):
        come_and_go(stage, row)
    return row


def come_and_go(stage, row):
    mark = stage.bus.mark()
    row.plug()
    in_state(stage, row.sticks, "registered", mark)
    unplug_all_at_once(stage, row)


@at_leisure
def test_coming_and_going_leaves_nothing(stage, warm):
    ledger = Ledger(stage.daemon)
    for _ in range(ROUNDS):
        come_and_go(stage, warm)
        assert modems() == {}
    ledger.balance()
