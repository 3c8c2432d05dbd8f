"""Who may do what, as a real polkitd says: every declared member, with and without the rule for machines without a desktop."""

import os
import pathlib
import pwd
import re
import shutil

import pytest
from machine import REPOSITORY, in_its_network
from matrix import CALLERS, NOBODY, allowed, members
from policy_bus import Participant

POLKITD = pathlib.Path("/usr/lib/polkit-1/polkitd")
EXAMPLE = REPOSITORY / "polkit" / "50-zte-modem-group.rules.example"
# polkit asks who is listed as a member, not which groups a process has.
MEMBER = pwd.getpwnam("daemon")

# Only our actions and our rules, and one who is listed as a member of the group.
PREPARE = """
mount --bind "$1" /usr/share/polkit-1/actions && mount -t tmpfs tmpfs /usr/share/polkit-1/rules.d &&
mount --bind "$2" /etc/polkit-1/rules.d && mount --bind "$3" /etc/group
"""


class Polkitd:
    """The real one, on the bus of a machine and with nothing of this one."""

    def __init__(self, machine, folder, rules=None):
        self.machine = machine
        self.rules = folder / "rules.d"
        actions = folder / "actions"
        for made in (self.rules, actions):
            made.mkdir()
        shutil.copy(REPOSITORY / "polkit" / "org.ztemodem1.policy", actions)
        if rules:
            shutil.copy(rules, self.rules / "50-test.rules")
        group = folder / "group"
        group.write_text(re.sub(r"^(dialout:[^:]*:\d+:).*$", rf"\1{MEMBER.pw_name}", pathlib.Path("/etc/group").read_text(),
                                flags=re.MULTILINE))
        prepared = machine.run("sh", "-c", PREPARE, "sh", actions, self.rules, group)
        assert prepared.returncode == 0, prepared.stderr
        environment = {"DBUS_SYSTEM_BUS_ADDRESS": machine.address, "PATH": os.environ["PATH"]}
        with (folder / "polkitd.log").open("w") as log:
            self.process = machine.start(POLKITD, "--no-debug", stdout=log, stderr=log, env=environment)
        machine.wait("polkitd", lambda: machine.run(
            "busctl", f"--address={machine.address}", "status", "org.freedesktop.PolicyKit1").returncode == 0)


@pytest.fixture
def registered(possible, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as several users")
    if not POLKITD.exists():
        pytest.skip("polkitd is not installed")
    # polkitd is not root: it has to get to its rules.
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    with in_its_network(tmp_path, ["--pppd", "/nonexistent/pppd"]) as machine:
        yield machine


@pytest.fixture
def callers(registered):
    callers = {"root": Participant(registered.address), "member": Participant(registered.address, MEMBER.pw_uid),
               "stranger": Participant(registered.address, NOBODY)}
    yield callers
    for caller in callers.values():
        caller.close()


def test_without_a_session_only_root_may(registered, callers, tmp_path):
    Polkitd(registered, tmp_path)
    assert allowed(registered, callers) == {name: ["root"] if action else list(CALLERS) for name, action, _ in members(registered)}


def test_the_example_rule_gives_members_of_the_group_what_it_names(registered, callers, tmp_path):
    granted = set(re.findall(r'"(org\.ztemodem1\.[\w-]+)"', EXAMPLE.read_text()))
    Polkitd(registered, tmp_path, EXAMPLE)
    assert allowed(registered, callers) == {
        name: list(CALLERS) if not action else ["root", "member"] if action in granted else ["root"] for name, action, _ in members(registered)}


def test_a_rule_for_all_gives_all(registered, callers, tmp_path):
    everything = tmp_path / "everything.rules"
    everything.write_text('polkit.addRule(function (action) {\n'
                          '    if (action.id.indexOf("org.ztemodem1.") == 0) return polkit.Result.YES;\n});\n')
    Polkitd(registered, tmp_path, everything)
    assert allowed(registered, callers) == {name: list(CALLERS) for name, *_ in members(registered)}
