"""What stands on a screen, as a screen reader has it: run by screen.py, on its display and session bus.

Requests are lines of JSON on stdin, each answered by one. Also stands for a panel, when it is asked to.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Atspi, Gdk, Gio, GLib  # noqa: E402

WATCHER = "org.kde.StatusNotifierWatcher"
PANEL = Gio.DBusNodeInfo.new_for_xml(f"""<node><interface name="{WATCHER}">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method></interface></node>""").interfaces[0]


def things():
    """Everything that shows, from the top left to the bottom right of its window."""
    def below(thing):
        for index in range(thing.get_child_count()):
            child = thing.get_child_at_index(index)
            if child:
                yield child
                yield from below(child)
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    return [thing for thing in below(desktop) if thing.get_state_set().contains(Atspi.StateType.SHOWING)]


def name_of(thing):
    return thing.get_name() or ""


class Reader:
    def __init__(self):
        self.items, self.bus = [], None

    def do_texts(self):
        return [name_of(thing) for thing in things() if name_of(thing)]

    def find(self, role, name):
        return next(thing for thing in things() if thing.get_role() == role and name_of(thing) == name)

    def do_press(self, name):
        return self.find(Atspi.Role.PUSH_BUTTON, name).get_action_iface().do_action(0)

    def do_write(self, name, text):
        role = Atspi.Role.PASSWORD_TEXT if "PIN" in name else Atspi.Role.TEXT
        return self.find(role, name).get_editable_text_iface().set_text_contents(text)

    def do_picture(self, path, width, height):
        Gdk.pixbuf_get_from_window(Gdk.get_default_root_window(), 0, 0, width, height).savev(
            path, "png", ["compression"], ["9"])

    def do_size(self):
        """Of the one window."""
        extents = next(thing for thing in things() if thing.get_role() == Atspi.Role.FRAME).get_component_iface().get_extents(
            Atspi.CoordType.SCREEN)
        return [extents.x + extents.width, extents.y + extents.height]

    # --- A panel ------------------------------------------------------------------------------------------------------

    def do_panel(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.register_object("/StatusNotifierWatcher", PANEL, self.registered, None, None)
        Gio.bus_own_name_on_connection(self.bus, WATCHER, Gio.BusNameOwnerFlags.NONE, None, None)

    def registered(self, bus, sender, path, interface, method, arguments, invocation):
        self.items.append(arguments.unpack()[0])
        invocation.return_value(None)

    def item(self, interface, method, arguments):
        return self.bus.call_sync(self.items[-1], "/StatusNotifierItem", interface, method, arguments, None, 0, 5000, None)

    def do_tray(self):
        """What the panel's icon says; None while there is none."""
        if not self.items:
            return None
        name = "org.kde.StatusNotifierItem"
        return self.item("org.freedesktop.DBus.Properties", "GetAll", GLib.Variant("(s)", (name,))).unpack()[0]

    def do_click(self):
        self.item("org.kde.StatusNotifierItem", "Activate", GLib.Variant("(ii)", (0, 0)))


def serve(reader):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    request = json.loads(line)
    # Whatever is looked at may be gone by then.
    try:
        answer = {"answer": getattr(reader, "do_" + request.pop("do"))(**request)}
    except (GLib.Error, StopIteration, AttributeError) as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
    return True


if __name__ == "__main__":
    Atspi.init()
    # A machine that tests is busy; AT-SPI would give up after 0.8 s.
    Atspi.set_timeout(20_000, 20_000)
    loop, reader = GLib.MainLoop(), Reader()
    # One thread for everything: AT-SPI knows no second one.
    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, lambda *_: serve(reader))
    loop.run()
