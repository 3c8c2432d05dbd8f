"""Every family, from the plug to its honest end: a modem in its network, a network card, or nothing anybody drives."""

import dataclasses
import pathlib

import bus
import kernel
import pytest
from several import MANY, plug_together
from stage import MOMENT
from timeline import until

OPTION, QMI, CARD, NOBODY = "option", "qmi_wwan", "usb-storage", None

# What USB calls them, which says nothing of which model it is.
WCDMA, CDMA = "ZTE WCDMA Technologies MSM", "ZTE CDMA Tech"


@dataclasses.dataclass(frozen=True)
class Family:
    name: str
    disc: str
    turned: str
    # Drivers of the interfaces, from 0 on.
    drivers: tuple
    # What the daemon calls it: an answer of the stick where it is a modem, else its product string.
    model: str
    # Interface and role, of those that matter.
    roles: dict = dataclasses.field(default_factory=dict)
    state: tuple = ("registered", "")
    mode: str = "modem"
    # Whether one of the drivers makes a network interface.
    has_card: bool = False

    def __str__(self):
        return self.name


def network(name, disc, turned, drivers, model):
    return Family(name, disc, turned, drivers, model, state=("failed", "network-stick"), mode="network", has_card=True)


def nobodys(name, disc, turned, drivers, model, **facts):
    return Family(name, disc, turned, drivers, model, state=("failed", "not-driven"), **facts)


FAMILIES = [
    Family("mf622", "19d2:2000", "19d2:0001", (OPTION,) * 3, "MF622", {0: "data", 1: "diag", 2: "at"}),
    Family("mf626", "19d2:2000", "19d2:0031", (OPTION, OPTION, CARD, OPTION), "MF626", {1: "at", 3: "data"}),
    Family("mf636", "19d2:0033", "19d2:0033", (OPTION, OPTION, CARD, OPTION, OPTION), "MF636DB", {1: "at", 4: "data"}),
    Family("mu351", "19d2:0003", "19d2:0003", (OPTION,) * 3, "MU351", {0: "data", 1: "at"}),
    Family("mf190", "19d2:0154", "19d2:0017", (OPTION, OPTION, OPTION, QMI, CARD), "MF190", {1: "at", 2: "data"},
           has_card=True),
    Family("mf192", "19d2:1514", "19d2:1515", (OPTION, OPTION, OPTION, CARD), "MF192", {0: "data", 2: "at"}),
    Family("k3570-z", "19d2:1007", "19d2:1008", (OPTION, OPTION, CARD, OPTION, QMI), "K3570-Z", {1: "at", 3: "data"},
           has_card=True),
    network("mf820", "19d2:0166", "19d2:0167", (OPTION, OPTION, OPTION, OPTION, QMI), WCDMA),
    network("mf823", "19d2:1225", "19d2:1405", ("cdc_ether", "cdc_ether", CARD), WCDMA),
    network("mf833v", "19d2:1421", "19d2:1428", (OPTION, OPTION, QMI), WCDMA),
    # Nobody has said what its ports are for: it was asked.
    Family("mf60", "19d2:2004", "19d2:1402", (OPTION, OPTION, QMI, CARD), "MF60", {1: "data"}, has_card=True),
    nobodys("ac2726", "19d2:fff5", "19d2:fff1", (OPTION,) * 5 + (CARD,), CDMA),
    nobodys("a605", "19d2:ffe6", "19d2:ffe5", (NOBODY,) * 3, CDMA),
]


def network_interfaces(port):
    """Names of the network interfaces of the device in that port."""
    return sorted(path.name for path in kernel.USB_DEVICES.glob(f"{port}:*/net/*"))


@pytest.fixture(autouse=True)
def told(guest, request):
    """What the daemon and the sticks said stands beside a failure."""
    request.node.stage, request.node.started = guest, 0


@pytest.fixture(scope="module")
def plugged(guest):
    """All of them, plugged in at the same time; and the marks of kernel and bus before that."""
    guest.unplug_all()
    guest.forget()
    guest.daemon.start()
    marks = guest.kernel.mark(), guest.bus.mark()
    sticks = plug_together(guest, [
        ("--family", family.name, "--no-network", "--delay-register", "0.1") for family in FAMILIES])
    yield dict(zip((family.name for family in FAMILIES), sticks)), *marks
    guest.unplug_all()
    guest.forget()


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_it_ends_as_what_it_is(guest, plugged, family):
    sticks, kernel_mark, bus_mark = plugged
    stick = sticks[family.name]
    port = stick.physical_port
    guest.bus.state(port, family.state[0], MANY, since=bus_mark)

    met = guest.kernel.entries(lambda event: event.is_("add", "usb", port), since=kernel_mark)
    assert [entry.what.usb_id for entry in met] == [family.disc, family.turned]
    until("its drivers", lambda: kernel.interface_drivers(port) == dict(enumerate(family.drivers)), MOMENT)
    assert bool(network_interfaces(port)) == family.has_card

    seen = bus.modem(port)[bus.MODEM]
    assert (seen["State"], seen["StateReason"]) == family.state
    assert (seen["UsbId"], seen["Mode"], seen["Model"]) == (family.turned, family.mode, family.model)
    if family.state[0] == "failed":
        assert seen["StateMessage"]
        assert stick.commands() == [], "nobody has any business with its ports"
        return
    nodes = kernel.serial_ports(port)
    told = dict(map(tuple, seen["Ports"]))
    assert {number: told[nodes[number]] for number in family.roles} == family.roles
    # One port for both, where no other answers.
    assert told[seen["PrimaryPort"]] == ("at" if "at" in told.values() else "data")
    # Answers of the stick itself.
    assert seen["EquipmentIdentifier"] == "356938035643809"
    assert seen["Manufacturer"].startswith("ZTE ")


def test_a_network_card_is_up_to_others(guest, plugged):
    """It is there for the programs that look after network cards, and we say so."""
    sticks, _, bus_mark = plugged
    port = sticks["mf823"].physical_port
    guest.bus.state(port, "failed", MANY, since=bus_mark)
    (name,) = network_interfaces(port)
    address = pathlib.Path(f"/sys/class/net/{name}/address").read_text().strip()
    # The one in the stick is the same in all of them, and the kernel does not use it.
    assert address != "02:34:4b:50:00:01"
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"})
    assert refusal.value.name == f"{bus.ERROR}NotSupported"


def test_one_id_before_and_after_is_told_by_its_class(guest, plugged):
    """The disc is not taken for the modem, nor the modem for the disc, in the same port after a replug."""
    sticks, _, _ = plugged
    stick = sticks["mf636"]
    port = stick.physical_port
    for _ in range(2):
        mark, kernel_mark = guest.bus.mark(), guest.kernel.mark()
        stick.unplug()
        guest.bus.removed(port, MANY, since=mark)
        mark = guest.bus.mark()
        stick.plug()
        guest.bus.state(port, "registered", MANY, since=mark)
        assert guest.bus.states(port, since=mark)[0] in ("switching", "settling")
        assert len(guest.kernel.entries(lambda event: event.is_("add", "usb", port), since=kernel_mark)) == 2
