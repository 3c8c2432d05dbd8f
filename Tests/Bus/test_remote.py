"""zte-client --host: the bus of another machine, over ssh."""

import json
import os
import shutil
import signal
import time

import pytest
from remote import ANOTHER_USER, Remote

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-stdio-bridge") is None, reason="systemd-stdio-bridge is not installed (package systemd)")


@pytest.fixture
def remote(busy, tmp_path):
    return Remote(busy, tmp_path / "ssh")


def test_verbs_work_as_they_do_here(remote):
    listed = remote.client("list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert [stick["Modem"]["PhysicalPort"] for stick in json.loads(listed.stdout)] == ["1-1"]
    assert remote.client("at", "AT+CIMI").stdout.splitlines()[-1] == "OK"
    assert remote.client("list", host="gateway:2222").returncode == 0
    assert remote.client("list", host="[fe80::1%eth0]").returncode == 0
    assert remote.asked() == [
        *["-xT -- anna@gateway systemd-stdio-bridge"] * 2, "-xT -p 2222 -- gateway systemd-stdio-bridge",
        "-xT -- fe80::1%eth0 systemd-stdio-bridge"]
    assert remote.running() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_the_other_machine_sees_its_own_user(remote):
    remote.leads_there(as_user=ANOTHER_USER)
    assert remote.client("list").returncode == 0
    refused = remote.client("at", "AT+CIMI")
    assert refused.returncode == 5 and "org.ztemodem1.at-command" in refused.stderr


@pytest.mark.parametrize("script, words", [
    ("echo 'Permission denied (publickey).' >&2; exit 255", ["Permission denied (publickey).", "'ssh anna@gateway'"]),
    ("exit 127", ["anna@gateway has no systemd-stdio-bridge"]),
    ("exit 1", ["ssh ended with status 1"]),
    ("exit 0", ["no connection to the bus of anna@gateway"]),
    ("kill -9 $$", ["signal 9"]),
    ("echo this is no bus", ["no connection to the bus of anna@gateway"]),
])
def test_an_ssh_that_fails_is_told(remote, script, words):
    remote.behaves(script)
    answer = remote.client("list")
    assert answer.returncode == 4 and answer.stdout == ""
    assert all(word in answer.stderr for word in words), answer.stderr
    assert remote.running() == []


def test_without_ssh_that_is_told(remote, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    answer = remote.client("list", path=empty)
    assert answer.returncode == 4 and "Is ssh installed here?" in answer.stderr


@pytest.mark.parametrize("host", [
    "-oProxyCommand=touch /tmp/x", "a@-oProxyCommand=id", "gateway;id", "$(id)", "gateway,argv9=x", "a b", "", "[::1", "::1"])
def test_what_is_no_host_is_refused(remote, host):
    assert remote.client("list", host=host).returncode == 2
    assert remote.asked() == []


def ended(remote, limit=10):
    deadline = time.monotonic() + limit
    while remote.running():
        assert time.monotonic() < deadline, remote.running()
        time.sleep(0.05)


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_ssh_ends_with_the_client(remote, number, status):
    monitor = remote.start("monitor", "--json")
    assert json.loads(monitor.stdout.readline())["port"] == "1-1"
    assert len(remote.running()) == 1
    monitor.send_signal(number)
    assert monitor.wait(10) == status
    ended(remote)


def test_an_ssh_that_hangs_does_not_hold_the_client(remote):
    remote.leads_there(afterwards="exec sleep 1000")
    started = time.monotonic()
    assert remote.client("list").returncode == 0
    assert time.monotonic() - started < 8
    ended(remote)


def test_a_connection_that_breaks_is_told(remote):
    monitor = remote.start("monitor", "--json")
    monitor.stdout.readline()
    os.kill(int(remote.running()[0]), signal.SIGKILL)
    # Its children notice when they next have something to say.
    os.killpg(monitor.pid, signal.SIGINT)
    assert monitor.wait(10) in (0, 4)
    ended(remote)


def test_doctor_looks_at_what_the_bus_knows(remote):
    answer = remote.client("doctor", "--json")
    findings = {finding["check"]: finding for finding in json.loads(answer.stdout)["findings"]}
    assert findings["service"]["status"] == "ok", findings
    assert findings["stick"]["found"].startswith("1-1; registered")
    assert {findings[check]["status"] for check in ("driver", "ports", "rules", "ppp")} == {"skipped"}
    assert findings["sim"]["status"] == "ok"
