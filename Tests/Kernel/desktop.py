"""A desktop that nobody sits at: a display without a screen, a session bus, and what a screen reader has of its programs."""

import collections
import contextlib
import os
import pathlib
import subprocess

from gi.repository import Gio, GLib
from timeline import NotSeen, until

SIZE = 1024, 768
TRAY = 28
# Of the one icon in the tray, as place() has it.
ICON = SIZE[0] - TRAY, 0, TRAY, TRAY
# Programs with windows take their time where the CPU is emulated.
PATIENCE = 60
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
# Of AtspiRole and AtspiStateType.
ROLES = {16: "dialog", 23: "frame", 29: "label", 33: "menu", 35: "menu item", 40: "password", 43: "button", 44: "page",
         55: "table", 61: "text", 66: "table", 69: "window"}
SENSITIVE, SHOWING = 24, 25
PICTURE = """
import sys, gi
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk
picture = Gdk.pixbuf_get_from_window(Gdk.get_default_root_window(), *map(int, sys.argv[2:]))
picture.savev(sys.argv[1], "png", ["compression"], ["9"])
"""


class Thing(collections.namedtuple("Thing", "program path role name states")):
    """A button, a text, a window. `role` is one of ROLES, or a number."""

    def __repr__(self):
        return f"{self.role} {self.name!r}"

    def is_(self, state):
        return bool(self.states >> state & 1)


class Desktop:
    """Shows one program at a time."""

    def __init__(self, folder):
        self.folder, self._processes, self._shown = pathlib.Path(folder), [], None
        self._environment = {
            **os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8", "GTK_THEME": "Adwaita",
            "GSETTINGS_BACKEND": "memory"}
        self.folder.chmod(0o700)
        settings = self.folder / ".config/gtk-3.0/settings.ini"
        settings.parent.mkdir(parents=True)
        # A button that fades is neither on nor off in a picture.
        settings.write_text("[Settings]\ngtk-enable-animations=0\n", encoding="utf-8")
        try:
            # The bus starts programs that need the display.
            self._environment["DISPLAY"] = ":" + self._first_line(
                "Xvfb", "-displayfd", "1", "-screen", "0", "{}x{}x24".format(*SIZE), "-wr", "-nolisten", "tcp", "-dpi", "96",
                "-extension", "GLX")
            self._environment["DBUS_SESSION_BUS_ADDRESS"] = self._first_line(
                "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
            self._bus = self._accessibility_bus()
            # Programs keep no list of what they show before somebody wants to know something.
            self._ask(REGISTRY, "/org/a11y/atspi/registry", "Registry", "RegisterEvent", "(sass)", "object:children-changed",
                      [], "")
            self._start("trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", str(TRAY))
        except BaseException:
            self.close()
            raise

    # --- Programs -----------------------------------------------------------------------------------------------------

    def show(self, *command):
        """Starts a program in the place of the one before."""
        self.close_program()
        self._shown = self._start(*command)

    def close_program(self):
        """One that has ended by itself has crashed."""
        process, self._shown = self._shown, None
        if process is not None:
            ended = process.poll()
            self._end(process)
            assert ended is None, f"{process.args[0]} ended with {ended}\n{self.log()}"

    def _start(self, *command, **options):
        with (self.folder / "programs.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.DEVNULL, stderr=log, text=True, **{"stdout": log, **options})
        self._processes.append(process)
        return process

    def _first_line(self, *command):
        return self._start(*command, stdout=subprocess.PIPE).stdout.readline().strip()

    def _end(self, process):
        self._processes.remove(process)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self):
        """What the programs complained of."""
        return (self.folder / "programs.log").read_text(encoding="utf-8")

    def close(self):
        for process in reversed(self._processes.copy()):
            self._end(process)

    # --- What can be read ---------------------------------------------------------------------------------------------

    def _accessibility_bus(self):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        session = Gio.DBusConnection.new_for_address_sync(self._environment["DBUS_SESSION_BUS_ADDRESS"], flags)
        address, = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, PATIENCE * 1000).unpack()
        return Gio.DBusConnection.new_for_address_sync(address, flags)

    def _call(self, program, path, interface, method, signature="()", *arguments):
        return self._bus.call_sync(
            program, path, interface, method, GLib.Variant(signature, arguments), None, 0, PATIENCE * 1000).unpack()

    def _ask(self, program, path, interface, *words):
        return self._call(program, path, f"org.a11y.atspi.{interface}", *words)

    def _ask_of(self, thing, *words):
        return self._ask(thing.program, thing.path, *words)[0]

    def things(self):
        """Everything that shows in any window."""
        found = []
        programs, = self._ask(REGISTRY, ROOT, "Accessible", "GetChildren")
        for program, _ in programs:
            with contextlib.suppress(GLib.Error):  # it may have ended meanwhile
                # One call, where a walk from thing to thing takes hundreds.
                items, = self._ask(program, "/org/a11y/atspi/cache", "Cache", "GetItems")
                found += [Thing(*item[0], ROLES.get(item[7], item[7]), item[6], item[9][0] | item[9][1] << 32) for item in items]
        return [thing for thing in found if thing.is_(SHOWING)]

    def cells(self, table):
        """Of a table or a tree, row by row; in that list they are not."""
        for program, path in self._ask_of(table, "Accessible", "GetChildren"):
            name, = self._call(
                program, path, "org.freedesktop.DBus.Properties", "Get", "(ss)", "org.a11y.atspi.Accessible", "Name")
            cell = Thing(program, path, "cell", name, 0)
            yield cell
            if not name:
                yield from self.cells(cell)

    def contents(self, text):
        return self._ask_of(text, "Text", "GetText", "(ii)", 0, -1)

    def texts(self):
        """Everything that can be read."""
        found = []
        for thing in self.things():
            if thing.role == "text":
                found.append(self.contents(thing))
            elif thing.role == "table":
                found += [cell.name for cell in self.cells(thing)]
            else:
                found.append(thing.name)
        return [text for text in found if text]

    def shows(self, *wanted, limit=PATIENCE):
        """Waits until each of these is, or is part of, a text on the screen."""
        texts = []

        def look():
            with contextlib.suppress(GLib.Error):  # it changed while it was read
                texts[:] = self.texts()
            return all(any(text in shown for shown in texts) for text in wanted)
        try:
            until(f"{wanted} on the screen", look, limit, every=0.2)
        except NotSeen:
            raise NotSeen(f"{wanted} on the screen", limit, f"{texts}\n{self.log()}") from None

    # --- What can be done ---------------------------------------------------------------------------------------------

    def find(self, role, name):
        """Waits until there is one that can be used."""
        return self._found(f"{role} {name!r}", lambda: (
            thing for thing in self.things()
            if (thing.role, thing.name) == (role, name) and thing.is_(SENSITIVE)))

    def find_text(self, contents):
        """A field to write into, with that in it now."""
        return self._found(f"a field with {contents!r}", lambda: (
            thing for thing in self.things() if thing.role == "text" and self.contents(thing) == contents))

    def find_cell(self, name):
        """The first one that begins with it."""
        return self._found(f"a cell {name!r}", lambda: (
            cell for thing in self.things() if thing.role == "table"
            for cell in self.cells(thing) if cell.name.startswith(name)))

    def _found(self, what, candidates):
        """The first one; what goes while one looks is none."""
        def look():
            with contextlib.suppress(GLib.Error):
                return next(candidates(), None)
            return None
        return until(what, look, PATIENCE, every=0.2)

    def place(self, thing):
        """(x, y, width, height)"""
        return self._ask_of(thing, "Component", "GetExtents", "(u)", 0)

    def click(self, thing):
        """With the mouse, as a person would: an action of a button that opens a dialog returns when that is closed."""
        self.click_at(self.place(thing))

    def click_at(self, place):
        x, y, width, height = place
        self._ask(REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller", "DeviceEventController", "GenerateMouseEvent",
                  "(iis)", x + width // 2, y + height // 2, "b1c")

    def press(self, name, role="button"):
        self.click(self.find(role, name))

    def write(self, field, text):
        assert self._ask_of(field, "EditableText", "SetTextContents", "(s)", text)

    def open_tray_menu(self, *wanted):
        """Clicks on the one icon in the tray, and again if it was not there yet."""
        def look():
            self.click_at(ICON)
            with contextlib.suppress(NotSeen):
                self.shows(*wanted, limit=5)
                return True
        until(f"{wanted} in the menu of the tray", look, PATIENCE)

    # --- Pictures -----------------------------------------------------------------------------------------------------

    def keep(self, name, thing, *places):
        """A picture of the part of the screen with these in it, for the documentation, where $ZTE_PICTURES is a folder."""
        folder = os.environ.get("ZTE_PICTURES")
        if not folder:
            return
        self._settle()
        places = [self.place(thing), *places]
        left, top = (min(place[side] for place in places) for side in (0, 1))
        right, bottom = (max(place[side] + place[side + 2] for place in places) for side in (0, 1))
        command = ["/usr/bin/python3", "-c", PICTURE, f"{folder}/{name}.png", left, top, right - left, bottom - top]
        subprocess.run([str(word) for word in command], env=self._environment, check=True)

    def _settle(self):
        """Waits until no window has changed its size for a second: not all of one that has is painted."""
        seen = []

        def look():
            seen.append([self.place(thing) for thing in self.things() if thing.role in ("dialog", "frame", "window")])
            return seen[-2:-1] == seen[-1:]
        until("windows that stay as they are", look, PATIENCE, every=1)
