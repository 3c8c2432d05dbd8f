"""The service under systemd: a watchdog, a reload, a log with fields, and no end to its starts."""

import json
import os
import pathlib
import signal
import time

import bus
import kernel
import pytest
from daemon import UNIT
from stage import MOMENT, WHILE
from timeline import run, until

CONFIGURATION = pathlib.Path("/etc/zte-modem/zte-modem.conf")
# As often as systemd's own limit, were it in force, would let the service start, and some more.
DEATHS = 7


@pytest.fixture
def impatient(guest):
    """systemd waits five seconds for a word of the service, not a minute."""
    with guest.daemon.drop_in("impatient", "[Service]\nWatchdogSec=5s\n"):
        yield
        guest.unplug_all()


def shown(name):
    return run("systemctl", "show", "--value", f"--property={name}", UNIT).stdout.strip()


def entries(*match):
    """Of the journal, with their fields."""
    answer = run("journalctl", "--boot", "--output=json", "--no-pager", "--quiet", *match, limit=60)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_a_daemon_that_hangs_is_started_anew_and_comes_back_to_its_call(impatient, stage):
    stick = stage.connected()
    victim, pppd = stage.daemon.pid, kernel.processes("pppd")
    assert f"1 call: {stick.physical_port} connected" in shown("StatusText")
    # Longer than it waits: as long as the service lives nothing happens.
    time.sleep(7)
    assert stage.daemon.pid == victim
    mark = stage.bus.mark()
    os.kill(victim, signal.SIGSTOP)
    stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
    assert stage.daemon.pid not in (None, victim)
    assert kernel.processes("pppd") == pppd
    assert kernel.ping("192.0.2.1", "ppp0") is not None


def test_a_reload_while_connected_ends_no_call(stage):
    stick = stage.connected()
    pid, pppd = stage.daemon.pid, kernel.processes("pppd")
    before = CONFIGURATION.read_text(encoding="utf-8")
    began = time.monotonic()
    try:
        CONFIGURATION.write_text(before + "\n[nonsense]\ncolour = blue\n", encoding="utf-8")
        assert run("systemctl", "reload", UNIT, limit=60).returncode == 0
        until("the file, its line and its fault", lambda: any(
            f"{CONFIGURATION}:{len(before.splitlines()) + 3}: unknown key" in line
            for line in stage.daemon.log(since=began)), MOMENT)
    finally:
        CONFIGURATION.write_text(before, encoding="utf-8")
    until("running", lambda: shown("SubState") == "running", MOMENT)
    assert run("systemctl", "reload", UNIT, limit=60).returncode == 0
    until("the new", lambda: "reloaded" in stage.daemon.log(since=began), MOMENT)
    assert (stage.daemon.pid, kernel.processes("pppd")) == (pid, pppd)
    assert bus.modem(stick.physical_port)[bus.MODEM]["State"] == "connected"
    assert kernel.ping("192.0.2.1", "ppp0") is not None


def test_the_journal_has_changes_of_state_as_fields(stage):
    port = stage.registered().physical_port
    found = entries(f"ZTE_MODEM={port}", f"_PID={stage.daemon.pid}", "ZTE_STATE=registered")
    assert found
    last = found[-1]
    assert (last["SYSLOG_IDENTIFIER"], last["PRIORITY"], last["_SYSTEMD_UNIT"]) == ("zte-modemd", "6", UNIT)
    assert last["MESSAGE"].startswith("state ") and f"modem={port}" in last["MESSAGE"]
    said = " ".join(str(entry.get("MESSAGE")) for entry in entries(f"_SYSTEMD_UNIT={UNIT}"))
    identity = bus.get(port, bus.MODEM, "EquipmentIdentifier")
    assert identity and identity not in said


def test_a_row_of_deaths_does_not_end_it(stage):
    stick = stage.registered()
    for _ in range(DEATHS):
        victim = stage.daemon.pid
        os.kill(victim, signal.SIGKILL)
        until("the next one", lambda victim=victim: stage.daemon.pid not in (None, victim), WHILE)
    until("the stick", lambda: stick.physical_port in str(shown("StatusText")), WHILE)
    assert bus.owner_pid() == stage.daemon.pid
