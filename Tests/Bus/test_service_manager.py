"""What systemd is told of the service, and what SIGHUP makes it read again."""

import contextlib
import os
import re
import signal
import socket
import time

import pytest
from machine import APN, STAYS, Machine

ROOT = "/org/ztemodem1"
CONFIGURATION = "[switch]\nauto-switch = no\n"


class ServiceManager:
    """The socket of $NOTIFY_SOCKET."""

    def __init__(self, path):
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self.heard = []

    def hears(self, pattern, limit=20):
        """Waits for a message, and forgets what came before it."""
        deadline = time.monotonic() + limit
        while True:
            for number, message in enumerate(self.heard):
                if re.search(pattern, message):
                    del self.heard[:number + 1]
                    return message
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                self.heard.append(self._socket.recv(4096).decode())
            except TimeoutError:
                raise AssertionError(f"not heard: {pattern}; but {self.heard}") from None

    def close(self):
        self._socket.close()


@pytest.fixture(scope="module")
def managed(possible, tmp_path_factory):
    """A machine whose daemon has somebody to tell, and a configuration of its own."""
    folder = tmp_path_factory.mktemp("managed")
    manager = ServiceManager(folder / "notify")
    (folder / "zte-modem.conf").write_text(CONFIGURATION, encoding="ascii")
    (folder / "devices").mkdir()
    machine = Machine(
        folder, daemon_options=["--config", folder / "zte-modem.conf", "--devices", folder / "devices"], pppd=STAYS,
        environment={"NOTIFY_SOCKET": str(manager.path), "WATCHDOG_USEC": "2000000"})
    machine.manager = manager
    yield machine
    machine.close()
    manager.close()


def daemon_process(machine):
    """It was started by nsenter, which became it."""
    return machine.daemon.pid


def reload(machine):
    """SIGHUP, and what the log said until the new was read."""
    before = len(machine.log.read_text())
    machine.manager.heard.clear()
    os.kill(daemon_process(machine), signal.SIGHUP)
    assert "MONOTONIC_USEC=" in machine.manager.hears("^RELOADING=1")
    machine.manager.hears("^READY=1")
    return machine.log.read_text()[before:]


@contextlib.contextmanager
def written(path, text):
    before = path.read_text(encoding="ascii") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="ascii")
    path.chmod(0o600)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="ascii")


def test_it_says_that_it_is_ready_that_it_lives_and_how_it_is(managed):
    managed.manager.hears("^WATCHDOG=1")
    managed.manager.hears("^WATCHDOG=1", limit=2)
    stick = managed.plug_scripted()
    stick.is_in_its_network()
    managed.reaches("registered")
    assert "1 stick, 0 calls: 1-1 registered" in managed.manager.hears("^STATUS=.*registered")
    assert managed.connect(APN) is None
    managed.manager.hears("^STATUS=1 stick, 1 call: 1-1 connected$")
    said = reload(managed)
    assert "reloaded" in said
    assert managed.state() == "connected"
    assert managed.call("Disconnect") is None
    managed.unplug()
    managed.manager.hears("^STATUS=no stick$")


def test_a_setting_counts_from_the_reload_on(managed):
    managed.plug_storage()
    managed.wait("left alone", lambda: managed.reason() == "auto-switch-off")
    managed.unplug()
    managed.wait("no object", lambda: managed.state() is None)
    with written(managed.folder / "conf.d" / "mine.conf", "[switch]\nauto-switch = yes\n"):
        assert "stays as it was" not in reload(managed)
        managed.plug_storage()
        # The mock has no such node: the attempts fail.
        managed.wait("tried", lambda: managed.reason() == "switch-ignored", limit=60)
        managed.unplug()
        managed.wait("no object", lambda: managed.state() is None)
    reload(managed)


@pytest.mark.parametrize("name, text, line", [
    ("zte-modem.conf", "[switch]\nauto-switch = yes\nauto-switch = perhaps\n", 3),
    ("devices/mine.conf", "[19d2:fff1]\nmode = modem\ncolour = blue\n", 3),
    ("profiles/broken.conf", "[connection]\napn = internet\ncolour = blue\n", 3),
])
def test_a_broken_file_is_named_once_and_changes_nothing(managed, name, text, line):
    (managed.folder / "profiles").mkdir(mode=0o700, exist_ok=True)
    path = managed.folder / name
    with written(path, text):
        said = reload(managed)
        assert len(re.findall(rf"stays as it was: {re.escape(str(path))}:{line}: ", said)) == 1, said
        assert "the old holds still" in said
        managed.plug_storage()
        managed.wait("left alone", lambda: managed.reason() == "auto-switch-off")
        managed.unplug()
        managed.wait("no object", lambda: managed.state() is None)
    assert "stays as it was" not in reload(managed)


def test_a_profile_that_was_written_by_hand_appears_changes_and_goes(managed):
    path = managed.folder / "profiles" / "home.conf"
    path.parent.mkdir(mode=0o700, exist_ok=True)

    def shown():
        return managed.objects().get(f"{ROOT}/profile/home", {}).get("org.ztemodem1.Profile")

    path.write_text("[connection]\napn = internet\n", encoding="ascii")
    path.chmod(0o600)
    reload(managed)
    managed.wait("the profile", shown)
    path.write_text("[connection]\napn = internet\nautoconnect = true\n", encoding="ascii")
    reload(managed)
    managed.wait("the change", lambda: (shown() or {}).get("Autoconnect"))
    path.unlink()
    reload(managed)
    managed.wait("no profile", lambda: not shown())
