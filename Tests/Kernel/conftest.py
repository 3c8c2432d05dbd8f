"""Kernel tests: short stories on the stage. They run in the virtual machine only."""

import time

import pytest
from stage import Stage, is_guest


def pytest_collection_modifyitems(items):
    if is_guest():
        return
    skip = pytest.mark.skip(reason="needs the virtual machine: make test-kernel")
    for item in items:
        item.add_marker(skip)


@pytest.fixture(scope="session")
def guest():
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def bare_stage(guest, request):
    """Nothing plugged in, no daemon."""
    guest.daemon.stop()
    yield from _played(guest, request)


@pytest.fixture
def stage(guest, request):
    """Nothing plugged in, the daemon runs."""
    if not guest.daemon.pid:
        guest.daemon.start()
    yield from _played(guest, request)


@pytest.fixture
def unlearnt(guest):
    """What a story teaches the daemon is not known in the next one. Asked for before the stage, so that it is empty again."""
    guest.forget()
    yield
    guest.forget()


def _played(guest, request):
    request.node.stage = guest
    request.node.started = time.monotonic()
    yield guest
    guest.unplug_all()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A story that went wrong is told with what the daemon and the sticks had to say."""
    report = (yield).get_result()
    stage = getattr(item, "stage", None)
    if not report.failed or stage is None:
        return
    report.sections.append(("zte-modemd", "\n".join(stage.daemon.log(item.started)[-40:]) or "(silent)"))
    for stick in stage.sticks:
        lines = "\n".join(f"{entry.time:10.3f} {entry.what}" for entry in stick.entries()[-60:])
        report.sections.append((f"stick in port {stick.physical_port}", lines))
    signals = "\n".join(f"{entry.time:10.3f} {entry.what}" for entry in stage.bus.entries()[-25:])
    report.sections.append(("signals on the bus", signals))
