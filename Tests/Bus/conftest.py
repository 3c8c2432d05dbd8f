import pytest
from machine import Machine, missing


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
