"""Name servers of the network: this machine's resolver knows them while the call is up, and no longer."""

import contextlib
import os
import pathlib
import re
import signal
import stat
import subprocess

import bus
import kernel
import pytest
from hiding import replaced
from leisure import at_leisure
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import must, until

RESOLVED = "systemd-resolved.service"
# What the virtual network names.
SERVERS = ["192.0.2.53", "192.0.2.54"]
FILE = pathlib.Path("/run/zte-pppd/resolv.conf")
RESOLVCONF = pathlib.Path("/usr/sbin/resolvconf")
# Of /run, the unit of a call has little.
RECORDS = pathlib.Path("/run/resolvconf/interface")


# A name server in the virtual network that knows one address for all names (RFC 1035, 4.1).
NAME_SERVER = f"""
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("{SERVERS[0]}", 53))
print("ready", flush=True)
while True:
    query, asker = server.recvfrom(4096)
    end = query.index(0, 12) + 5
    is_address = query[end - 4:end - 2] == bytes([0, 1])
    record = bytes([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]) + socket.inet_aton("{INTERNET}") if is_address else b""
    counts = bytes([0, 1, 0, int(is_address), 0, 0, 0, 0])
    server.sendto(query[:2] + bytes([0x81, 0x80]) + counts + query[12:end] + record, asker)
"""


@contextlib.contextmanager
def name_server():
    server = subprocess.Popen(
        ["ip", "netns", "exec", "zte-net1", "python3", "-c", NAME_SERVER], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline() == "ready\n"
        yield
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def resolved():
    """The guest comes with its unit masked."""
    if not pathlib.Path("/usr/bin/resolvectl").exists():
        pytest.skip("needs systemd-resolved")
    must("systemctl", "unmask", RESOLVED)
    must("systemctl", "start", RESOLVED)
    yield
    must("systemctl", "stop", RESOLVED)
    must("systemctl", "mask", RESOLVED)


@contextlib.contextmanager
def resolvconf():
    """A program of that name that keeps records as the real ones do, under /run. Whether the service may is the question."""
    script = f"""set -e
mkdir -p {RECORDS}
case $1 in
-a) cat >{RECORDS}/$2 ;;
-d) rm -f {RECORDS}/$2 ;;
esac"""
    RECORDS.mkdir(parents=True, exist_ok=True)
    # The one of resolved is a link to resolvectl.
    if not RESOLVCONF.exists():
        RESOLVCONF.touch()
    with replaced(RESOLVCONF, script):
        yield


def told(what):
    """{"ppp0": ["192.0.2.53"]}: what resolvectl says of each link, for dns, domain or default-route."""
    lines = must("resolvectl", what, "--no-pager").splitlines()
    found = [re.fullmatch(r"Link \d+ \((\S+)\):(.*)", line) for line in lines]
    return {match.group(1): match.group(2).split() for match in found if match}


def connect(stick, **settings):
    return bus.connect(stick.physical_port, {"apn": "internet", **settings})


def use(stick):
    return bus.get(stick.physical_port, bus.CONNECTION, "Ip4").get("dns-by")


def kill_pppd(stage, stick):
    mark = stage.bus.mark()
    os.kill(kernel.processes("pppd")[0], signal.SIGKILL)
    stage.bus.state(stick.physical_port, "registered", MOMENT, since=mark)


def test_resolved_knows_the_servers_of_the_link(resolved, stage):
    stick = stage.registered()
    connect(stick)
    assert use(stick) == "resolved"
    assert told("dns")["ppp0"] == SERVERS
    assert told("domain")["ppp0"] == ["~."]
    assert told("default-route")["ppp0"] == ["yes"]
    assert not FILE.exists()
    bus.disconnect(stick.physical_port)
    assert "ppp0" not in told("dns")
    assert kernel.leftovers() == []


def test_the_network_answers(resolved, stage):
    stick = stage.registered()
    connect(stick)
    with name_server():
        answer = must("resolvectl", "query", "--legend=no", "somebody.example")
    assert INTERNET in answer and "ppp0" in answer


@at_leisure
def test_without_a_default_route_it_answers_for_nobody_else(resolved, stage):
    stick = stage.registered()
    connect(stick, **{"default-route": False})
    assert told("dns")["ppp0"] == SERVERS
    assert told("domain").get("ppp0", []) == []
    assert told("default-route")["ppp0"] == ["no"]


@at_leisure
def test_unwanted_servers_are_not_told(resolved, stage):
    stick = stage.registered()
    connect(stick, **{"peer-dns": False})
    assert told("dns").get("ppp0", []) == []
    assert use(stick) is None


@at_leisure
def test_killed_pppd_leaves_resolved_nothing(resolved, stage):
    stick = stage.registered()
    connect(stick)
    kill_pppd(stage, stick)
    until("resolved has forgotten", lambda: "ppp0" not in told("dns"), MOMENT)
    connect(stick)
    assert told("dns")["ppp0"] == SERVERS


def test_without_a_resolver_there_is_a_file(stage):
    stick = stage.registered()
    connect(stick)
    assert use(stick) == "file"
    assert FILE.read_text() == "".join(f"nameserver {server}\n" for server in SERVERS)
    # For everybody to read, and nothing else in there is.
    assert stat.S_IMODE(FILE.stat().st_mode) == 0o644
    assert stat.S_IMODE(FILE.parent.stat().st_mode) == 0o755
    assert stat.S_IMODE(pathlib.Path("/run/zte-modem/ppp").stat().st_mode) == 0o700
    bus.disconnect(stick.physical_port)
    assert not FILE.exists()
    connect(stick)
    assert FILE.exists()
    kill_pppd(stage, stick)
    assert not FILE.exists()


def test_the_file_of_a_call_outlives_the_daemon_as_the_call_does(stage):
    stick = stage.registered()
    connect(stick)
    mark = stage.bus.mark()
    os.kill(stage.daemon.pid, signal.SIGKILL)
    stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
    assert FILE.exists()
    bus.disconnect(stick.physical_port)
    assert not FILE.exists()


def test_resolvconf_is_told_from_within_the_sandbox(stage):
    stick = stage.registered()
    with resolvconf():
        connect(stick)
        assert use(stick) == "resolvconf"
        assert (RECORDS / "ppp0.zte-modem").read_text() == "".join(f"nameserver {server}\n" for server in SERVERS)
        bus.disconnect(stick.physical_port)
        assert not list(RECORDS.iterdir())
        connect(stick)
        kill_pppd(stage, stick)
        assert not list(RECORDS.iterdir())


@at_leisure
def test_a_resolver_that_fails_costs_no_call(stage):
    stick = stage.registered()
    with resolvconf():
        RESOLVCONF.write_text("#!/bin/sh\nexit 1\n")
        connect(stick)
        assert use(stick) == "file"
    assert FILE.exists()
