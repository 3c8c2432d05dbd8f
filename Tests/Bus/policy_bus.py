"""A private bus with the rules of the system bus and our policy file, and callers of any user on it."""

import json
import os
import pathlib
import secrets
import subprocess
from xml.sax.saxutils import escape

BUS_NAME = "org.ztemodem1"
ROOT_PATH = "/org/ztemodem1"
# Stands for the user zte-modem, whom this machine need not have.
SERVICE = "daemon"
POLICY = pathlib.Path(__file__).resolve().parents[2] / "dbus" / "org.ztemodem1.conf"
MODEMMANAGER_POLICY = POLICY.with_name("org.ztemodem1.modemmanager.conf")

# What /usr/share/dbus-1/system.conf says before it includes the files of the services.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"/>
  </policy>
  <include>{policy}</include>
  <!-- Stands for a service that is not root and that ours talks to, as polkitd is. -->
  <policy context="default">
    <allow own="org.example.Neighbour"/>
    <allow send_destination="org.example.Neighbour"/>
  </policy>
</busconfig>
"""

# Runs in a process of its own, under the user to be tried, which may not be able to read this folder: hence a string.
# Every request is one line of JSON, and so is every answer.
PARTICIPANT = """
import json, sys
import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
bus = Gio.DBusConnection.new_for_address_sync(sys.argv[1], flags, None, None)
received = []

def seen(connection, message, incoming):
    if incoming and message.get_message_type() == Gio.DBusMessageType.SIGNAL:
        received.append(message.get_member())
    return message

bus.add_filter(seen)

def call(destination, path, interface, member, signature=None, arguments=None, flags=0):
    message = Gio.DBusMessage.new_method_call(destination, path, interface, member)
    if signature:
        message.set_body(GLib.Variant(signature, tuple(arguments)))
    message.set_flags(Gio.DBusMessageFlags(flags))
    reply, _ = bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE, 10000, None)
    return reply.get_error_name() or ""

def bus_call(member, arguments):
    name = "org.freedesktop.DBus"
    return bus.call_sync(name, "/org/freedesktop/DBus", name, member, arguments, None, 0, 10000, None)

def own(name):
    try:
        return bus_call("RequestName", GLib.Variant("(su)", (name, 4))).unpack()[0] == 1
    except GLib.Error as error:
        return Gio.dbus_error_get_remote_error(error)

def listen(rule):
    bus_call("AddMatch", GLib.Variant("(s)", (rule,)))

def signal(destination, member):
    bus.emit_signal(destination, "/", "org.example.Neighbour", member, None)
    bus.flush_sync(None)

def signals():
    # Whatever the bus delivered before it answers this has arrived when the answer has.
    bus_call("GetId", None)
    return received

def set_text(destination, path, interface, property, text):
    message = Gio.DBusMessage.new_method_call(destination, path, "org.freedesktop.DBus.Properties", "Set")
    message.set_body(GLib.Variant("(ssv)", (interface, property, GLib.Variant("s", text))))
    reply, _ = bus.send_message_with_reply_sync(message, Gio.DBusSendMessageFlags.NONE, 10000, None)
    return reply.get_error_name() or ""

def send(destination, path, interface, member, signature, arguments):
    # Does not wait for the answer.
    message = Gio.DBusMessage.new_method_call(destination, path, interface, member)
    message.set_body(GLib.Variant(signature, tuple(arguments)))
    bus.send_message(message, Gio.DBusSendMessageFlags.NONE)
    bus.flush_sync(None)

def connect(path, settings):
    # Simple.Connect of ModemManager's interface; settings are texts.
    return call("org.freedesktop.ModemManager1", path, "org.freedesktop.ModemManager1.Modem.Simple", "Connect", "(a{sv})",
                [{name: GLib.Variant("s", text) for name, text in settings.items()}])

def name():
    return bus.get_unique_name()

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(globals()[request[0]](*request[1:])), flush=True)
"""


class Participant:
    """A connection to the bus, held by a process of some user."""

    def __init__(self, address, user=0, groups=()):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-c", PARTICIPANT, address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
            user=user, group=user, extra_groups=groups, env={"PATH": os.environ["PATH"]})

    def ask(self, *request):
        self.begin(*request)
        return self.answer()

    def begin(self, *request):
        """Does not wait for the answer."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()

    def answer(self):
        answer = self.process.stdout.readline()
        assert answer, "the caller's process ended"
        return json.loads(answer)

    def may_call(self, interface, member, destination=BUS_NAME):
        """Whether a call reaches the service: nobody there knows the method, but only the policy says AccessDenied."""
        return self.ask("call", destination, ROOT_PATH, interface, member) != "org.freedesktop.DBus.Error.AccessDenied"

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class PolicyBus:
    def __init__(self, directory, *policies):
        """The bus reads the files in this order, and ours of org.ztemodem1 where none is named."""
        self.address = f"unix:abstract=zte-modem-policy-{secrets.token_hex(8)}"
        configuration = directory / "bus.conf"
        copies = [self._copy(policy, directory) for policy in policies or [POLICY]]
        configuration.write_text(CONFIGURATION.format(
            address=self.address, policy="</include><include>".join(escape(str(copy)) for copy in copies)))
        self.complaints = directory / "bus.stderr"
        with self.complaints.open("w") as stderr:
            self.process = subprocess.Popen(
                ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True)
        self.participants = []
        assert self.process.stdout.readline(), self.complaints.read_text()

    @staticmethod
    def _copy(policy, directory):
        text = policy.read_text()
        # Another package's file has nothing of ours.
        assert text.count('user="zte-modem"') == (policy.parent == POLICY.parent)
        copy = directory / policy.name
        copy.write_text(text.replace('user="zte-modem"', f'user="{SERVICE}"'))
        return copy

    def join(self, user=0, groups=()):
        self.participants.append(Participant(self.address, user, groups))
        return self.participants[-1]

    def close(self):
        for participant in self.participants:
            participant.close()
        self.process.terminate()
        self.process.wait(timeout=10)
