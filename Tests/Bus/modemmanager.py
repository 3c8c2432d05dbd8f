"""A client of ModemManager: libmm-glib, which knows nothing of us. Where it is not installed what imports this is skipped."""

import time

import pytest

gi = pytest.importorskip("gi")
gi.require_version("Gio", "2.0")
try:
    gi.require_version("ModemManager", "1.0")
except ValueError:
    pytest.skip("gir1.2-modemmanager-1.0 is not installed", allow_module_level=True)
from gi.repository import Gio, GLib, ModemManager  # noqa: E402

BUS_NAME = "org.freedesktop.ModemManager1"
ROOT = "/org/freedesktop/ModemManager1"
FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


def configured(folder, more=""):
    """Options of a daemon that shows its sticks as ModemManager's."""
    configuration = folder / "zte-modem.conf"
    configuration.write_text(
        f"[service]\nmodemmanager-compatibility = yes\n[switch]\nauto-switch = no\n{more}", encoding="ascii")
    return ["--config", configuration]


class Client:
    def __init__(self, address):
        self.bus = Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)
        self.manager = ModemManager.Manager.new_sync(self.bus, Gio.DBusObjectManagerClientFlags.DO_NOT_AUTO_START, None)

    def turn(self):
        """Takes what has come meanwhile."""
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def wait(self, what, look, limit=20):
        deadline = time.monotonic() + limit
        while True:
            self.turn()
            seen = look()
            if seen:
                return seen
            assert time.monotonic() < deadline, f"waited {limit} s for {what}"
            time.sleep(0.02)

    def modems(self):
        self.turn()
        return [item for item in self.manager.get_objects() if item.get_modem()]

    def modem(self, limit=20):
        """The one there is."""
        [item] = self.wait("a modem", self.modems, limit)
        return item

    def state(self):
        return self.modem().get_modem().get_state()

    def reaches(self, state):
        self.wait(f"state {state}", lambda: self.modems() and self.state() == state)

    def get(self, path, interface, name):
        answer = self.bus.call_sync(BUS_NAME, path, "org.freedesktop.DBus.Properties", "Get",
                                    GLib.Variant("(ss)", (interface, name)), None, 0, 10000, None)
        return answer.unpack()[0]

    def begin(self, path, interface, member, arguments):
        """A call whose answer is waited for later; calls are received in the order in which they are begun."""
        answers = []

        def answered(bus, result):
            try:
                bus.call_finish(result)
                answers.append("")
            except GLib.Error as error:
                answers.append(Gio.dbus_error_get_remote_error(error))
        self.bus.call(BUS_NAME, path, interface, member, arguments, None, 0, 30000, None, answered)
        return answers

    def answer(self, begun):
        """The name of its error, or none."""
        self.wait("an answer", lambda: begun)
        return begun[0]

    def close(self):
        self.manager = None
        self.turn()
        self.bus.close_sync(None)


def settings(**values):
    properties = ModemManager.SimpleConnectProperties.new()
    for name, value in values.items():
        getattr(properties, f"set_{name}")(value)
    return properties


def error_of(call, *arguments):
    """(domain, code) as libmm-glib reads the error, or None."""
    try:
        call(*arguments)
    except GLib.Error as error:
        return error.domain, error.code
    return None
