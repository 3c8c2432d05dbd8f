"""Connections to a bus that stay, for tests that make many calls: one of a library, and one that may behave badly."""

import os
import select
import socket
import sys
import threading
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

BUS_NAME = "org.ztemodem1"
BUS = "org.freedesktop.DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION


class Caller:
    def __init__(self, address):
        self.bus = Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)

    def get_all(self, path, interface="org.ztemodem1.Modem"):
        arguments = GLib.Variant("(s)", (interface,))
        return self.bus.call_sync(BUS_NAME, path, PROPERTIES, "GetAll", arguments, None, 0, 10000, None).unpack()[0]

    def post(self, path, interface, member, signature, arguments):
        """Asks for no answer."""
        message = Gio.DBusMessage.new_method_call(BUS_NAME, path, interface, member)
        message.set_body(GLib.Variant(signature, arguments))
        message.set_flags(Gio.DBusMessageFlags.NO_REPLY_EXPECTED)
        self.bus.send_message(message, Gio.DBusSendMessageFlags.NONE)
        self.bus.flush_sync(None)

    def close(self):
        self.bus.close_sync(None)


def finished(bus, result):
    """What a call without waiting came to: its values, or the name of the error."""
    try:
        return bus.call_finish(result).unpack()
    except GLib.Error as error:
        return Gio.DBusError.get_remote_error(error)


def turn():
    """Has calls without waiting told of their answers."""
    while GLib.MainContext.default().iteration(False):
        pass


class Beside(threading.Thread):
    """A caller that stays, and how long it waits for its answers."""

    def __init__(self, address, path):
        super().__init__()
        self._caller, self._path, self._is_over, self.times = Caller(address), path, threading.Event(), []
        self.start()

    def run(self):
        while not self._is_over.wait(0.01):
            start = time.monotonic()
            self._caller.get_all(self._path)
            self.times.append(time.monotonic() - start)

    def percentile(self, share):
        """It stops then."""
        self._is_over.set()
        self.join()
        self._caller.close()
        return sorted(self.times)[int(len(self.times) * share)]


class RawCaller:
    """The protocol on a bare socket: nothing is read that is not asked for, and nothing holds back what is sent."""

    def __init__(self, address):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect("\0" + address.removeprefix("unix:abstract="))
        self._serial = 0
        self._buffer = b""
        self._socket.sendall(b"\0AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\nBEGIN\r\n")
        assert self._receive_line().startswith(b"OK")
        self._call(BUS, "/", BUS, "Hello")

    def listen(self, rule):
        self._call(BUS, "/", BUS, "AddMatch", rule)

    def get_all(self, path):
        return self._call(BUS_NAME, path, PROPERTIES, "GetAll", "org.ztemodem1.Modem").get_body().unpack()[0]

    def flood(self, path, seconds):
        """As many calls as the bus takes, without a look at the answers. Returns how many."""
        self._socket.setblocking(False)
        sent, end, rest = 0, time.monotonic() + seconds, b""
        while time.monotonic() < end:
            if not rest:
                rest = self._message(BUS_NAME, path, PROPERTIES, "GetAll", "org.ztemodem1.Modem")
                sent += 1
            try:
                rest = rest[self._socket.send(rest):]
            except BlockingIOError:
                select.select([], [self._socket], [], 0.05)
            except OSError:
                # The bus has had enough of it.
                break
        return sent

    def skip(self):
        """Reads what there is and throws it away."""
        if select.select([self._socket], [], [], 0.05)[0]:
            try:
                self._socket.recv(1 << 20)
            except OSError:
                return

    def wait_for(self, member):
        while self._receive().get_member() != member:
            pass

    def close(self):
        self._socket.close()

    # --- Messages -----------------------------------------------------------------------------------------------------

    def _message(self, destination, path, interface, member, *strings):
        message = Gio.DBusMessage.new_method_call(destination, path, interface, member)
        self._serial += 1
        message.set_serial(self._serial)
        if strings:
            message.set_body(GLib.Variant("(" + "s" * len(strings) + ")", strings))
        return bytes(message.to_blob(Gio.DBusCapabilityFlags.NONE))

    def _call(self, *call):
        self._socket.sendall(self._message(*call))
        while True:
            message = self._receive()
            if message.get_reply_serial() == self._serial:
                assert message.get_message_type() == Gio.DBusMessageType.METHOD_RETURN, message.print_(0)
                return message

    def _receive(self):
        while len(self._buffer) < 16 or len(self._buffer) < self._size():
            self._more()
        size = self._size()
        message, self._buffer = self._buffer[:size], self._buffer[size:]
        return Gio.DBusMessage.new_from_blob(message, Gio.DBusCapabilityFlags.NONE)

    def _size(self):
        return Gio.DBusMessage.bytes_needed(self._buffer[:16])

    def _receive_line(self):
        while b"\r\n" not in self._buffer:
            self._more()
        line, self._buffer = self._buffer.split(b"\r\n", 1)
        return line

    def _more(self):
        assert select.select([self._socket], [], [], 10)[0], "the bus does not answer"
        data = self._socket.recv(1 << 16)
        assert data, "the bus has closed the connection"
        self._buffer += data


def flood(address, path, seconds):
    """Calls without end, whose answers are read and thrown away. For a process of its own. Prints how many."""
    caller, is_over = RawCaller(address), threading.Event()

    def drain():
        while not is_over.is_set():
            caller.skip()
    draining = threading.Thread(target=drain)
    draining.start()
    print("begun", flush=True)
    sent = caller.flood(path, float(seconds))
    is_over.set()
    draining.join()
    print(sent, flush=True)


if __name__ == "__main__":
    flood(*sys.argv[1:])
