"""ttyUSB numbers mean nothing: who is who is told by the physical port and the interface."""

import pathlib

import bus
import kernel
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import until

FIRST, SECOND = "353812020111119", "353812020222223"
DRIVER = pathlib.Path("/sys/bus/usb/drivers/option")


def ports_told(port):
    return dict(map(tuple, bus.get(port, bus.MODEM, "Ports")))


def is_right(port):
    """The roles are those of the interfaces, whatever their nodes are called."""
    nodes = kernel.serial_ports(port)
    assert bus.get(port, bus.MODEM, "PrimaryPort") == nodes[2]
    assert ports_told(port) == {nodes[0]: "data", nodes[1]: "diag", nodes[2]: "at"}


def test_replugged_it_finds_its_numbers_taken(stage):
    first = stage.registered("--imei", FIRST, port=0)
    assert kernel.serial_ports(first.physical_port) == {0: "ttyUSB0", 1: "ttyUSB1", 2: "ttyUSB2"}
    mark = stage.bus.mark()
    first.unplug()
    stage.bus.removed(first.physical_port, MOMENT, since=mark)
    until("ttyUSB0 free", lambda: not pathlib.Path("/dev/ttyUSB0").exists(), MOMENT)
    second = stage.registered("--imei", SECOND, port=1)
    assert kernel.serial_ports(second.physical_port) == {0: "ttyUSB0", 1: "ttyUSB1", 2: "ttyUSB2"}

    mark = stage.bus.mark()
    first.plug()
    stage.bus.state(first.physical_port, "registered", WHILE, since=mark)
    assert kernel.serial_ports(first.physical_port) == {0: "ttyUSB3", 1: "ttyUSB4", 2: "ttyUSB5"}
    for stick, imei in ((first, FIRST), (second, SECOND)):
        is_right(stick.physical_port)
        assert bus.get(stick.physical_port, bus.MODEM, "EquipmentIdentifier") == imei

    # The call is made with the stick that was meant.
    log = second.mark()
    bus.connect(first.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert [entry for entry in second.commands(since=log) if entry.what.startswith("ATD")] == []


def test_ports_in_another_order_keep_their_roles(stage):
    """As after a driver that was reloaded: the highest interface comes first. A number that is still held is left out."""
    stick = stage.registered()
    port = stick.physical_port
    before = kernel.serial_ports(port)
    for number in (0, 1, 2):
        (DRIVER / "unbind").write_text(f"{port}:1.{number}")
    until("no ports", lambda: kernel.serial_ports(port) == {}, MOMENT)
    mark = stage.bus.mark()
    for number in (2, 1, 0):
        (DRIVER / "bind").write_text(f"{port}:1.{number}")
    assert kernel.serial_ports(port) != before
    stage.bus.state(port, "registered", WHILE, since=mark)
    is_right(port)
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
