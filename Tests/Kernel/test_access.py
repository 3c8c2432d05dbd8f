"""Who may use the service, as a real polkitd says: everybody may look, root may do, others by a rule."""

import grp
import pathlib
import pwd

import bus
import kernel
import pytest
from daemon import ClientError, client
from timeline import run

NOBODY = pwd.getpwnam("nobody").pw_uid
DIALOUT = grp.getgrnam("dialout").gr_gid

STRANGER = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
# polkit looks at who is listed as a member, not at the groups of a process.
MEMBER = {"user": "zte-member", "group": NOBODY, "extra_groups": [DIALOUT]}


RULES = pathlib.Path("/etc/polkit-1/rules.d/50-zte-modem-group.rules")
EXAMPLE = pathlib.Path("/usr/share/doc/zte-modem/50-zte-modem-group.rules.example")
NOT_AUTHORIZED = f"{bus.ERROR}NotAuthorized"


@pytest.fixture(scope="module", autouse=True)
def member(guest):
    answer = run("useradd", "--system", "--no-create-home", "--groups", "dialout", MEMBER["user"])
    assert answer.returncode == 0, answer.stderr


@pytest.fixture
def group_rule():
    """The example for machines without a desktop, where an administrator would put it."""
    RULES.write_text(EXAMPLE.read_text())
    RULES.chmod(0o644)
    run("systemctl", "restart", "polkit.service")
    yield
    RULES.unlink()
    run("systemctl", "restart", "polkit.service")


def test_everybody_may_look(stage):
    port = stage.registered().physical_port
    assert [stick["Modem"]["PhysicalPort"] for stick in client("list", **STRANGER)] == [port]


@pytest.mark.parametrize("who", [STRANGER, MEMBER], ids=["stranger", "member"])
def test_without_a_session_polkit_refuses(stage, who):
    port = stage.registered().physical_port
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"}, **who)
    assert refusal.value.name == NOT_AUTHORIZED
    assert "org.ztemodem1.connect" in refusal.value.message


def test_with_the_example_rule_members_of_the_group_connect(stage, group_rule):
    stick = stage.registered()
    client("connect", "--apn", "internet", **MEMBER)
    assert kernel.ppp_interfaces() == ["ppp0"]
    # With ps anybody reads the arguments of a process.
    assert "internet" not in run("ps", "-o", "args=", "-C", "pppd").stdout
    with pytest.raises(ClientError):
        client("disconnect", **STRANGER)
    client("disconnect", **MEMBER)
    assert bus.get(stick.physical_port, bus.MODEM, "State") == "registered"


def test_what_the_rule_does_not_name_stays_with_root(stage, group_rule):
    with pytest.raises(bus.BusError) as refusal:
        bus.call(bus.ROOT, "org.ztemodem1.Manager.SetLogLevel", "debug", **MEMBER)
    assert refusal.value.name == NOT_AUTHORIZED
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
