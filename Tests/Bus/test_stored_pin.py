"""A PIN that is stored for a SIM: sent once, wherever the daemon dies, and never where it could do harm."""

import shutil
import subprocess

import pytest
from machine import HERE, STAYS, Machine

ERROR = "org.ztemodem1.Error."
SIM = "org.ztemodem1.Sim"
ICCID, PIN = "89351010000000000014", "4711"
ENTER = f'AT+CPIN="{PIN}"'
# More than there are steps; the last ones do not come to pass.
STEPS = 200


@pytest.fixture(scope="module")
def kills(possible, tmp_path_factory):
    if not shutil.which("cc"):
        pytest.skip("cc is not installed (package gcc)")
    library = tmp_path_factory.mktemp("kills") / "kills.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, HERE / "kills.c", "-ldl"], check=True)
    return library


def store_pin(folder, pin=PIN, sim=ICCID, name="card"):
    profiles = folder / "profiles"
    profiles.mkdir(exist_ok=True)
    profile = profiles / f"{name}.conf"
    profile.write_text(f"[match]\nsim = {sim}\n[secrets]\npin = {pin}\n")
    profile.chmod(0o600)


@pytest.fixture
def owner(possible, tmp_path):
    """A machine whose owner has stored the PIN."""
    store_pin(tmp_path)
    machine = Machine(tmp_path, pppd=STAYS)
    yield machine
    machine.close()


def plug(machine, tries="3,10", answer=("OK",)):
    """A SIM that asks for its PIN, whatever it is told, and whose counter stands still: the worst there can be."""
    stick = machine.plug_scripted()
    stick.answer("AT+CPIN?", "+CPIN: SIM PIN", "OK")
    stick.answer("AT+ZPINPUK=?", f"+ZPINPUK: {tries}", "OK")
    stick.answer("AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98530101000000000041"', "OK")
    stick.answer(ENTER, *answer)
    return stick


def pins(stick):
    return [line for line in stick.sent() if line.startswith("AT+CPIN=")]


def is_held(machine, reason):
    machine.wait(reason, lambda: (machine.state(), machine.reason()) == ("locked", reason))


def is_locked(machine):
    """Whether the daemon has come to an end with the SIM; it may be gone at any moment."""
    try:
        return machine.owns_name() and machine.state() == "locked"
    except AssertionError:
        return False


def test_it_opens_the_sim_without_anybody(owner):
    owner.plug("--pin", PIN, "--iccid", ICCID)
    owner.reaches("registered")
    assert len([line for line in owner.commands() if line.startswith("AT+CPIN=")]) == 1


def test_it_opens_the_sim_each_time_that_it_is_plugged_in(owner):
    for count in range(1, 4):
        owner.plug("--pin", PIN, "--iccid", ICCID)
        owner.reaches("registered")
        assert len([line for line in owner.commands() if line.startswith("AT+CPIN=")]) == 1, count
        owner.unplug()
        owner.wait("no object", lambda: owner.state() is None)


def test_a_wrong_one_is_refused_once_and_for_all(possible, tmp_path):
    store_pin(tmp_path, pin="0000")
    machine = Machine(tmp_path, pppd=STAYS)
    try:
        machine.plug("--pin", PIN, "--iccid", ICCID)
        is_held(machine, "pin-refused")
        assert machine.stick()[SIM]["PinRetries"] == 2
        for _ in range(2):
            machine.kill_daemon()
            machine.start_daemon()
            is_held(machine, "pin-refused")
        assert len([line for line in machine.commands() if line.startswith("AT+CPIN=")]) == 1
        # The right one of a person counts anew, and the wrong one is not sent then either.
        assert machine.call(f"{SIM}.SendPin", PIN) is None
        machine.reaches("registered")
    finally:
        machine.close()


def test_one_that_was_corrected_opens_the_sim_at_the_next_plug(possible, tmp_path):
    store_pin(tmp_path, pin="0000")
    machine = Machine(tmp_path, pppd=STAYS)
    try:
        machine.plug("--pin", PIN, "--iccid", ICCID)
        is_held(machine, "pin-refused")
        assert machine.call(f"{SIM}.SendPin", PIN) is None
        machine.reaches("registered")
        corrected = f"{{'sim': <'{ICCID}'>, 'pin': <'{PIN}'>}}"
        assert machine.call("org.ztemodem1.Profile.Update", corrected, path="/org/ztemodem1/profile/card") is None
        machine.unplug()
        machine.wait("no object", lambda: machine.state() is None)
        machine.plug("--pin", PIN, "--iccid", ICCID)
        machine.reaches("registered")
    finally:
        machine.close()


@pytest.mark.parametrize("tries, reason", [("2,10", "pin-retries-low"), ("1,10", "pin-retries-low")])
def test_not_with_fewer_than_three_tries(owner, tries, reason):
    stick = plug(owner, tries)
    is_held(owner, reason)
    assert pins(stick) == []
    assert owner.connect("{'profile': <'card'>}")[0] == ERROR + "SimLocked"
    assert pins(stick) == []


def test_not_where_the_tries_are_not_known(owner):
    stick = plug(owner)
    stick.answer("AT+ZPINPUK=?", "ERROR")
    is_held(owner, "pin-retries-unknown")
    assert pins(stick) == []


def test_not_to_another_sim(owner):
    stick = plug(owner)
    stick.answer("AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98530101000000000052"', "OK")
    is_held(owner, "sim-pin")
    assert pins(stick) == []


def test_not_where_it_cannot_be_written_down(possible, tmp_path):
    store_pin(tmp_path)
    machine = Machine(tmp_path, ["--state-dir", "/run/lock"], pppd=STAYS)
    try:
        machine.kill_daemon()
        assert machine.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/run/lock").returncode == 0
        assert machine.run("sh", "-c", "cat /dev/zero >/run/lock/ballast; true").returncode == 0
        machine.start_daemon()
        stick = plug(machine)
        is_held(machine, "pin-not-tried")
        assert pins(stick) == []
    finally:
        machine.close()


def test_a_profile_that_comes_later_opens_the_sim(possible, tmp_path):
    machine = Machine(tmp_path, pppd=STAYS)
    try:
        stick = plug(machine)
        is_held(machine, "sim-pin")
        settings = f"{{'id': <'card'>, 'sim': <'{ICCID}'>, 'pin': <'{PIN}'>}}"
        assert machine.call("org.ztemodem1.Manager.AddProfile", settings, path="/org/ztemodem1") is None
        machine.wait("the PIN", lambda: pins(stick) == [ENTER])
    finally:
        machine.close()


def test_the_last_try_of_a_person_has_to_be_meant(owner):
    stick = plug(owner, "1,10")
    is_held(owner, "pin-retries-low")
    name, message = owner.call(f"{SIM}.SendPin", PIN)
    assert name == ERROR + "LastTry" and "SendLastPin" in message
    assert pins(stick) == []
    stick.answer("AT+CPIN?", "+CPIN: READY", "OK")
    stick.is_in_its_network()
    assert owner.call(f"{SIM}.SendLastPin", PIN) is None
    owner.reaches("registered")
    assert pins(stick) == [ENTER]


def test_killed_while_the_sim_says_nothing(owner):
    stick = plug(owner, answer=())
    owner.wait("the PIN", lambda: pins(stick) == [ENTER])
    for _ in range(2):
        owner.kill_daemon()
        owner.start_daemon()
        is_held(owner, "pin-sent-before")
    # It was wrong, as the counter says.
    stick.answer("AT+ZPINPUK=?", "+ZPINPUK: 2,10", "OK")
    owner.kill_daemon()
    owner.start_daemon()
    is_held(owner, "pin-refused")
    assert pins(stick) == [ENTER]


def test_killed_at_every_step_the_sim_sees_one_at_most(kills, tmp_path):
    """The daemon dies at its first step, its second, and so on, with a new memory each time; then it runs undisturbed."""
    seen = set()
    for number in range(1, STEPS):
        folder = tmp_path / str(number)
        folder.mkdir()
        store_pin(folder)
        at = folder / "kill"
        machine = Machine(folder, environment={"LD_PRELOAD": str(kills), "ZTE_KILL_FILE": str(at)}, pppd=STAYS)
        try:
            at.write_text(str(number))
            stick = plug(machine, answer=("+CME ERROR: 16",) if number % 2 else ("OK",))
            machine.wait("an end, or the SIM", lambda: machine.daemon.poll() is not None or is_locked(machine), limit=60)
            if machine.daemon.poll() is None:
                assert len(pins(stick)) == 1, number
                break
            assert machine.daemon.returncode == -9
            seen.add(len(pins(stick)))
            at.unlink()
            machine.start_daemon()
            machine.wait("the SIM", lambda: is_locked(machine), limit=60)
            assert len(pins(stick)) <= 1, number
        finally:
            machine.close()
    else:
        raise AssertionError("there are more steps than that")
    # It died before the PIN was sent, and after.
    assert seen == {0, 1} and number > 10
