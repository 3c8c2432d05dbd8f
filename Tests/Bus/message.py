"""A caller that speaks D-Bus itself, and so may send what no library would: any body under any signature, file descriptors,
headers that lie, and nothing at all."""

import array
import collections
import dataclasses
import os
import socket
import struct
import time

from wire import marshal, unmarshal

BUS_NAME = "org.ztemodem1"
BUS = "org.freedesktop.DBus"
BUS_PATH = "/org/freedesktop/DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"

CALL, RETURN, ERROR, SIGNAL = 1, 2, 3, 4
NO_REPLY, NO_AUTO_START, ALLOW_INTERACTION = 1, 2, 4
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SENDER, SIGNATURE, UNIX_FDS = range(1, 10)
TYPES = {PATH: "o", INTERFACE: "s", MEMBER: "s", ERROR_NAME: "s", REPLY_SERIAL: "u", DESTINATION: "s", SENDER: "s",
         SIGNATURE: "g", UNIX_FDS: "u"}
FIXED_HEADER = 16


class Closed(Exception):
    """The bus has closed the connection."""


@dataclasses.dataclass
class Message:
    type: int
    flags: int
    serial: int
    fields: dict
    body: bytes
    order: str = "<"

    @property
    def signature(self):
        return self.fields.get(SIGNATURE, "")

    @property
    def error(self):
        """Name of the error, None for anything else."""
        return self.fields.get(ERROR_NAME) if self.type == ERROR else None

    @property
    def member(self):
        return self.fields.get(MEMBER)

    def values(self):
        return unmarshal(self.signature, self.body, self.order)


def encode(type, serial, fields, body=b"", flags=0):
    head = b"l" + struct.pack("<BBBII", type, flags, 1, len(body), serial)
    fields = marshal("a(yv)", [[(code, (TYPES[code], value)) for code, value in fields.items()]], start=len(head))
    return head + fields + bytes(-(len(head) + len(fields)) % 8) + body


def size_of(head):
    """Of the whole message, from its first 16 bytes."""
    order = "<" if head[:1] == b"l" else ">"
    body, _, fields = struct.unpack_from(order + "III", head, 4)
    return FIXED_HEADER + fields + -fields % 8 + body


def decode(data):
    order = "<" if data[:1] == b"l" else ">"
    _, type, flags, _, length, serial, fields = unmarshal("yyyyuua(yv)", data, order)
    return Message(type, flags, serial, dict(fields), data[len(data) - length:], order)


class Connection:
    """One caller on the bus of a machine. Nothing is read but in receive() and what uses it."""

    def __init__(self, address, hello=True, descriptors=False, user=None):
        """Without `hello` it is authenticated and no more. Only root can be another `user`."""
        self._serial, self._buffer, self._waiting = 0, b"", collections.deque()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        user, own = os.geteuid() if user is None else user, os.geteuid()
        # The kernel tells the bus who connected, as of then.
        os.seteuid(user)
        try:
            self.socket.connect("\0" + address.removeprefix("unix:abstract="))
        finally:
            os.seteuid(own)
        self._authenticate(user, descriptors)
        if hello:
            self.name, = self.call_bus("Hello").values()

    def _authenticate(self, user, descriptors):
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(user).encode().hex().encode() + b"\r\n")
        assert self._line().startswith(b"OK ")
        if descriptors:
            self.socket.sendall(b"NEGOTIATE_UNIX_FD\r\n")
            assert self._line() == b"AGREE_UNIX_FD"
        self.socket.sendall(b"BEGIN\r\n")

    def _line(self):
        while b"\r\n" not in self._buffer:
            self._more()
        line, self._buffer = self._buffer.split(b"\r\n", 1)
        return line

    # --- Sending ------------------------------------------------------------------------------------------------------

    def send(self, path, interface, member, signature="", body=b"", destination=BUS_NAME, flags=0, descriptors=(), **fields):
        """Returns the serial. `fields` are more header fields by the names above, in small letters; None leaves one out."""
        self._serial += 1
        header = {PATH: path, INTERFACE: interface, MEMBER: member, DESTINATION: destination, SIGNATURE: signature or None,
                  UNIX_FDS: len(descriptors) or None}
        header.update((globals()[name.upper()], value) for name, value in fields.items())
        header = {code: value for code, value in header.items() if value is not None}
        self.send_raw(encode(CALL, self._serial, header, body, flags), descriptors)
        return self._serial

    def send_raw(self, data, descriptors=()):
        if descriptors:
            rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
            data = data[self._closed_means(self.socket.sendmsg, [data], rights):]
        self._closed_means(self.socket.sendall, data)

    @staticmethod
    def _closed_means(send, *arguments):
        try:
            return send(*arguments)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed from error

    def call(self, path, interface, member, signature="", values=(), limit=10, **options):
        """The answer, whatever it is."""
        serial = self.send(path, interface, member, signature, marshal(signature, values), **options)
        return self.reply(serial, limit)

    def call_bus(self, member, signature="", *values, interface=BUS):
        answer = self.call(BUS_PATH, interface, member, signature, values, destination=BUS)
        assert answer.type == RETURN, (member, answer.error, answer.values())
        return answer

    def get_all(self, path, interface="org.ztemodem1.Modem"):
        answer = self.call(path, PROPERTIES, "GetAll", "s", [interface])
        assert answer.type == RETURN, answer.values()
        return answer.values()[0]

    def listen(self, rule):
        self.call_bus("AddMatch", "s", rule)

    # --- Receiving ----------------------------------------------------------------------------------------------------

    def reply(self, serial, limit=10):
        """The answer to a call. What else arrives until then is kept for receive()."""
        return self._first(lambda message: message.fields.get(REPLY_SERIAL) == serial, limit)

    def receive(self, limit=10):
        """The next message."""
        return self._first(lambda message: True, limit)

    def _first(self, is_wanted, limit):
        for message in self._waiting:
            if is_wanted(message):
                self._waiting.remove(message)
                return message
        deadline = time.monotonic() + limit
        while True:
            message = self._read(deadline)
            if is_wanted(message):
                return message
            self._waiting.append(message)

    def waiting(self):
        """What has arrived: whatever the bus delivered before its answer to this is among it."""
        self.call_bus("GetId")
        return self.arrived()

    def arrived(self):
        """What came before the last answer that was waited for."""
        messages = list(self._waiting)
        self._waiting.clear()
        return messages

    def answers(self):
        """What has arrived and nobody has asked for yet, without signals."""
        return [message for message in self.waiting() if message.type != SIGNAL]

    def _read(self, deadline):
        while len(self._buffer) < FIXED_HEADER or len(self._buffer) < size_of(self._buffer):
            self._more(deadline)
        size = size_of(self._buffer)
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return decode(data)

    def _more(self, deadline=None):
        if deadline is not None:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            data = b""
        finally:
            self.socket.settimeout(10)
        if not data:
            raise Closed
        self._buffer += data

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
