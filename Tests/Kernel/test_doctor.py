"""zte-client doctor on a machine where all is well, and where one thing is not."""

import json
import os
import pathlib

import bus
import kernel
import pytest
from daemon import CLIENT
from hiding import no_module
from neighbours import masked, modem_manager
from stage import WHILE
from stick import IMEI
from test_access import STRANGER
from test_neighbours import TAKEOVER
from timeline import run, until

PROBLEM = 7


def doctor(**options):
    """(exit status, findings)"""
    answer = run(CLIENT, "doctor", "--json", **options)
    assert answer.returncode in (0, PROBLEM), answer.stderr
    findings = json.loads(answer.stdout)["findings"]
    assert (answer.returncode == PROBLEM) == any(finding["status"] == "problem" for finding in findings)
    return findings


def wrong(findings):
    """What is not as it should be, by what was looked at."""
    return {finding["check"]: finding for finding in findings if finding["status"] != "ok"}


def problems(findings):
    return {finding["check"]: finding["found"] for finding in findings if finding["status"] == "problem"}


@pytest.fixture
def asks_the_network():
    """As docs/network.md has it for a machine without a resolver that can be told of name servers."""
    file = pathlib.Path("/etc/resolv.conf")
    away = file.with_name("resolv.conf.away")
    if file.is_symlink() or file.exists():
        file.rename(away)
    file.symlink_to("/run/zte-pppd/resolv.conf")
    yield
    file.unlink()
    if away.is_symlink() or away.exists():
        away.rename(file)


def test_all_is_well_while_connected(stage, asks_the_network, tmp_path):
    port = stage.connected("--imei", IMEI).physical_port
    until("a signal", lambda: "SignalQuality" in bus.modem(port)[bus.NETWORK], WHILE)
    assert wrong(doctor()) == {}
    assert set(wrong(doctor(**STRANGER))) == {"permission"} and problems(doctor(**STRANGER)) == {}
    report = tmp_path / "report"
    assert run(CLIENT, "doctor", "--report", report).returncode == 0
    text = report.read_text()
    assert "zte-modemd" in text and "registered" in text
    assert IMEI not in text and report.stat().st_mode & 0o777 == 0o600


def test_a_missing_driver_is_named(stage):
    # The port of a call that was pulled out stays open until its pppd has ended, and the driver loaded with it.
    until("nobody uses the driver", lambda: run("modprobe", "--remove", "option").returncode == 0, WHILE)
    with no_module("option"):
        mark = stage.bus.mark()
        stick = stage.plug("--as-modem")
        stage.bus.state(stick.physical_port, "failed", WHILE, since=mark)
        found = problems(doctor())
    assert set(found) == {"stick", "driver"}
    assert "module option is not installed" in found["driver"]


def test_a_modem_manager_that_may_take_the_stick_is_named(stage):
    with masked(TAKEOVER), modem_manager():
        port = stage.plug("--as-modem").physical_port
        until("the stick on the bus", lambda: bus.modem(port), WHILE)
        found = problems(doctor())
        assert f"{port} is not marked" in found["neighbours"]


def test_without_the_service_the_rest_is_looked_at(bare_stage):
    port = bare_stage.plug("--as-modem").physical_port
    until("its ports", lambda: len(kernel.serial_ports(port)) == 3, WHILE)
    run("udevadm", "settle")
    findings = doctor()
    assert set(problems(findings)) == {"service"}
    assert wrong(findings)["sim"]["status"] == "skipped"
    assert bare_stage.daemon.pid is None, "it starts nothing"
    assert os.path.exists("/dev/ttyUSB0")
