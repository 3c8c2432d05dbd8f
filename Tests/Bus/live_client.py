"""The two usual libraries of Python as clients for a terminal, so that test_live_clients.py can treat them as it does busctl.

Usage: live_client.py gio|dasbus list|read|call|watch …

An error is printed with its name, and is exit status 1.
"""

import sys

from gi.repository import Gio, GLib

SERVICE = "org.ztemodem1"
ROOT = "/org/ztemodem1"


class GioClient:
    """As an applet has it: what is known is kept up to date by the library."""

    def __init__(self):
        self.manager = Gio.DBusObjectManagerClient.new_for_bus_sync(
            Gio.BusType.SYSTEM, Gio.DBusObjectManagerClientFlags.NONE, SERVICE, ROOT, None, None, None)

    def list(self):
        return [thing.get_object_path() for thing in self.manager.get_objects()]

    def read(self, path, interface, name):
        return self.manager.get_interface(path, interface).get_cached_property(name).unpack()

    def call(self, path, interface, member, *arguments):
        words = GLib.Variant("(" + "s" * len(arguments) + ")", arguments)
        self.manager.get_interface(path, interface).call_sync(member, words, Gio.DBusCallFlags.NONE, -1, None)

    def watch(self):
        def changed(manager, thing, interface, properties, invalidated):
            print(thing.get_object_path(), interface.get_interface_name(), properties.unpack(), flush=True)
        self.manager.connect("interface-proxy-properties-changed", changed)
        GLib.MainLoop().run()


class DasbusClient:
    def __init__(self):
        from dasbus.connection import SystemMessageBus
        self.bus = SystemMessageBus()
        self.root = self.bus.get_proxy(SERVICE, ROOT, "org.freedesktop.DBus.ObjectManager")

    def list(self):
        return list(self.root.GetManagedObjects())

    def read(self, path, interface, name):
        return getattr(self.bus.get_proxy(SERVICE, path, interface), name)

    def call(self, path, interface, member, *arguments):
        getattr(self.bus.get_proxy(SERVICE, path, interface), member)(*arguments)

    def watch(self):
        from dasbus.loop import EventLoop
        # Kept, because a proxy that is gone hears nothing.
        self.modems = [self.bus.get_proxy(SERVICE, path) for path in self.list()]
        for modem in self.modems:
            modem.PropertiesChanged.connect(
                lambda interface, properties, invalidated: print(interface, properties, flush=True))
        EventLoop().run()


def main(library, action, *arguments):
    try:
        answer = getattr({"gio": GioClient, "dasbus": DasbusClient}[library](), action)(*arguments)
    except GLib.Error as error:
        sys.exit(error.message)
    except Exception as error:
        # dasbus' own; it is not imported where only Gio is asked for.
        sys.exit(f"{type(error).__name__}: {error}")
    for line in answer if isinstance(answer, list) else [answer]:
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
