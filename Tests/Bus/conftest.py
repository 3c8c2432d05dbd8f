import pytest
from machine import BUS_NAME, STAYS, Machine, grown, in_its_network, missing
from message import Connection
from silent_polkit import SilentPolkit


@pytest.fixture(scope="session")
def possible():
    reason = missing()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def machine(possible, tmp_path):
    machine = Machine(tmp_path)
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def calling(possible, tmp_path_factory):
    """A machine on which calls come up. Tests put their own sticks in, and take them out again."""
    machine = Machine(tmp_path_factory.mktemp("machine"), pppd=STAYS)
    yield machine
    machine.close()


@pytest.fixture
def stick(calling):
    """In its network, for one test."""
    with calling.stick_in_its_network() as stick:
        yield stick


@pytest.fixture(scope="module")
def busy(possible, tmp_path_factory):
    """A machine with one stick in its network, for tests that leave it there."""
    with in_its_network(tmp_path_factory.mktemp("machine")) as machine:
        yield machine


@pytest.fixture
def caller(busy):
    with Connection(busy.address, descriptors=True) as caller:
        yield caller


@pytest.fixture
def unharmed(busy, caller):
    """The same daemon on the same connection, and no larger than before."""
    def owner():
        return caller.call_bus("GetNameOwner", "s", BUS_NAME).values()[0]
    before, name = busy.figures(), owner()
    yield
    assert busy.daemon.poll() is None
    assert owner() == name
    busy.wait("as many descriptors", lambda: busy.figures()["descriptors"] <= before["descriptors"], limit=5)
    after = busy.figures()
    assert (after["threads"], after["children"]) == (before["threads"], before["children"])
    assert grown(before, after) < 12 * 1024


@pytest.fixture
def polkit(busy):
    polkit = SilentPolkit(busy)
    yield polkit
    polkit.close()
