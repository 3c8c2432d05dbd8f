"""The daemon as its D-Bus clients see it: through busctl, gdbus and dbus-send, and nothing of our own."""

import json
import re
import subprocess
import threading

from timeline import OutputTimeline, run, until

NAME = "org.ztemodem1"
ROOT = "/org/ztemodem1"
MODEM = "org.ztemodem1.Modem"
SIM = "org.ztemodem1.Sim"
NETWORK = "org.ztemodem1.Network"
CONNECTION = "org.ztemodem1.Connection"
USAGE = "org.ztemodem1.Usage"
ERROR = "org.ztemodem1.Error."
# Of a signal that is sent to be heard, and that nobody else waits for.
LISTENING = "org.example.Listening"


class BusError(Exception):
    """A method call that was answered with an error."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def modem_path(port):
    """/org/ztemodem1/modem/usb1_1_2 for the physical port 1-1.2."""
    return f"{ROOT}/modem/usb{re.sub('[^0-9]', '_', port)}"


# --- Reading ----------------------------------------------------------------------------------------------------------

def plain(value):
    """busctl's JSON without the types: {"type": "v", "data": X} becomes X at every depth."""
    if isinstance(value, dict):
        if value.keys() == {"type", "data"}:
            return plain(value["data"])
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def busctl(*words, limit=30):
    """Runs busctl without starting the service by asking for it."""
    answer = run("busctl", "--json=short", "--auto-start=no", f"--timeout={limit}", *words, limit=limit + 10)
    if answer.returncode != 0:
        raise BusError("", answer.stderr.strip())
    return plain(json.loads(answer.stdout)) if answer.stdout.strip() else None


def managed_objects():
    """{path: {interface: {property: value}}}; empty when the service does not run."""
    try:
        return busctl("call", NAME, ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")[0]
    except BusError:
        return {}


def modem(port):
    """{interface: {property: value}} of the stick in that port; empty when there is none."""
    return managed_objects().get(modem_path(port), {})


def modem_states():
    """Those in which any stick is."""
    return {interfaces[MODEM]["State"] for interfaces in managed_objects().values() if MODEM in interfaces}


def sims():
    """{path: properties} of every SIM that was ever seen."""
    return {path: interfaces[USAGE] for path, interfaces in managed_objects().items() if USAGE in interfaces}


def get(port, interface, name):
    return busctl("get-property", NAME, modem_path(port), interface, name)


def dbus_send_get(port, interface, name):
    """The value as dbus-send prints it: string "registered"."""
    answer = run("dbus-send", "--system", "--print-reply=literal", f"--dest={NAME}", modem_path(port),
                 "org.freedesktop.DBus.Properties.Get", f"string:{interface}", f"string:{name}")
    if answer.returncode != 0:
        raise BusError("", answer.stderr.strip())
    return re.sub(r"^\s*variant\s+", "", answer.stdout).strip()


def owner_pid():
    """Process that owns the service's name, or None."""
    answer = run("busctl", "--json=short", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
                 "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", NAME)
    return json.loads(answer.stdout)["data"][0] if answer.returncode == 0 else None


# --- Calling ----------------------------------------------------------------------------------------------------------

class Long(int):
    """A number that has 64 bits on the bus."""


def gvariant(value):
    """A Python value as gdbus reads it; settings are a dict whose values become variants."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Long):
        return f"uint64 {value}"
    if isinstance(value, int):
        return f"uint32 {value}"
    if isinstance(value, dict):
        return "@a{sv} {" + ", ".join(f"{gvariant(key)}: <{gvariant(item)}>" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(gvariant(item) for item in value) + "]"
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "'" + "".join(
        escapes.get(letter) or (letter if letter.isprintable() else f"\\u{ord(letter):04x}") for letter in value) + "'"


class PendingCall:
    """A method call under way, made with gdbus because that tells the name of an error."""

    def __init__(self, path, method, *arguments, limit=60, **options):
        self.limit = limit
        self._process = subprocess.Popen(
            ["gdbus", "call", "--system", "--dest", NAME, "--object-path", path, "--method", method,
             "--timeout", str(limit), *map(gvariant, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)

    def result(self, limit=None):
        """What gdbus printed, when the call has ended well. Raises BusError when it has not."""
        try:
            answer, complaint = self._process.communicate(timeout=limit or self.limit + 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        if self._process.returncode == 0:
            return answer.strip()
        named = re.search(r"GDBus\.Error:([A-Za-z0-9_.]+): (.*)", complaint, re.DOTALL)
        raise BusError(*(text.strip() for text in named.groups())) if named else BusError("", complaint.strip())


def call(path, method, *arguments, **options):
    return PendingCall(path, method, *arguments, **options).result()


def connect(port, settings, **options):
    return call(modem_path(port), f"{MODEM}.Connect", settings, **options)


def disconnect(port, **options):
    return call(modem_path(port), f"{MODEM}.Disconnect", **options)


# --- Watching ---------------------------------------------------------------------------------------------------------

class BusSignal(dict):
    """One signal of the service, as `busctl monitor` shows it."""

    def __str__(self):
        return f"{self['path']} {self['member']} {json.dumps(self['data'])[:200]}"


class BusSignals(OutputTimeline):
    """Every signal from below `root` since this was made, and every call of a stick. Needs root: a monitor sees the
    whole bus."""

    def __init__(self, root=ROOT):
        self._listening = threading.Event()
        super().__init__([
            "busctl", "monitor", "--json=short", f"--match=type='signal',path_namespace='{root}'",
            f"--match=type='method_call',interface='{MODEM}'"])
        self._root = root
        until("busctl monitor to listen", self._hears_us, 20)

    def _hears_us(self):
        """It says nothing of itself where it is to speak JSON, as of systemd 256."""
        run("busctl", "emit", self._root, LISTENING, "Heard")
        return self._listening.wait(0.5)

    def parse(self, line):
        try:
            message = json.loads(line)
        except ValueError:
            return None
        if message.get("interface") == LISTENING:
            self._listening.set()
            return None
        payload = message.get("payload") or {}
        return BusSignal(
            path=message.get("path", ""), interface=message.get("interface", ""), member=message.get("member", ""),
            data=plain(payload.get("data", [])))

    def states(self, port, since=0):
        """The states the stick went through, in order, from StateChanged(old, new, reason)."""
        path = modem_path(port)
        return [entry.what["data"][1] for entry in self.entries(
            lambda signal: signal["path"] == path and signal["member"] == "StateChanged", since)]

    def state(self, port, state, limit, since=0):
        """Waits until the stick enters that state, or appears in it."""
        path = modem_path(port)
        return self.wait(
            f"state '{state}' of the stick in port {port}",
            lambda signal: _state_told(signal, path) == state, limit, since)

    def told(self, port, since=0):
        """{interface: {property: value}} as the signals alone make it: what a client knows that never asks."""
        path = modem_path(port)
        known = {}
        for entry in self.entries(since=since):
            signal, data = entry.what, entry.what["data"]
            if signal["member"] == "InterfacesAdded" and data[0] == path:
                known.update({name: dict(values) for name, values in data[1].items()})
            elif signal["member"] == "InterfacesRemoved" and data[0] == path:
                for name in data[1]:
                    known.pop(name, None)
            elif signal["member"] == "PropertiesChanged" and signal["path"] == path:
                values = known.setdefault(data[0], {})
                values.update(data[1])
                for name in data[2]:
                    values.pop(name, None)
        return {name: values for name, values in known.items() if name.startswith(NAME)}

    def property(self, port, interface, name, limit, since=0, accept=bool):
        """Waits until the signals have told a value of that property that `accept` takes; returns time and value."""
        path = modem_path(port)

        def values(signal):
            if signal["member"] == "InterfacesAdded" and signal["data"][0] == path:
                return signal["data"][1].get(interface, {})
            if signal["member"] == "PropertiesChanged" and signal["path"] == path and signal["data"][0] == interface:
                return signal["data"][1]
            return {}

        entry = self.wait(f"{interface}.{name} of the stick in port {port}",
                          lambda signal: name in values(signal) and accept(values(signal)[name]), limit, since)
        return entry.time, values(entry.what)[name]

    def added(self, port, limit, since=0):
        """Waits until the stick has an object."""
        path = modem_path(port)
        return self.wait(
            f"{path} on the bus",
            lambda signal: signal["member"] == "InterfacesAdded" and signal["data"][0] == path
            and MODEM in signal["data"][1], limit, since)

    def asked(self, port, method, limit, since=0):
        """Waits until somebody has called that method of the stick."""
        path = modem_path(port)
        return self.wait(f"a call of {method} of {path}",
                         lambda signal: signal["path"] == path and signal["member"] == method, limit, since)

    def removed(self, port, limit, since=0):
        """Waits until the stick's object is gone."""
        path = modem_path(port)
        return self.wait(
            f"{path} gone from the bus",
            lambda signal: signal["member"] == "InterfacesRemoved" and signal["data"][0] == path
            and MODEM in signal["data"][1], limit, since)


def _state_told(signal, path):
    """The state a signal speaks of as the present one of the object at `path`; None for any other signal."""
    if signal["member"] == "StateChanged" and signal["path"] == path:
        return signal["data"][1]
    if signal["member"] == "InterfacesAdded" and signal["data"][0] == path:
        return signal["data"][1].get(MODEM, {}).get("State")
    return None
