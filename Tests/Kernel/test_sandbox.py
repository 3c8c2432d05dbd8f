"""The service is not root, and whoever takes it over does not become it."""

import contextlib
import os
import pathlib
import pwd
import re

import bus
import kernel
import pytest
from daemon import AS_ROOT, UNIT
from hiding import hidden
from leisure import most_at_leisure
from stage import MOMENT
from stick import INTERNET
from timeline import run, until

# Somebody who has taken the service over can do what its user can.
TAKEN_OVER = {"user": "zte-modem", "group": "zte-modem", "extra_groups": []}
RECORDS = pathlib.Path("/run/zte-modem/ppp")
NEW_ID = pathlib.Path("/sys/bus/usb-serial/drivers/option1/new_id")
PROFILES = pathlib.Path("/etc/zte-modem/profiles")
# What a unit may take to start, and to be given up.
GIVEN_UP = 10 + MOMENT


@pytest.fixture
def service():
    return pwd.getpwnam(TAKEN_OVER["user"])


def status_of(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def asked(*words, **who):
    """systemctl, which asks nobody for a password."""
    return run("systemctl", "--no-ask-password", *words, limit=60, **(who or TAKEN_OVER))


def refused(*words):
    answer = asked(*words)
    assert answer.returncode != 0, words
    return re.search("denied|authentication|not permitted", answer.stderr, re.IGNORECASE)


def shown(unit, name):
    return run("systemctl", "show", "--value", f"--property={name}", unit).stdout.strip()


# --- What it has ------------------------------------------------------------------------------------------------------

def test_the_service_is_a_user_without_capabilities(stage, service):
    stage.connected()
    status = status_of(stage.daemon.pid)
    assert status["Uid"] == [str(service.pw_uid)] * 4
    assert status["Gid"] == [str(service.pw_gid)] * 4
    for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[kind][0], 16) == 0, kind
    assert (status["NoNewPrivs"], status["Seccomp"]) == (["1"], ["2"])
    # Another namespace of users than that of the machine.
    assert os.readlink(f"/proc/{stage.daemon.pid}/ns/user") != os.readlink("/proc/1/ns/user")


def test_its_files_are_its_own(stage, service):
    for folder, mode in (("/var/lib/zte-modem", 0o700), ("/run/zte-modem", 0o700), (str(PROFILES), 0o700)):
        status = os.stat(folder)
        assert (status.st_uid, status.st_mode & 0o777) == (service.pw_uid, mode), folder


# --- What its user may have done ------------------------------------------------------------------------------------

@pytest.mark.parametrize("words", [
    ("start", "systemd-tmpfiles-clean.service"), ("stop", "dbus.socket"), ("restart", UNIT), ("stop", UNIT),
    ("start", "zte-pppd@ttyS0.service"), ("restart", "zte-pppd@ttyUSB0.service"),
    ("kill", UNIT), ("set-property", "--runtime", UNIT, "MemoryMax=1G"), ("start", "zte-step@..-etc-shadow.service"),
    ("start", "getty@ttyUSB0.service"), ("daemon-reload",), ("poweroff",)], ids=" ".join)
def test_it_may_have_no_other_units_started(stage, words):
    before = stage.daemon.pid
    assert refused(*words), "not for this reason"
    assert stage.daemon.pid == before


def test_it_may_have_no_program_of_its_own_started(stage):
    answer = run("systemd-run", "--no-ask-password", "--wait", "/bin/true", limit=60, **TAKEN_OVER)
    assert answer.returncode != 0


@pytest.mark.parametrize("step", [
    "reboot", "adopt:1d6b:0002:19d2:0001", "adopt:19d2:0001:19d2:00zz", "link:356938035643809:ttyUSB0:shadow",
    "unlink:0", "holders:ttyS0"])
def test_a_step_that_is_none_is_refused(stage, step):
    before = NEW_ID.read_text() if NEW_ID.exists() else None
    unit = f"zte-step@{step}.service"
    assert asked("start", unit).returncode != 0
    assert (NEW_ID.read_text() if NEW_ID.exists() else None) == before
    said = run("journalctl", "--boot", f"--unit={unit}", "--output=cat", "--no-pager", "--quiet").stdout
    assert "not a step" in said


def test_a_step_that_is_one_is_taken(stage):
    link = pathlib.Path("/dev/zte/356938035643800/at")
    assert asked("start", "zte-step@link:356938035643800:ttyUSB8:ttyUSB9.service").returncode == 0
    assert os.readlink(link) == "../../ttyUSB8"
    assert asked("start", "zte-step@unlink:356938035643800.service").returncode == 0
    assert not link.parent.exists()


# --- Records of calls ---------------------------------------------------------------------------------------------------

def as_the_service(words):
    answer = run("sh", "-c", words, **TAKEN_OVER)
    assert answer.returncode == 0, answer.stderr


@contextlib.contextmanager
def secret():
    """A file of root, and what stands in it."""
    file = pathlib.Path("/etc/zte-secret")
    file.write_text("root:Geheim-9z:hash\n")
    file.chmod(0o600)
    yield file, "Geheim-9z"
    file.unlink()


@pytest.mark.parametrize("how", most_at_leisure(
    ["ln -s {file} {record}", "mkfifo {record}", "ln -s /dev/zero {record}", "mkdir {record}"], "ln -s {file} {record}"))
def test_what_it_leaves_for_a_call_gives_nothing_away(stage, how):
    record = RECORDS / "ttyUSB97.call"
    unit = "zte-pppd@ttyUSB97.service"
    with secret() as (file, word):
        as_the_service(how.format(file=file, record=record))
        try:
            asked("start", unit)
            until("the unit has ended", lambda: shown(unit, "ActiveState") in ("inactive", "failed"), GIVEN_UP)
            assert kernel.processes("pppd") == []
            assert word not in run("systemctl", "show", unit).stdout
            found = run("grep", "-rsl", word, "/run", "/tmp", "/var/lib/zte-modem", "/var/log", limit=60, **TAKEN_OVER)
            assert found.stdout == ""
            said = run("journalctl", "--boot", f"--unit={unit}", "--output=cat", "--no-pager", "--quiet").stdout
            assert word not in said
        finally:
            as_the_service(f"rm -r {record}")


# --- Profiles that an administrator has put there -----------------------------------------------------------------------

def test_profiles_of_root_are_handed_over(stage, service):
    """Before a start, and before a reload."""
    stage.daemon.stop()
    given, linked, later = (PROFILES / f"{name}.conf" for name in ("given", "linked", "later"))
    shadow = pathlib.Path("/etc/shadow")
    given.write_text("[connection]\napn = internet\n")
    given.chmod(0o600)
    linked.symlink_to(shadow)
    os.chown(PROFILES, 0, 0)
    before = os.stat(shadow)
    try:
        stage.daemon.start()
        assert given.stat().st_uid == service.pw_uid
        assert PROFILES.stat().st_uid == service.pw_uid
        after = os.stat(shadow)
        assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode)
        assert os.lstat(linked).st_uid == 0
        later.write_text("[connection]\napn = internet\n")
        later.chmod(0o600)
        assert run("systemctl", "reload", UNIT, limit=60).returncode == 0
        assert later.stat().st_uid == service.pw_uid
    finally:
        given.unlink()
        later.unlink(missing_ok=True)
        linked.unlink()


# --- Without polkit -----------------------------------------------------------------------------------------------------

@pytest.fixture
def without_polkit():
    """As on a machine that has none: nobody starts it for who asks for its name."""
    with hidden(pathlib.Path("/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service")):
        run("systemctl", "reload", "dbus.service")
        run("systemctl", "stop", "polkit.service")
        yield
    run("systemctl", "reload", "dbus.service")
    run("systemctl", "start", "polkit.service")


def test_without_polkit_the_reason_has_a_name(stage, without_polkit):
    stick = stage.registered()
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(stick.physical_port, {"apn": "internet"})
    assert re.search(r"zte-pppd@ttyUSB\d+\.service", refusal.value.message)
    assert "polkit" in refusal.value.message and "as-root.conf" in refusal.value.message


def test_as_root_it_needs_none(guest, without_polkit):
    """As somebody who has no polkit sets it up, and as he takes it back."""
    owner = pwd.getpwnam(TAKEN_OVER["user"]).pw_uid
    given = PROFILES / "given.conf"
    given.write_text("[connection]\napn = internet\n")
    given.chmod(0o600)
    try:
        with guest.daemon.drop_in("as-root", AS_ROOT.read_text(encoding="utf-8")):
            guest.daemon.start()
            assert status_of(guest.daemon.pid)["Uid"] == ["0"] * 4
            assert PROFILES.stat().st_uid == 0
            stick = guest.connected()
            assert kernel.ping(INTERNET, "ppp0") is not None
            bus.disconnect(stick.physical_port)
            guest.unplug_all()
        guest.daemon.start()
        assert (PROFILES.stat().st_uid, given.stat().st_uid) == (owner, owner)
    finally:
        given.unlink()
