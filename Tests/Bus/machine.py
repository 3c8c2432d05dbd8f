"""A machine for one test of the daemon: a system bus of its own with our policy, and a USB port with a virtual stick.

Everything runs in a mount namespace (and, for an ordinary user, in a user namespace in which that user is root, because
the policy lets only root own the name). Nothing of it is visible outside, and no service of this machine is touched.
"""

import contextlib
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import time
from xml.sax.saxutils import escape

from policy_bus import CONFIGURATION, MODEMMANAGER_POLICY, POLICY

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
BUS_NAME = "org.ztemodem1"
# Settings of Connect, as gdbus reads them.
APN = "{'apn': <'internet.vodafone.pt'>}"
STICK = "/org/ztemodem1/modem/usb1_1"
PRELOAD = "libumockdev-preload.so.0"
IMEI = "356938035643809"
# Product id of the modem, and the interfaces that have ttys.
FAMILIES = {"mf622": ("0001", ["0", "1", "2"]), "mf626": ("0031", ["0", "1", "2", "3"])}

# What is mounted over: /run has to hold what udevd leaves there, and nothing of this machine; the daemon's scripts are
# where they would be installed; no module of this machine's kernel is loaded.
# A queue of ten messages, the kernel's default, is too short for a mock that does not wait: it aborts. Every machine that
# systemd has booted has one of this length (sysctl.d/50-default.conf), a container has not.
PREPARE = """
{ [ "$(cat /proc/sys/net/unix/max_dgram_qlen)" -ge 512 ] || echo 512 >/proc/sys/net/unix/max_dgram_qlen; } 2>/dev/null
mount -t tmpfs tmpfs /run && mkdir -p /run/udev/data /run/lock && : >/run/udev/control &&
mount -t tmpfs tmpfs /usr/libexec && mkdir /usr/libexec/zte-modem && mount --bind "$1" /usr/libexec/zte-modem &&
{ ! test -e /sbin/modprobe || mount --bind /bin/false /sbin/modprobe; } && echo ready && exec sleep infinity
"""

# What system.conf lets root do besides, and room for more callers than a user may have.
MORE_CONFIGURATION = """
  <policy user="root">
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Monitoring"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Debug.Stats"/>
  </policy>
  <!-- polkit is of a user of its own, or of root where it is a mock; logind and systemd are mocks. -->
  <policy context="default">
    <allow own="org.freedesktop.PolicyKit1"/>
    <allow send_destination="org.freedesktop.PolicyKit1"/>
    <allow own="org.freedesktop.login1"/>
    <allow send_destination="org.freedesktop.login1"/>
    <allow own="org.freedesktop.systemd1"/>
    <allow send_destination="org.freedesktop.systemd1"/>
  </policy>
  <limit name="max_connections_per_user">2000</limit>
</busconfig>
"""

# In the place of pppd. Knows from its options where to report an address, as pppd would.
PPPD = r"""#!/bin/sh
PATH=/usr/bin:/bin
options=$(cat "$3")
word() {{ printf '%s\n' "$options" | sed -n "s/^$1 \"\(.*\)\"$/\1/p"; }}
bring_up() {{
    env -i IFNAME=ppp4242 IPLOCAL=10.1.2.3 IPREMOTE=10.64.64.64 DNS1=192.0.2.53 \
        "$(word ip-up-script)" ppp4242 tty 115200 10.1.2.3 10.64.64.64 "$(word ipparam)"
}}
{behaviour}
"""
# Stays up until it is told to go, and until it is killed.
STAYS = "trap 'kill $!; exit 5' TERM; bring_up; sleep 1000 & wait"
STUBBORN = "trap '' TERM; bring_up; exec sleep 1000"


def programs():
    """The folder of the programs: that of $ZTE_PROGRAMS, or whatever was built last."""
    if os.environ.get("ZTE_PROGRAMS"):
        return pathlib.Path(os.environ["ZTE_PROGRAMS"])
    built = [REPOSITORY / ".build" / kind for kind in ("debug", "release")]
    built = [folder for folder in built if (folder / "zte-modemd").exists() and (folder / "zte-emulator").exists()]
    return max(built, key=lambda folder: (folder / "zte-modemd").stat().st_mtime, default=None)


def promptness():
    """Seconds in which 99 of 100 callers have their answer, whatever else goes on. A daemon that is not optimised is several
    times slower at everything."""
    return 0.1 if programs().resolve().name == "release" or os.environ.get("ZTE_PROGRAMS") else 0.3


def grown(before, after):
    """KiB of memory more than before, by figures(). A sanitizer keeps what was freed, so that nothing can be said then."""
    is_instrumented = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ
    return 0 if is_instrumented else after["memory"] - before["memory"]


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
    def __init__(self, folder, daemon_options=(), environment=None, pppd=None, bus="dbus-daemon"):
        """`environment` is the daemon's, besides what it needs to see the mock; LD_PRELOAD is added to it. `pppd` is what a
        script in its place does, on a kernel that has PPP. `bus` is dbus-daemon or dbus-broker."""
        self.folder = folder
        self._options = list(daemon_options)
        self._environment = environment or {}
        self._bus_program = bus
        self.address = f"unix:abstract=zte-modem-{secrets.token_hex(8)}"
        self._processes = []
        self.emulators = {}
        self._plugs = 0
        self._arriving = []
        self.daemon = None
        self.log = folder / "zte-modemd.log"
        try:
            self._enter = self._make_namespace()
            self.start_bus()
            self._start_usb()
            if pppd is not None:
                self.use_pppd(pppd)
                self.create("/dev/ppp")
            self.start_daemon()
        except BaseException:
            self.close()
            raise

    # --- Parts --------------------------------------------------------------------------------------------------------

    def _make_namespace(self):
        holder = self._start(*_unshare(), "sh", "-c", PREPARE, "sh", REPOSITORY / "libexec")
        assert holder.stdout.readline() == "ready\n", "the namespace could not be prepared"
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        return ["nsenter", f"--target={holder.pid}", "--mount", *user]

    def start_bus(self):
        configuration = self.folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(address=self.address, policy=escape(str(POLICY)))
                                 .replace("</busconfig>", f"  <include>{escape(str(MODEMMANAGER_POLICY))}</include>\n" + MORE_CONFIGURATION))
        with (self.folder / "bus.log").open("w") as log:
            bus = self.bus = self._start(*self._enter, *{
                "dbus-daemon": ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"],
                "dbus-broker": ["/usr/bin/python3", HERE / "broker.py", self.address, configuration],
            }[self._bus_program], stderr=log)
        assert bus.stdout.readline(), "the bus did not start"

    def _start_usb(self):
        self._usb = self._start(*self._enter, "umockdev-wrapper", "/usr/bin/python3", HERE / "mock_usb.py",
                                stdin=subprocess.PIPE)
        self.root = json.loads(self._usb.stdout.readline())["root"]

    def start(self, *command, **options):
        """A program that is part of this machine, and ends with it."""
        return self._start(*self._enter, *command, **options)

    def start_daemon(self, *prefix):
        """`prefix` is a program that runs another, such as prlimit."""
        self.arrive()
        # The mock goes past what comes after it.
        preload = " ".join([*self._environment.get("LD_PRELOAD", "").split(), PRELOAD])
        environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **self._environment, "LD_PRELOAD": preload,
                       "UMOCKDEV_DIR": self.root}
        with self.log.open("a") as log:
            self.daemon = self._start(
                *self._enter, *prefix, programs() / "zte-modemd", "--bus", self.address,
                "--config", REPOSITORY / "data" / "zte-modem.conf", "--devices", REPOSITORY / "data" / "devices", "--runtime-dir", self.folder / "run",
                "--state-dir", self.folder, "--profiles", self.folder / "profiles", "--providers", self.folder / "providers.xml",
                *self._options,
                stdout=log, stderr=log, env=environment)
        self.wait("the daemon to own its name", self.owns_name)

    def use_pppd(self, behaviour):
        """From the next call on, if there was one before the daemon was started."""
        pppd = self.folder / "pppd"
        pppd.write_text(PPPD.format(behaviour=behaviour))
        pppd.chmod(0o755)
        if "--pppd" not in self._options:
            self._options += ["--pppd", pppd]

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
        self._plugs += 1
        for interface in ("0", "1", "2"):
            log = self.folder / f"stick{interface}.log"
            with log.open("w") as stderr:
                emulator = self._start(programs() / "zte-emulator", "pty", "--control", self._control(interface), *options,
                                       stderr=stderr)
            terminals[interface] = emulator.stdout.readline().strip()
            assert terminals[interface], log.read_text()
            self.emulators[interface] = (emulator, log)
        # They know nothing of each other: what the daemon will set on the one is told to the other, which it will dial.
        _command(terminals["0"], 'AT+CGDCONT=1,"IP","internet"')
        self._ask({"do": "plug", "port": "1-1", "product": "0001", "terminals": terminals})

    def _control(self, interface):
        return self.folder / f"stick{interface}-{self._plugs}.sock"

    def emulator(self, *words, interface="2"):
        """Something done by its control socket to one of the virtual sticks, which is that of the port commands go to; what it
        answers."""
        answer = subprocess.run([programs() / "zte-emulator", "ctl", "--control", self._control(interface), *map(str, words)],
                                text=True, timeout=20, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def plug_scripted(self, name="mf622", port="1-1"):
        """A stick that answers from a transcript, and does what a test asks of it. It is plugged in at the next look at the
        machine: until then a test can say how it answers, however quick the daemon is."""
        product, interfaces = FAMILIES[name]
        stick = ScriptedStick(self._start("/usr/bin/python3", HERE / "stick.py", name, ",".join(interfaces),
                                          stdin=subprocess.PIPE))
        self._arriving.append({"do": "plug", "port": port, "product": product, "terminals": stick.terminals})
        return stick

    @contextlib.contextmanager
    def stick_in_its_network(self):
        """A scripted one, until the end of a test."""
        stick = self.plug_scripted()
        stick.is_in_its_network()
        self.reaches("registered")
        yield stick
        self.unplug()
        self.wait("no object", lambda: self.state() is None)

    def arrive(self):
        """What waits to be plugged in is."""
        while self._arriving:
            self._request(self._arriving.pop(0))

    def plug_storage(self, port="1-1"):
        self._ask({"do": "plug", "port": port, "product": "2000", "terminals": {}})

    def unplug(self, port="1-1"):
        self._ask({"do": "unplug", "port": port})

    def create(self, path):
        """An empty file, as the daemon sees it."""
        self._ask({"do": "create", "path": path})

    def commands(self):
        """Every AT command that any of its ports was sent."""
        return [command for _, log in self.emulators.values()
                for command in re.findall(r"^\[.*?\] \w+< (.*)$", log.read_text(), re.MULTILINE)]

    def _ask(self, request):
        self.arrive()
        self._request(request)

    def _request(self, request):
        self._usb.stdin.write(json.dumps(request) + "\n")
        self._usb.stdin.flush()
        assert json.loads(self._usb.stdout.readline()) == {"done": True}

    # --- Clients ------------------------------------------------------------------------------------------------------

    def enter(self, *command):
        """The same command in this machine."""
        return [*self._enter, *map(str, command)]

    def run(self, *command, limit=30):
        self.arrive()
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

    def stick(self, path=STICK):
        return self.objects().get(path, {})

    def modem(self, path=STICK):
        return self.stick(path).get("org.ztemodem1.Modem", {})

    def state(self, path=STICK):
        return self.modem(path).get("State")

    def reason(self):
        return self.modem().get("StateReason")

    def reaches(self, state, path=STICK, limit=20):
        return self.wait(f"state {state}", lambda: self.state(path) == state, limit)

    def call(self, member, *arguments, path=STICK, limit=60):
        """Of the interface Modem, or of another where the name says so. Returns name and message of the error it is
        answered with; None for success."""
        answer = self.run("gdbus", "call", "--system", f"--timeout={limit}", "--dest", BUS_NAME, "--object-path", path,
                          "--method", member if "." in member else f"org.ztemodem1.Modem.{member}", *arguments,
                          limit=limit + 10)
        if answer.returncode == 0:
            return None
        return re.search(r"GDBus\.Error:([\w.]+): (.*)", answer.stderr).groups()

    def connect(self, settings="{}", limit=60):
        return self.call("Connect", settings, limit=limit)

    def wait(self, what, look, limit=20):
        """The daemon is another process, and this is about what it shows in the end, not about each signal."""
        self.arrive()
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

    def daemon_id(self):
        """Of the daemon itself: nsenter and prlimit become it."""
        return self.daemon.pid

    def proc(self):
        return pathlib.Path(f"/proc/{self.daemon_id()}")

    def children(self):
        return (self.proc() / "task" / str(self.daemon_id()) / "children").read_text().split()

    @staticmethod
    def is_alive(process):
        try:
            return ") Z " not in pathlib.Path(f"/proc/{process}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False

    def figures(self):
        """What must not grow: descriptors, threads, children; and KiB of memory."""
        process = self.proc()
        status = (process / "status").read_text()
        return {"descriptors": len(list((process / "fd").iterdir())), "children": len(self.children()),
                **{key: int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])
                   for key, name in (("threads", "Threads"), ("memory", "VmRSS"))}}

    def stop_daemon(self, limit=10):
        """Returns its exit status."""
        self.daemon.terminate()
        return self.daemon.wait(limit)

    def kill_daemon(self):
        self.daemon.kill()
        self.daemon.wait(10)

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


@contextlib.contextmanager
def in_its_network(folder, *arguments, **options):
    """A machine with one stick, which is in its network; arguments as for Machine."""
    machine = Machine(folder, *arguments, **options)
    try:
        machine.stick_process = machine.plug_scripted()
        machine.stick_process.is_in_its_network()
        machine.reaches("registered")
        yield machine
    finally:
        machine.close()


class ScriptedStick:
    """stick.py, in a process of its own."""

    def __init__(self, process):
        self._process = process
        self.terminals = json.loads(process.stdout.readline())["terminals"]

    def ask(self, action, **arguments):
        self._process.stdin.write(json.dumps({"do": action, **arguments}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def answer(self, command, *lines):
        """Without lines: none at all."""
        self.ask("answer", command=command, lines=list(lines) or None)

    def endless(self, command, *lines):
        """It takes for ever, and ends with these lines when a character is sent. Without lines: no longer."""
        self.ask("endless", command=command, lines=list(lines))

    def characters(self):
        """Those that ended a command."""
        return [character for _, character in self.ask("characters")["characters"]]

    def is_in_its_network(self):
        """With a SIM that asks for nothing."""
        self.answer("AT+CPIN?", "+CPIN: READY", "OK")
        self.answer("AT+CREG?", '+CREG: 2,1,"1A2B","C3D4"', "OK")

    def hang(self, *interfaces):
        """Only these."""
        self.ask("hang", interfaces=interfaces)

    def say(self, interface, text):
        self.ask("say", interface=interface, text=text)

    def sent(self, interface=None):
        return [line for port, line in self.ask("sent")["sent"] if interface in (None, port)]


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
