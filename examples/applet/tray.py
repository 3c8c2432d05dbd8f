"""An icon in the panel, where the desktop has a place for one: a StatusNotifierItem, as KDE, GNOME's AppIndicator extension,
XFCE and others show it."""

import os

from gi.repository import Gio, GLib

WATCHER, PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierItem"
ITEM = Gio.DBusNodeInfo.new_for_xml("""
<node><interface name="org.kde.StatusNotifierItem">
  <property name="Category" type="s" access="read"/> <property name="Id" type="s" access="read"/>
  <property name="Title" type="s" access="read"/> <property name="Status" type="s" access="read"/>
  <property name="IconName" type="s" access="read"/> <property name="ItemIsMenu" type="b" access="read"/>
  <property name="ToolTip" type="(sa(iiay)ss)" access="read"/>
  <method name="Activate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
  <signal name="NewIcon"/> <signal name="NewToolTip"/>
</interface></node>""").interfaces[0]


class Tray:
    def __init__(self, title, activate):
        self.title, self.activate = title, activate
        self.icon, self.text, self.is_shown, self.bus = "network-cellular-offline-symbolic", "", False, None
        self.name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        Gio.bus_watch_name(Gio.BusType.SESSION, WATCHER, Gio.BusNameWatcherFlags.NONE, self.appeared, self.vanished)

    def show(self, icon, text):
        if (icon, text) == (self.icon, self.text):
            return
        self.icon, self.text = icon, text
        if self.bus:
            self.bus.emit_signal(None, PATH, ITEM.name, "NewIcon", None)
            self.bus.emit_signal(None, PATH, ITEM.name, "NewToolTip", None)

    def appeared(self, bus, *_):
        """There is a panel; it may come later than we do, and more than once."""
        if not self.bus:
            self.bus = bus
            bus.register_object(PATH, ITEM, self.called, self.asked, None)
            Gio.bus_own_name_on_connection(bus, self.name, Gio.BusNameOwnerFlags.NONE, None, None)
        bus.call(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisterStatusNotifierItem", GLib.Variant("(s)", (self.name,)),
                 None, Gio.DBusCallFlags.NONE, -1, None, self.registered)

    def registered(self, bus, answer):
        try:
            bus.call_finish(answer)
            self.is_shown = True
        except GLib.Error:
            # Then the window is all there is.
            self.is_shown = False

    def vanished(self, *_):
        """A window that was put away must not be lost with the panel."""
        if self.is_shown:
            self.is_shown = False
            self.activate()

    def called(self, bus, sender, path, interface, method, arguments, invocation):
        self.activate()
        invocation.return_value(None)

    def asked(self, bus, sender, path, interface, name):
        # Panels may take the last text of a tooltip for markup.
        text = GLib.markup_escape_text(self.text)
        return {"Category": GLib.Variant("s", "Hardware"), "Id": GLib.Variant("s", "zte-applet"),
                "Title": GLib.Variant("s", self.title), "Status": GLib.Variant("s", "Active"),
                "IconName": GLib.Variant("s", self.icon), "ItemIsMenu": GLib.Variant("b", False),
                "ToolTip": GLib.Variant("(sa(iiay)ss)", (self.icon, [], self.title, text))}[name]
