"""The daemon is stopped, killed, or started twice."""

import os
import signal
import time

import bus
import kernel
from daemon import PROGRAM
from stage import MOMENT, WHILE
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
