"""pppd is a unit of its own: a call outlives the daemon that made it, and the next one takes it over."""

import os
import pathlib
import re
import signal
import time

import bus
import kernel
import pytest
from daemon import UNIT
from download import download
from hiding import replaced
from leisure import at_leisure
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import run, until

PPPD = pathlib.Path("/usr/sbin/pppd")
# From the start of a daemon to a call that is shown again. The rest is the emulated CPU.
TAKEN_OVER = 2 + 2


def call_units():
    """Units of calls that systemd knows of, those that failed included: {name: state}."""
    lines = run("systemctl", "list-units", "--all", "--plain", "--no-legend", "zte-pppd@*").stdout.splitlines()
    return {words[0]: words[2] for words in map(str.split, lines) if words}


def own_unit(pid):
    return pathlib.Path(f"/proc/{pid}/cgroup").read_text().strip().rpartition("/")[2]


def connection(stick):
    return bus.modem(stick.physical_port).get(bus.CONNECTION, {})


def data_port(stick):
    return next(node for node, role in bus.get(stick.physical_port, bus.MODEM, "Ports") if role == "data")


def daemon_began():
    """The second of the monotonic clock in which its process began."""
    answer = run("systemctl", "show", "--value", "--property=ExecMainStartTimestampMonotonic", UNIT)
    return int(answer.stdout) / 1e6


def ended(stage, how):
    """Ends the daemon so that another one follows, and waits for that."""
    victim = stage.daemon.pid
    how(victim)
    until("another daemon", lambda: stage.daemon.pid not in (None, victim), WHILE)


def by_a_kill(pid):
    os.kill(pid, signal.SIGKILL)


def by_a_restart(_):
    assert run("systemctl", "restart", UNIT, limit=60).returncode == 0


@pytest.fixture
def away(stage):
    """No daemon, and none that systemd or the bus would start, until the end of the story."""
    def go():
        run("systemctl", "mask", "--runtime", UNIT)
        os.kill(stage.daemon.pid, signal.SIGKILL)
        until("no daemon", lambda: stage.daemon.pid is None, MOMENT)
    yield go
    run("systemctl", "unmask", "--runtime", UNIT)
    until("systemd knows the unit again", lambda: "zte-modemd" in run("systemctl", "cat", UNIT).stdout, MOMENT)


def test_a_call_is_a_unit_that_ends_with_it(stage):
    stick = stage.connected()
    unit = f"zte-pppd@{data_port(stick)}.service"
    assert call_units() == {unit: "active"}
    pppd, = kernel.processes("pppd")
    assert own_unit(pppd) == unit
    # The record has been taken, and holds a password no longer.
    assert list(pathlib.Path("/run/zte-modem/ppp").glob("*")) == []
    status = pathlib.Path(f"/proc/{pppd}/status").read_text()
    assert re.search(r"^CapEff:\s*0*1000$", status, re.MULTILINE), "CAP_NET_ADMIN alone"
    bus.disconnect(stick.physical_port)
    assert kernel.leftovers() == []
    until("no unit", lambda: call_units() == {}, MOMENT)


@pytest.mark.parametrize("how", [by_a_kill, pytest.param(by_a_restart, marks=at_leisure)])
def test_the_next_daemon_takes_the_call_over(stage, how):
    stick = stage.connected()
    port = stick.physical_port
    before, pppd, data = connection(stick), kernel.processes("pppd"), data_port(stick)
    mark = stage.bus.mark()
    with download(before["Interface"]) as running:
        ended(stage, how)
        taken = stage.bus.state(port, "connected", WHILE, since=mark)
        print(f"taken over {taken.time - daemon_began():.2f} s after the start")
        assert taken.time - daemon_began() < TAKEN_OVER
        now = connection(stick)
        assert (now["Interface"], now["Ip4"]["address"], now["Since"]) == (
            before["Interface"], before["Ip4"]["address"], before["Since"])
        assert kernel.processes("pppd") == pppd
        # What the stick says of itself is read again, over the other port.
        until("its model", lambda: bus.get(port, bus.MODEM, "Model"), MOMENT)
        assert f"/dev/{data}" not in kernel.open_serial_ports(stage.daemon.pid)
        running.goes_on()
        until("bytes", lambda: connection(stick).get("RxBytes", 0) >= before.get("RxBytes", 0), MOMENT)
    assert bus.get(port, bus.MODEM, "State") == "connected"
    bus.disconnect(port)
    assert kernel.leftovers() == []
    bus.connect(port, {"apn": "internet"})
    until("an answer", lambda: kernel.ping(INTERNET, "ppp0", limit=1), MOMENT)


@at_leisure
def test_a_call_that_was_taken_over_ends_as_any_other(stage):
    stick = stage.connected()
    mark = stage.bus.mark()
    ended(stage, by_a_kill)
    stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
    mark = stage.bus.mark()
    stick.control("drop-carrier")
    stage.bus.state(stick.physical_port, "registered", WHILE, since=mark)
    assert bus.get(stick.physical_port, bus.CONNECTION, "LastError")[0].startswith(bus.ERROR)
    until("nothing left of the call", lambda: kernel.leftovers() == [], MOMENT)


def test_pulled_out_during_the_call_the_unit_ends(stage):
    stick = stage.connected()
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(stick.physical_port, MOMENT, since=mark)
    until("no unit", lambda: call_units() == {}, MOMENT)
    assert kernel.leftovers() == []


def test_pulled_out_while_the_daemon_is_away_nothing_is_left(stage, away):
    """Not even of a pppd that does not notice."""
    stick = stage.connected()
    away()
    os.kill(kernel.processes("pppd")[0], signal.SIGSTOP)
    stick.unplug()
    until("nothing left of the call", lambda: kernel.leftovers() == [] and call_units() == {}, WHILE)


def test_a_call_without_a_stick_is_ended(stage):
    stage.daemon.stop()
    folder = pathlib.Path("/run/zte-modem/ppp")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    record = folder / "ttyUSB99.call"
    record.write_text("zte-call=1\nauth=any\ndefault-route=no\npeer-dns=no\nip-type=ipv4\n")
    with replaced(PPPD, "exec sleep 4321"):
        assert run("systemctl", "start", "zte-pppd@ttyUSB99.service").returncode == 0
        until("what stands for pppd", lambda: run("pgrep", "-xf", "sleep 4321").stdout, MOMENT)
    record.unlink()
    assert call_units() == {"zte-pppd@ttyUSB99.service": "active"}
    stage.daemon.start()
    until("no unit", lambda: call_units() == {}, MOMENT)
    assert run("pgrep", "-xf", "sleep 4321").stdout == ""


def test_a_record_that_is_refused_starts_nothing(stage):
    folder = pathlib.Path("/run/zte-modem/ppp")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    record = folder / "ttyUSB98.call"
    record.write_text("zte-call=1\nauth=any\ndefault-route=no\npeer-dns=no\nip-type=ipv4\nplugin=/tmp/evil.so\n")
    began = time.monotonic()
    run("systemctl", "start", "zte-pppd@ttyUSB98.service")
    record.unlink()
    until("no unit", lambda: "active" not in call_units().values(), MOMENT)
    said = run("journalctl", "--boot", "--unit=zte-pppd@ttyUSB98.service", "--output=cat", "--no-pager", "--quiet").stdout
    assert "refused: a name is unknown" in said, (said, began)
    assert "evil" not in said
