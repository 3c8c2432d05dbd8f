"""pppd in units of a systemd that is none: calls outlive the daemon, and the next one takes them over."""

import pytest
from machine import STAYS, Machine
from mock_systemd import MockSystemd

CONNECTION = "org.ztemodem1.Connection"


@pytest.fixture
def systemd(possible, tmp_path):
    machine = Machine(tmp_path, daemon_options=["--pppd-launcher", "unit"], pppd=STAYS)
    systemd = MockSystemd(machine)
    systemd.machine = machine
    stick = machine.plug_scripted()
    stick.is_in_its_network()
    systemd.stick = stick
    machine.reaches("registered")
    yield systemd
    machine.close()
    systemd.close()


def data_port(machine):
    return next(node for node, role in machine.modem()["Ports"] if role == "data")


def test_a_call_is_a_unit(systemd):
    machine = systemd.machine
    assert machine.connect() is None
    assert systemd.running() == [data_port(machine)]
    assert machine.stick()[CONNECTION]["Ip4"]["address"] == "10.1.2.3"
    assert machine.children() == []
    assert list((machine.folder / "run/ppp").iterdir()) == []
    assert machine.call("Disconnect") is None
    assert systemd.running() == []
    machine.reaches("registered")
    assert machine.connect() is None


def test_what_it_says_last_is_why_it_ended(systemd):
    machine = systemd.machine
    machine.use_pppd("echo 'LCP terminated by peer'; echo 'Connection terminated.'; exit 16")
    name, message = machine.connect()
    assert name.endswith(".PppFailed"), (name, message)
    assert "network ended" in message or "peer" in message or "closed" in message, message


def test_killed_it_comes_back_to_its_call(systemd):
    machine = systemd.machine
    assert machine.connect() is None
    pppd, since = systemd.unit(data_port(machine)).process, machine.stick()[CONNECTION]["Since"]
    dials = [line for line in systemd.stick.sent() if line.startswith("ATD")]
    machine.kill_daemon()
    machine.start_daemon()
    machine.reaches("connected")
    assert pppd.poll() is None
    connection = machine.stick()[CONNECTION]
    assert (connection["Interface"], connection["Ip4"]["address"], connection["Since"]) == ("ppp4242", "10.1.2.3", since)
    assert [line for line in systemd.stick.sent() if line.startswith("ATD")] == dials
    assert machine.call("Disconnect") is None
    machine.reaches("registered")
    assert systemd.running() == []
    assert machine.connect() is None


@pytest.mark.parametrize("job", ["restart", "stop", None])
def test_only_who_is_started_anew_leaves_its_calls(systemd, job):
    machine = systemd.machine
    assert machine.connect() is None
    systemd.own_job = job
    assert machine.stop_daemon() == 0
    assert len(systemd.running()) == (1 if job == "restart" else 0)
    machine.start_daemon()
    machine.reaches("connected" if job == "restart" else "registered")


def test_a_call_without_a_stick_ends(systemd):
    machine = systemd.machine
    assert machine.connect() is None
    machine.kill_daemon()
    machine.unplug()
    machine.start_daemon()
    machine.wait("no call", lambda: systemd.running() == [])


def test_an_unplug_ends_it(systemd):
    machine = systemd.machine
    assert machine.connect() is None
    machine.unplug()
    machine.wait("no call", lambda: systemd.running() == [])
    machine.wait("no object", lambda: machine.state() is None)


def test_without_systemd_it_is_said(possible, tmp_path):
    machine = Machine(tmp_path, daemon_options=["--pppd-launcher", "unit"], pppd=STAYS)
    try:
        machine.plug_scripted().is_in_its_network()
        machine.reaches("registered")
        name, message = machine.connect()
        assert name.endswith(".PppFailed")
        assert "systemd" in message
        assert list((machine.folder / "run/ppp").iterdir()) == []
    finally:
        machine.close()
