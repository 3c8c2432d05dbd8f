"""Stored profiles: over the bus, on the disk, after a restart, and what a disk that is full or read-only does to them."""

import json
import os
import stat
import subprocess

import pytest
from machine import BUS_NAME, STAYS, in_its_network, programs

ERROR = "org.ztemodem1.Error."
ROOT = "/org/ztemodem1"
PROFILE = "org.ztemodem1.Profile"
SECRET = "never seen words"
HOME = "{'id': <'home'>, 'apn': <'internet.vodafone.pt'>, 'username': <'ann'>, 'password': <'%s'>, 'autoconnect': <true>}" % SECRET
OWN_IMEI, OWN_ICCID = "235251122555115", "89351002000012345678"


@pytest.fixture(scope="module")
def registered(possible, tmp_path_factory):
    """A stick in its network, with a pppd that notes its options and stays."""
    folder = tmp_path_factory.mktemp("machine")
    with in_its_network(folder, pppd=f"printf '%s' \"$options\" >{folder}/options; {STAYS}") as machine:
        yield machine


@pytest.fixture(autouse=True)
def without_profiles(request):
    """Each test begins and ends without them."""
    shared = request.getfixturevalue("registered") if "registered" in request.fixturenames else None
    yield
    if shared:
        for path in profiles(shared):
            shared.call(f"{PROFILE}.Delete", path=path)
        # A call that is being ended ends the next Connect, too.
        shared.reaches("registered")


def path_of(name):
    return f"{ROOT}/profile/{name}"


def add(machine, settings):
    return machine.call("org.ztemodem1.Manager.AddProfile", settings, path=ROOT)


def profiles(machine):
    return {path: interfaces[PROFILE] for path, interfaces in machine.objects().items() if PROFILE in interfaces}


def settings(machine, name):
    answer = machine.run("busctl", f"--address={machine.address}", "--json=short", "call", BUS_NAME, path_of(name), PROFILE,
                         "GetSettings")
    assert answer.returncode == 0, answer.stderr
    return {key: value["data"] for key, value in json.loads(answer.stdout)["data"][0].items()}


def file_of(machine, name):
    return machine.folder / "profiles" / f"{name}.conf"


def restart(machine):
    assert machine.stop_daemon() == 0
    machine.start_daemon()


def test_a_profile_from_add_to_delete(registered):
    assert add(registered, HOME) is None
    assert profiles(registered) == {path_of("home"): {"Id": "home", "Autoconnect": True, "Secrets": ["password"]}}
    assert settings(registered, "home") == {
        "id": "home", "autoconnect": True, "apn": "internet.vodafone.pt", "username": "ann", "auth": "any",
        "ip-type": "ipv4", "allow-roaming": True, "default-route": True, "peer-dns": True}
    file = file_of(registered, "home")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert registered.call(f"{PROFILE}.Update", "{'apn': <'other.example'>, 'pin': <'4711'>}", path=path_of("home")) is None
    assert profiles(registered)[path_of("home")] == {"Id": "home", "Autoconnect": False, "Secrets": ["password", "pin"]}
    assert SECRET in file.read_text()
    assert registered.call(f"{PROFILE}.Update", "{'password': <''>}", path=path_of("home")) is None
    assert SECRET not in file.read_text()
    assert registered.call(f"{PROFILE}.Delete", path=path_of("home")) is None
    assert not profiles(registered)
    assert not file.exists()
    assert SECRET not in registered.log.read_text()


def test_signals_tell_of_each_before_its_answer(registered, tmp_path):
    output = tmp_path / "signals"
    with output.open("w") as file:
        monitor = registered.start("dbus-monitor", "--address", registered.address, f"sender='{BUS_NAME}'", stdout=file)
    registered.wait("the monitor", lambda: "NameAcquired" in output.read_text())
    assert add(registered, HOME) is None
    assert registered.call(f"{PROFILE}.Update", "{'autoconnect': <false>}", path=path_of("home")) is None
    assert registered.call(f"{PROFILE}.Delete", path=path_of("home")) is None

    def told():
        """What the daemon said, in order, but for what it says of its stick."""
        others = "NameAcquired", "NameLost", "path=/org/ztemodem1/modem"
        lines = [line for line in output.read_text().splitlines() if not any(word in line for word in others)]
        return [line.split("member=")[1] if line.startswith("signal") else "answer"
                for line in lines if line.startswith(("signal", "method return"))]
    registered.wait("all of it", lambda: "InterfacesRemoved" in told())
    monitor.terminate()
    monitor.wait(10)
    # gdbus asks for the introspection first, each time.
    assert told() == ["answer", "InterfacesAdded", "answer", "answer", "PropertiesChanged", "answer", "answer", "answer",
                      "InterfacesRemoved"]
    assert SECRET not in output.read_text()


@pytest.mark.parametrize("given, error, word", [
    (HOME, "AlreadyExists", "home"),
    ("{'id': <'../x'>}", "InvalidArguments", "id"), ("{'id': <'a-b'>}", "InvalidArguments", "id"),
    ("{'colour': <'blue'>}", "InvalidArguments", "colour"), ("{'apn': <'in ter'>}", "InvalidArguments", "apn"),
    ("{'sim': <'Telekom'>}", "InvalidArguments", "sim"), ("{'profile': <'home'>}", "InvalidArguments", "profile"),
    ("{'password': <uint32 1>}", "InvalidArguments", "password"),
])
def test_what_is_refused_is_named_and_not_stored(registered, given, error, word):
    assert add(registered, HOME) is None
    name, message = add(registered, given)
    assert name == ERROR + error
    assert word in message
    assert [path.name for path in file_of(registered, "x").parent.iterdir()] == ["home.conf"]


def test_who_gives_no_id_gets_a_number(registered):
    assert add(registered, "{}") is None
    assert add(registered, "{}") is None
    assert set(profiles(registered)) == {path_of("1"), path_of("2")}


def test_what_is_not_there_is_unknown(registered):
    assert registered.connect("{'profile': <'nobody'>}")[0] == ERROR + "NotFound"
    name, message = registered.connect("{'profile': <'../../etc/passwd'>}")
    assert name == ERROR + "NotFound"
    assert registered.connect("{'profile': <uint32 1>}")[0] == ERROR + "InvalidArguments"
    answer = registered.run("gdbus", "call", "--system", "--dest", BUS_NAME, "--object-path", path_of("nobody"), "--method",
                            f"{PROFILE}.Delete")
    assert "UnknownObject" in answer.stderr


def options(machine):
    return (machine.folder / "options").read_text()


def test_connect_takes_the_profile_and_what_is_said_comes_first(registered):
    assert add(registered, HOME) is None
    assert registered.connect("{'profile': <'home'>}") is None
    assert 'AT+CGDCONT=1,"IP","internet.vodafone.pt"' in registered.stick_process.sent("2")
    assert SECRET in options(registered) and '"ann"' in options(registered)
    assert registered.call("Disconnect") is None
    assert registered.connect("{'profile': <'home'>, 'username': <'bob'>}") is None
    assert SECRET in options(registered) and '"bob"' in options(registered) and '"ann"' not in options(registered)
    assert registered.call("Disconnect") is None
    assert SECRET not in registered.log.read_text()


@pytest.mark.parametrize("key, right, wrong, word", [
    ("sim", OWN_ICCID, "89490200001234567890", "SIM"), ("modem", OWN_IMEI, "356938035643809", "stick"),
    ("modem", "1-1", "1-2", "stick"),
])
def test_a_profile_for_another_is_not_used(registered, key, right, wrong, word):
    for name, value in (("right", right), ("wrong", wrong)):
        assert add(registered, "{'id': <'%s'>, '%s': <'%s'>, 'apn': <'internet.vodafone.pt'>}" % (name, key, value)) is None
    error, message = registered.connect("{'profile': <'wrong'>}")
    assert error == ERROR + "InvalidArguments"
    assert "wrong" in message and word in message
    assert registered.connect("{'profile': <'right'>}") is None
    assert registered.call("Disconnect") is None


def test_they_are_there_after_a_restart_and_what_is_broken_is_named(machine):
    assert add(machine, HOME) is None
    before = settings(machine, "home")
    folder = file_of(machine, "home").parent
    for name, text, mode in (("broken", "[connection]\napn = in ter\n", 0o600), ("open", f"[secrets]\npassword = {SECRET}\n", 0o644)):
        (folder / f"{name}.conf").write_text(text)
        (folder / f"{name}.conf").chmod(mode)
    (folder / "link.conf").symlink_to("home.conf")
    restart(machine)
    assert set(profiles(machine)) == {path_of("home")}
    assert settings(machine, "home") == before
    log = machine.log.read_text()
    assert "broken.conf:2: apn" in log
    assert "open.conf: others may read" in log
    assert "link.conf: a symbolic link" in log
    assert SECRET not in log
    assert (folder / "broken.conf").read_text() == "[connection]\napn = in ter\n"
    # And is not written over.
    name, message = add(machine, "{'id': <'broken'>}")
    assert name == ERROR + "AlreadyExists"
    assert "broken.conf" in message


@pytest.fixture
def small_disk(machine):
    """A file system of its own for the profiles, with one of them."""
    folder = machine.folder / "profiles"
    folder.mkdir(mode=0o700)
    answer = machine.run("mount", "-t", "tmpfs", "-o", "size=16k,mode=0700", "tmpfs", folder)
    assert answer.returncode == 0, answer.stderr
    assert add(machine, HOME) is None
    yield folder
    machine.run("umount", "--lazy", folder)


def contents(machine, folder):
    answer = machine.run("sh", "-c", f"cd {folder} && ls -A && cat home.conf")
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def refuses_writes(machine, folder, word):
    before = contents(machine, folder)
    for name, message in (add(machine, "{'id': <'more'>}"),
                          machine.call(f"{PROFILE}.Update", "{'apn': <'other'>}", path=path_of("home"))):
        assert name == ERROR + "StorageFailed"
        assert word in message and ".conf" in message
    assert contents(machine, folder) == before
    assert settings(machine, "home")["apn"] == "internet.vodafone.pt"
    assert set(profiles(machine)) == {path_of("home")}


def test_a_full_disk_loses_nothing(machine, small_disk):
    machine.run("sh", "-c", f"dd if=/dev/zero of={small_disk}/filler bs=4096; true")
    refuses_writes(machine, small_disk, "no room")
    machine.run("rm", small_disk / "filler")
    assert machine.call(f"{PROFILE}.Update", "{'apn': <'other'>}", path=path_of("home")) is None
    assert settings(machine, "home")["apn"] == "other"


def test_a_disk_that_is_read_only_loses_nothing(machine, small_disk):
    assert machine.run("mount", "-o", "remount,ro", small_disk).returncode == 0
    refuses_writes(machine, small_disk, "read-only")
    assert machine.call(f"{PROFILE}.Delete", path=path_of("home"))[0] == ERROR + "StorageFailed"
    assert set(profiles(machine)) == {path_of("home")}
    assert machine.run("mount", "-o", "remount,rw", small_disk).returncode == 0


def client(machine, *arguments, text=None):
    return subprocess.run(machine.enter(programs() / "zte-client", *arguments, "--bus", machine.address), text=True,
                          input=text or "", capture_output=True, timeout=60, check=False)


def test_the_client_stores_and_uses_one(registered):
    answer = client(registered, "profile", "add", "work", "--apn", "internet.vodafone.pt", "--username", "ann",
                    "--password-fd", "0", text=SECRET + "\n")
    assert (answer.returncode, answer.stdout) == (0, "profile work is stored\n"), answer.stderr
    answer = client(registered, "connect", "--profile", "work")
    assert answer.returncode == 0, answer.stderr
    assert SECRET in options(registered)
    assert client(registered, "disconnect").returncode == 0
    assert client(registered, "profile", "edit", "work", "--unset", "password", "--no-roaming").returncode == 0
    answer = client(registered, "profile", "show", "work", "--json")
    shown = json.loads(answer.stdout)
    assert (shown["allow-roaming"], shown["secrets"], shown["username"]) == (False, [], "ann")
    assert client(registered, "profile", "delete", "work").returncode == 0


def test_the_client_imports_what_others_left(registered, tmp_path):
    file = tmp_path / "wvdial.conf"
    file.write_text("[Dialer Defaults]\nInit3 = AT+CGDCONT=1,\"IP\",\"internet.vodafone.pt\"\nPhone = *99***1#\n"
                    f"Modem = /dev/ttyUSB0\nUsername = ann\nPassword = {SECRET}\n")
    answer = client(registered, "profile", "import", file, "--id", "old")
    assert (answer.returncode, answer.stdout) == (0, "profile old is stored\n"), answer.stderr
    assert answer.stderr.startswith("not carried over: Modem: ")
    assert registered.connect("{'profile': <'old'>}") is None
    assert registered.call("Disconnect") is None


@pytest.mark.parametrize("member, argument, action", [
    ("org.ztemodem1.Manager.AddProfile", "{}", "config"), (f"{PROFILE}.Update", "{}", "config"),
    (f"{PROFILE}.Delete", None, "config"), (f"{PROFILE}.GetSettings", None, "connect"),
])
def test_a_stranger_may_do_nothing_with_them(registered, member, argument, action):
    if os.geteuid() != 0:
        pytest.skip("needs root, to call as another user")
    assert add(registered, HOME) is None
    path = ROOT if "Manager" in member else path_of("home")
    answer = registered.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "gdbus", "call", "--system", "--dest",
                            BUS_NAME, "--object-path", path, "--method", member, *([argument] if argument else []))
    assert f"{ERROR}NotAuthorized" in answer.stderr
    assert f"org.ztemodem1.{action}" in answer.stderr
    assert set(profiles(registered)) == {path_of("home")}
