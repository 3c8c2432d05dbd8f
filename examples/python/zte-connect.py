#!/usr/bin/python3
"""Lists the sticks, connects the first one, shows what it does, and disconnects when Enter is pressed.

Usage: zte-connect.py [APN]
"""

import sys

from dasbus.connection import SystemMessageBus
from dasbus.error import DBusError
from dasbus.loop import EventLoop
from dasbus.typing import get_variant
from gi.repository import Gio, GLib

SERVICE = "org.ztemodem1"
MODEM = "org.ztemodem1.Modem"
# Connect takes its time. In milliseconds; dasbus by itself would wait for ever.
LIMIT = 180_000


def plain(text):
    """Text of a stick may hold what a terminal obeys."""
    return "".join(character if character.isprintable() else "?" for character in text)


def say(text):
    print(plain(text), flush=True)


def port(managed):
    path, interfaces = managed
    return interfaces[MODEM]["PhysicalPort"].unpack()


class Example:
    def __init__(self, apn):
        self.settings = {"apn": get_variant("s", apn)} if apn else {}
        self.bus = SystemMessageBus()
        self.loop = EventLoop()
        self.status = 1

    def run(self):
        try:
            root = self.bus.get_proxy(SERVICE, "/org/ztemodem1", "org.freedesktop.DBus.ObjectManager")
            sticks = sorted(((path, interfaces) for path, interfaces in root.GetManagedObjects().items()
                             if MODEM in interfaces), key=port)
        except DBusError as error:
            # The only call that can find nobody there: the bus would have started the service.
            say(f"failed: zte-modemd is not running ({error})")
            return 1
        for _, interfaces in sticks:
            modem = {name: value.unpack() for name, value in interfaces[MODEM].items()}
            say("  ".join(modem[name] for name in ("PhysicalPort", "Model", "State", "StateMessage")))
        if not sticks:
            say("failed: no stick is plugged in")
            return 1
        # With the interface named, dasbus does not look into the others the stick has, which come and go.
        self.modem = self.bus.get_proxy(SERVICE, sticks[0][0], MODEM)
        self.modem.StateChanged.connect(lambda old, new, reason: say(f"{old} -> {new}"))
        # With a callback the loop goes on, and what the stick does meanwhile is seen.
        self.call(self.modem.Connect, self.settings, then=self.connected)
        self.loop.run()
        return self.status

    def call(self, method, *arguments, then):
        # A person may be asked for a password by polkit.
        method(*arguments, callback=self.done, callback_args=(then,), timeout=LIMIT,
               flags=Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION)

    def done(self, answer, then):
        try:
            then(answer())
        except DBusError as error:
            # A sentence for a person. For its name, give dasbus an ErrorMapper.
            say(f"failed: {error}")
            self.loop.quit()

    def connected(self, result):
        connection = {name: value.unpack() for name, value in result.items()}
        say(f"connected: {connection['interface']} {connection['address']}")
        say("Press Enter to disconnect.")
        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, self.enter)

    def enter(self, *_):
        self.call(self.modem.Disconnect, then=self.disconnected)
        return False

    def disconnected(self, _):
        say("disconnected")
        self.status = 0
        self.loop.quit()


if __name__ == "__main__":
    sys.exit(Example(sys.argv[1] if len(sys.argv) > 1 else "").run())
