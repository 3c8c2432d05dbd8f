import pytest
from machine import STAYS, Machine, missing


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


@pytest.fixture(scope="module")
def busy(possible, tmp_path_factory):
    """A machine with one stick in its network, for tests that leave it there."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    try:
        stick = machine.plug_scripted()
        stick.is_in_its_network()
        machine.reaches("registered")
        machine.stick_process = stick
        yield machine
    finally:
        machine.close()
