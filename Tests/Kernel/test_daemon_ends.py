"""The daemon is stopped, killed, or started twice."""

import os
import pathlib
import re
import signal
import time

import bus
import kernel
import pytest
from daemon import PROGRAM
from stage import MOMENT, QUICK, WHILE
from timeline import run, until


def test_stopped_while_connected_it_leaves_nothing(stage):
    stage.connected()
    started = time.monotonic()
    stage.daemon.stop()
    assert time.monotonic() - started < 10
    assert stage.daemon.result == "success"
    assert kernel.leftovers() == []


def test_killed_while_connected_it_comes_back_to_its_call(stage):
    stick = stage.connected()
    victim, pppd = stage.daemon.pid, kernel.processes("pppd")
    mark = stage.bus.mark()
    os.kill(victim, signal.SIGKILL)

    # systemd starts the next one, which finds the stick and the call.
    stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
    assert stage.daemon.pid not in (None, victim)
    assert kernel.processes("pppd") == pppd
    assert kernel.ping("192.0.2.1", "ppp0") is not None
    bus.disconnect(stick.physical_port)
    assert kernel.leftovers() == []


def test_a_second_daemon_says_why_it_ends(stage):
    first = stage.daemon.pid
    second = run(PROGRAM, limit=MOMENT)
    assert second.returncode == 1
    said = (second.stdout + second.stderr).strip()
    assert bus.NAME in said
    assert len(said.splitlines()) == 1, said
    assert (stage.daemon.pid, bus.owner_pid()) == (first, first)


def test_a_call_starts_it(bare_stage):
    """Somebody who asks for the service gets it, without knowing of systemd."""
    answer = bus.call(bus.ROOT, "org.freedesktop.DBus.ObjectManager.GetManagedObjects", limit=60)
    assert f"{bus.ROOT}/modem" not in answer
    assert bare_stage.daemon.pid == bus.owner_pid()


def test_idle_it_is_one_thread(stage):
    stage.registered()
    pid = stage.daemon.pid
    until("one thread", lambda: kernel.threads(pid) == 1, MOMENT)


PAGES = pathlib.Path("/sys/kernel/mm/transparent_hugepage")
# khugepaged makes them of what there is, as often as it can, of the emptiest too.
EAGER = {"enabled": "always", "khugepaged/scan_sleep_millisecs": "0", "khugepaged/pages_to_scan": "65536",
         "khugepaged/max_ptes_none": "511"}


@pytest.fixture
def eager_kernel():
    before = {name: (PAGES / name).read_text() for name in EAGER}
    for name, value in EAGER.items():
        (PAGES / name).write_text(value)
    yield
    for name, value in before.items():
        chosen = re.search(r"\[(\w+)\]", value)
        (PAGES / name).write_text(chosen[1] if chosen else value)


def test_it_is_not_given_two_megabytes_for_a_few_kilobytes(eager_kernel, stage):
    stage.daemon.stop()
    stage.daemon.start()
    mark = stage.bus.mark()
    # Enough of them for the kernel to find a place for a huge page.
    sticks = stage.unplugged(*QUICK, "--no-network", ports=range(5))
    for stick in sticks:
        stick.plug()
    for stick in sticks:
        stage.bus.state(stick.physical_port, "registered", 2 * WHILE, since=mark)
    scans = PAGES / "khugepaged/full_scans"
    past = int(scans.read_text())
    until("the kernel to have looked at all there is", lambda: int(scans.read_text()) > past + 1, WHILE)
    assert kernel.huge_pages(stage.daemon.pid) == 0
