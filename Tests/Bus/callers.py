"""Connections to a bus that stay, for tests that make many calls."""

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

BUS_NAME = "org.ztemodem1"
PROPERTIES = "org.freedesktop.DBus.Properties"
FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


class Caller:
    def __init__(self, address):
        self.bus = Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)

    def get_all(self, path, interface="org.ztemodem1.Modem"):
        arguments = GLib.Variant("(s)", (interface,))
        return self.bus.call_sync(BUS_NAME, path, PROPERTIES, "GetAll", arguments, None, 0, 10000, None).unpack()[0]

    def close(self):
        self.bus.close_sync(None)
