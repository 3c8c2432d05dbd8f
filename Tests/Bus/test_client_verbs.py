"""zte-client about SIM, network, signal and power, with the daemon and a stick that answers."""

import json
import signal

import pytest
from machine import STAYS, Machine, programs

PIN = "4711"


def client(machine, *words):
    answer = machine.run(programs() / "zte-client", *words, limit=60)
    assert answer.returncode == 0, (words, answer.stderr)
    return answer.stdout


@pytest.fixture
def owner(possible, tmp_path):
    machine = Machine(tmp_path, pppd=STAYS)
    yield machine
    machine.close()


def test_from_a_locked_sim_to_a_radio_that_is_off_and_on(owner, tmp_path):
    owner.plug("--pin", PIN)
    owner.reaches("locked")
    status = client(owner, "sim", "status")
    assert "waits for its PIN" in status and "zte-client sim unlock" in status
    assert json.loads(client(owner, "sim", "status", "--json"))["Sim"]["PinRetries"] == 3
    secret = tmp_path / "pin"
    secret.write_text(PIN + "\n")
    assert client(owner, "sim", "unlock", "--save", "--pin-file", secret).startswith("1-1: the SIM is open, and its PIN is stored in ")
    owner.reaches("registered")
    owner.wait("an operator", lambda: owner.stick()["org.ztemodem1.Network"].get("OperatorName"))
    shown = client(owner, "network", "show")
    assert "home" in shown and "T-Mobile D (26201)" in shown
    assert "dBm" in client(owner, "signal")
    assert client(owner, "at", "AT+CIMI").splitlines()[-1] == "OK"
    assert client(owner, "power", "off") == "1-1 has its radio off\n"
    assert owner.state() == "disabled"
    assert client(owner, "power", "on") == "1-1 has its radio on\n"
    owner.reaches("registered")


def test_a_mode_and_a_network_are_chosen(calling, stick):
    stick.answer("AT+ZSNT?", "+ZSNT: 0,0,0", "OK")
    stick.answer("AT+ZSNT=2,0,0", "OK")
    stick.answer('AT+COPS=1,2,"26801"', "OK")
    assert client(calling, "network", "register", "26801").startswith("Network\n")
    assert 'AT+COPS=1,2,"26801"' in stick.sent()


def test_a_scan_that_is_interrupted_ends_at_the_stick(calling, stick):
    stick.endless("AT+COPS=?", "OK")
    scan = calling.start(programs() / "zte-client", "network", "scan", "--bus", calling.address)
    calling.wait("the scan", lambda: "AT+COPS=?" in stick.sent())
    scan.send_signal(signal.SIGINT)
    assert scan.wait(10) == 130
    calling.wait("its end", stick.characters)
    stick.endless("AT+COPS=?")


def test_a_watch_of_the_signal_has_it_read_more_often(calling, stick):
    stick.answer("AT+CSQ", "+CSQ: 20,99", "OK")
    watch = calling.start(programs() / "zte-client", "signal", "--watch", "--interval", "1", "--json", "--bus", calling.address)
    stick.answer("AT+CSQ", "+CSQ: 10,99", "OK")
    while json.loads(watch.stdout.readline()).get("SignalDbm") != -93:
        pass
    watch.send_signal(signal.SIGINT)
    assert watch.wait(10) == 0
