"""The same stick through every client a user may have."""

import json

import bus
import kernel
import pytest
import stick as virtual
from daemon import CLIENT, ClientError, ClientMonitor, client
from leisure import at_leisure
from stage import MOMENT, WHILE
from timeline import run


@at_leisure
def test_busctl_gdbus_and_dbus_send_read_the_same(stage):
    port = stage.registered("--imei", virtual.IMEI).physical_port
    path = bus.modem_path(port)
    assert bus.get(port, bus.MODEM, "EquipmentIdentifier") == virtual.IMEI
    assert bus.dbus_send_get(port, bus.MODEM, "EquipmentIdentifier") == virtual.IMEI
    assert virtual.IMEI in bus.call(
        path, "org.freedesktop.DBus.Properties.Get", bus.MODEM, "EquipmentIdentifier")
    tree = run("busctl", "--list", "tree", bus.NAME).stdout.split()
    assert {bus.ROOT, path} <= set(tree)


@at_leisure
def test_introspection_is_what_is_installed(stage):
    stage.registered()
    answer = run("gdbus", "introspect", "--system", "--dest", bus.NAME, "--object-path", bus.ROOT, "--recurse")
    assert answer.returncode == 0, answer.stderr
    for interface in ("org.ztemodem1.Manager", bus.MODEM, bus.SIM, bus.NETWORK):
        assert f"interface {interface} " in answer.stdout


def test_list_and_show(stage):
    port = stage.registered("--imei", virtual.IMEI).physical_port
    listed = client("list")
    assert len(listed) == 1
    shown = client("show")
    assert virtual.IMEI in json.dumps(shown)
    assert client("show", port) == shown, "the argument is optional when there is one"
    assert client("show", virtual.IMEI) == shown


@at_leisure
def test_list_for_a_person(stage):
    port = stage.registered("--imei", virtual.IMEI).physical_port
    answer = run(CLIENT, "list")
    assert answer.returncode == 0
    assert port in answer.stdout and "registered" in answer.stdout
    assert "\x1b" not in answer.stdout, "no colours in a pipe"


def test_nothing_plugged_in(stage):
    assert client("list") == []
    with pytest.raises(ClientError) as complaint:
        client("show")
    assert "no stick is plugged in" in complaint.value.message


@at_leisure
def test_monitor_tells_the_states_in_order(stage):
    monitor = ClientMonitor()
    try:
        stick = stage.registered()
        monitor.wait("'registered' from the monitor", lambda line: "registered" in json.dumps(line), MOMENT)
        mark = stage.bus.mark()
        stick.unplug()
        stage.bus.removed(stick.physical_port, MOMENT, since=mark)
        told = [entry.what.get("state") or entry.what.get("new") for entry in monitor.entries()
                if isinstance(entry.what, dict)]
    finally:
        monitor.stop()
    order = ["settling", "probing", "enabling", "registered"]
    assert [state for state in told if state in order] == order


def test_what_the_stick_says_is_told(stage):
    mark = stage.bus.mark()
    port = stage.registered("--imei", virtual.IMEI, "--operator-name", "Plus GSM").physical_port
    stage.bus.property(port, bus.NETWORK, "OperatorName", MOMENT, since=mark)
    seen = bus.modem(port)
    assert (seen[bus.MODEM]["Manufacturer"], seen[bus.MODEM]["Model"]) == ("ZTE INCORPORATED", "MF622")
    assert (seen[bus.NETWORK]["OperatorName"], seen[bus.NETWORK]["Registration"]) == ("Plus GSM", "home")
    # +CSQ: 18, which is -113 + 2 * 18 dBm (3GPP TS 27.007, 8.5).
    assert seen[bus.NETWORK]["SignalDbm"] == -77
    assert seen == stage.bus.told(port, since=mark), "a client that only listens knows the same"
    assert kernel.open_serial_ports(stage.daemon.pid)


def test_signal_and_operator_follow_the_network(stage):
    stick = stage.registered()
    mark = stage.bus.mark()
    stick.control("reg-lost")
    stage.bus.state(stick.physical_port, "searching", WHILE, since=mark)
    mark = stage.bus.mark()
    stick.control("registered")
    stage.bus.state(stick.physical_port, "registered", WHILE, since=mark)
