"""Who may use the service: root, members of dialout, nobody else."""

import grp
import pwd

import bus
import kernel
import pytest
from daemon import ClientError, client
from timeline import run

NOBODY = pwd.getpwnam("nobody").pw_uid
DIALOUT = grp.getgrnam("dialout").gr_gid

STRANGER = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
MEMBER = {"user": NOBODY, "group": NOBODY, "extra_groups": [DIALOUT]}


def test_a_stranger_is_refused(stage):
    port = stage.registered().physical_port
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"}, **STRANGER)
    assert refusal.value.name == "org.freedesktop.DBus.Error.AccessDenied"
    with pytest.raises(ClientError) as complaint:
        client("list", **STRANGER)
    assert "dialout" in complaint.value.message, "say what to do about it"


def test_a_member_of_dialout_connects(stage):
    stick = stage.registered()
    client("connect", "--apn", "internet", **MEMBER)
    assert kernel.ppp_interfaces() == ["ppp0"]
    # With ps anybody reads the arguments of a process.
    assert "internet" not in run("ps", "-o", "args=", "-C", "pppd").stdout
    client("disconnect", **MEMBER)
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"


def test_what_nobody_asked_for_stays_with_root(stage):
    with pytest.raises(bus.BusError) as refusal:
        bus.call(bus.ROOT, "org.ztemodem1.Manager.SetLogLevel", "debug", **MEMBER)
    assert refusal.value.name == "org.freedesktop.DBus.Error.AccessDenied"
    bus.call(bus.ROOT, "org.ztemodem1.Manager.SetLogLevel", "debug")
    bus.call(bus.ROOT, "org.ztemodem1.Manager.SetLogLevel", "info")


def test_secrets_are_in_no_argument_environment_or_log(stage, request):
    port = stage.registered().physical_port
    bus.connect(port, {"apn": "internet", "username": "anna", "password": "Geheim-7x"})
    for pid in [*kernel.processes("pppd"), stage.daemon.pid]:
        for file in ("cmdline", "environ"):
            with open(f"/proc/{pid}/{file}", "rb") as opened:
                assert b"Geheim-7x" not in opened.read()
    assert [line for line in stage.daemon.log(request.node.started) if "Geheim-7x" in line] == []
