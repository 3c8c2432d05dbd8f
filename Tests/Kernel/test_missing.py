"""What the daemon needs is not there: it says so in words that help."""

import os
import pathlib

import bus
import kernel
import pytest
from daemon import PROGRAM, client, ClientError
from hiding import hidden, no_module
from stage import MOMENT, WHILE
from timeline import run, until

PPPD = pathlib.Path("/usr/sbin/pppd")


def test_without_the_serial_driver_the_module_is_named(stage):
    with no_module("option"):
        mark = stage.bus.mark()
        port = stage.plug().physical_port
        stage.bus.state(port, "failed", WHILE, since=mark)
        assert kernel.usb_id(port) == "19d2:0001"
        seen = bus.modem(port)[bus.MODEM]
        assert seen["StateReason"] == "no-driver"
        assert "option" in seen["StateMessage"]

    # The way out that it names works, and needs no replug.
    mark = stage.bus.mark()
    assert run("modprobe", "option").returncode == 0
    stage.bus.state(port, "registered", WHILE, since=mark)


def test_without_pppd_the_package_is_named(stage):
    # The virtual network ends calls with a pppd, too: this stick has none.
    port = stage.registered("--no-network").physical_port
    with hidden(PPPD):
        with pytest.raises(bus.BusError) as refusal:
            bus.connect(port, {"apn": "internet"})
        assert refusal.value.name == f"{bus.ERROR}PppNotInstalled"
        with pytest.raises(ClientError) as complaint:
            client("connect", "--apn", "internet")
        assert "install" in complaint.value.message


def test_without_a_bus_one_line_names_it(bare_stage):
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/run/nobody-here"}
    answer = run(PROGRAM, limit=MOMENT, env=environment)
    said = (answer.stdout + answer.stderr).strip()
    assert answer.returncode == 1
    assert len(said.splitlines()) == 1, said
    assert "bus" in said.lower()


def test_without_the_daemon_the_client_says_so(bare_stage):
    run("systemctl", "mask", "--runtime", "zte-modemd.service")
    try:
        with pytest.raises(ClientError) as complaint:
            client("list")
        assert "zte-modemd" in complaint.value.message
    finally:
        run("systemctl", "unmask", "--runtime", "zte-modemd.service")
    until("systemd knows the unit again", lambda: "zte-modemd" in run("systemctl", "cat", "zte-modemd").stdout, MOMENT)
