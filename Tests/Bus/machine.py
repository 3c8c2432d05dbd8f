"""A machine for one test of the daemon: a system bus of its own with our policy, and a USB port with a virtual stick.

Everything runs in a mount namespace (and, for an ordinary user, in a user namespace in which that user is root, because
the policy lets only root own the name). Nothing of it is visible outside, and no service of this machine is touched.
"""

import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import time
from xml.sax.saxutils import escape

from policy_bus import CONFIGURATION, POLICY

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
BUS_NAME = "org.ztemodem1"
STICK = "/org/ztemodem1/modem/usb1_1"
PRELOAD = "libumockdev-preload.so.0"
IMEI = "356938035643809"

# What is mounted over: /run has to hold what udevd leaves there, and nothing of this machine.
PREPARE = """
mount -t tmpfs tmpfs /run && mkdir -p /run/udev/data && : >/run/udev/control && echo ready && exec sleep infinity
"""


def programs():
    """The folder of the programs: that of $ZTE_PROGRAMS, or whatever was built last."""
    if os.environ.get("ZTE_PROGRAMS"):
        return pathlib.Path(os.environ["ZTE_PROGRAMS"])
    built = [REPOSITORY / ".build" / kind for kind in ("debug", "release")]
    built = [folder for folder in built if (folder / "zte-modemd").exists() and (folder / "zte-emulator").exists()]
    return max(built, key=lambda folder: (folder / "zte-modemd").stat().st_mtime, default=None)


def missing():
    """Why this machine cannot run these tests, in words; None when it can."""
    for tool, package in {"dbus-daemon": "dbus-daemon", "umockdev-wrapper": "umockdev", "unshare": "util-linux",
                          "nsenter": "util-linux"}.items():
        if not shutil.which(tool):
            return f"{tool} is not installed (package {package})"
    if subprocess.run(["/usr/bin/python3", "-c", "import gi; gi.require_version('UMockdev', '1.0')"],
                      stderr=subprocess.DEVNULL, check=False).returncode:
        return "gir1.2-umockdev-1.0 or python3-gi is not installed"
    if programs() is None:
        return "zte-modemd and zte-emulator are not built: swift build"
    if subprocess.run([*_unshare(), "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        return "this user may not make a namespace"
    return None


def _unshare():
    return ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]


class Machine:
    def __init__(self, folder, daemon_options=()):
        self.folder = folder
        self.address = f"unix:abstract=zte-modem-{secrets.token_hex(8)}"
        self._processes = []
        self.emulators = {}
        try:
            self._enter = self._make_namespace()
            self._start_bus()
            self._start_usb()
            self.daemon = self._start_daemon(daemon_options)
        except BaseException:
            self.close()
            raise

    # --- Parts --------------------------------------------------------------------------------------------------------

    def _make_namespace(self):
        holder = self._start(*_unshare(), "sh", "-c", PREPARE)
        assert holder.stdout.readline() == "ready\n", "the namespace could not be prepared"
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={holder.pid}", "--mount", *user]

    def _start_bus(self):
        configuration = self.folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(address=self.address, policy=escape(str(POLICY))))
        with (self.folder / "bus.log").open("w") as log:
            bus = self._start(*self._enter, "dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile",
                              "--print-address=1", stderr=log)
        assert bus.stdout.readline(), "the bus did not start"

    def _start_usb(self):
        self._usb = self._start(*self._enter, "umockdev-wrapper", "/usr/bin/python3", HERE / "mock_usb.py",
                                stdin=subprocess.PIPE)
        self.root = json.loads(self._usb.stdout.readline())["root"]

    def _start_daemon(self, options):
        self.log = self.folder / "zte-modemd.log"
        environment = {**os.environ, "LD_PRELOAD": PRELOAD, "UMOCKDEV_DIR": self.root,
                       "SWIFT_BACKTRACE": "enable=no"}
        with self.log.open("w") as log:
            daemon = self._start(
                *self._enter, programs() / "zte-modemd", "--bus", self.address,
                "--devices", REPOSITORY / "data" / "devices", "--runtime-dir", self.folder / "run", *options,
                stdout=log, stderr=log, env=environment)
        self.wait("the daemon to own its name", self.owns_name)
        return daemon

    def _start(self, *command, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        process = subprocess.Popen([str(word) for word in command], text=True, **options)
        self._processes.append(process)
        return process

    # --- The stick ----------------------------------------------------------------------------------------------------

    def plug(self, *options):
        """Plugs in an MF622 that is a modem already. Each of its ports is a terminal of its own virtual stick."""
        terminals = {}
        for interface in ("0", "1", "2"):
            log = self.folder / f"stick{interface}.log"
            with log.open("w") as stderr:
                emulator = self._start(programs() / "zte-emulator", "pty", *options, stderr=stderr)
            terminals[interface] = emulator.stdout.readline().strip()
            assert terminals[interface], log.read_text()
            self.emulators[interface] = (emulator, log)
        # They know nothing of each other: what the daemon will set on the one is told to the other, which it will dial.
        _command(terminals["0"], 'AT+CGDCONT=1,"IP","internet"')
        self._ask({"do": "plug", "terminals": terminals})

    def unplug(self):
        self._ask({"do": "unplug"})

    def commands(self):
        """Every AT command that any of its ports was sent."""
        return [command for _, log in self.emulators.values()
                for command in re.findall(r"^\[.*?\] \w+< (.*)$", log.read_text(), re.MULTILINE)]

    def _ask(self, request):
        self._usb.stdin.write(json.dumps(request) + "\n")
        self._usb.stdin.flush()
        assert json.loads(self._usb.stdout.readline()) == {"done": True}

    # --- Clients ------------------------------------------------------------------------------------------------------

    def run(self, *command, limit=30):
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}
        return subprocess.run([*self._enter, *map(str, command)], env=environment, text=True, timeout=limit,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)

    def owns_name(self):
        answer = self.run("busctl", f"--address={self.address}", "--json=short", "call", "org.freedesktop.DBus", "/",
                          "org.freedesktop.DBus", "NameHasOwner", "s", BUS_NAME)
        return answer.returncode == 0 and json.loads(answer.stdout)["data"] == [True]

    def objects(self):
        """{path: {interface: {property: value}}}"""
        answer = self.run("busctl", f"--address={self.address}", "--json=short", "call", BUS_NAME, "/org/ztemodem1",
                          "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
        assert answer.returncode == 0, answer.stderr
        return _plain(json.loads(answer.stdout)["data"][0])

    def stick(self):
        return self.objects().get(STICK, {})

    def state(self):
        return self.stick().get("org.ztemodem1.Modem", {}).get("State")

    def wait(self, what, look, limit=20):
        """The daemon is another process, and this is about what it shows in the end, not about each signal."""
        deadline = time.monotonic() + limit
        while True:
            seen = look()
            if seen:
                return seen
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {limit} s for {what}, seen: {seen!r}; the daemon's log:\n"
                                     f"{self.log.read_text() if hasattr(self, 'log') else ''}")
            time.sleep(0.05)

    # --- The end ------------------------------------------------------------------------------------------------------

    def stop_daemon(self, limit=10):
        """Returns its exit status."""
        self.daemon.terminate()
        return self.daemon.wait(limit)

    def close(self):
        for process in reversed(self._processes):
            if process.stdin:
                # The end of its requests: it puts its things away and goes.
                process.stdin.close()
            else:
                process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _command(terminal, command):
    """Gives a virtual stick a command and waits for its OK."""
    with open(terminal, "r+b", buffering=0) as tty:
        tty.write(command.encode("ascii") + b"\r")
        answer = b""
        while b"OK\r\n" not in answer:
            answer += tty.read(4096)


def _plain(value):
    """busctl's JSON without the types."""
    if isinstance(value, dict):
        if value.keys() == {"type", "data"}:
            return _plain(value["data"])
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
