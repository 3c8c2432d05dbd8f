"""Something in the place of logind: it gives out locks, sees when they are given back, and says when the machine sleeps."""

import os
import select

from message import (CALL, DESTINATION, ERROR, ERROR_NAME, INTERFACE, MEMBER, PATH, REPLY_SERIAL, RETURN, SENDER, SIGNAL, SIGNATURE,
                     UNIX_FDS, Connection, encode)
from wire import marshal

LOGIND = "org.freedesktop.login1"
MANAGER = f"{LOGIND}.Manager"
MANAGER_PATH = "/org/freedesktop/login1"


class Lock:
    """What was given out. Held until its last descriptor is closed."""

    def __init__(self, arguments):
        self.what, self.who, self.why, self.mode = arguments
        self._reader, self.writer = os.pipe()

    def given(self):
        os.close(self.writer)

    def is_held(self):
        poll = select.poll()
        poll.register(self._reader, 0)
        return not poll.poll(0)

    def close(self):
        os.close(self._reader)


class MockLogind:
    def __init__(self, machine):
        self._machine = machine
        self._serial = 1000
        self.locks = []
        self._bus = Connection(machine.address, descriptors=True)
        assert self._bus.call_bus("RequestName", "su", LOGIND, 4).values() == [1]

    def asked(self, limit=10):
        """The next question for a lock."""
        while True:
            message = self._bus.receive(limit)
            if message.type == CALL and message.member == "Inhibit":
                return message

    def give(self, limit=10):
        """Waits for a question, and answers it. Returns the lock."""
        question = self.asked(limit)
        lock = Lock(question.values())
        self._send(RETURN, {DESTINATION: question.fields[SENDER], REPLY_SERIAL: question.serial, SIGNATURE: "h", UNIX_FDS: 1},
                   marshal("h", [0]), [lock.writer])
        lock.given()
        self.locks.append(lock)
        return lock

    def refuse(self):
        question = self.asked()
        self._send(ERROR, {DESTINATION: question.fields[SENDER], REPLY_SERIAL: question.serial, SIGNATURE: "s",
                           ERROR_NAME: "org.freedesktop.DBus.Error.AccessDenied"}, marshal("s", ["Permission denied"]))

    def say(self, begins):
        """True: the machine is about to sleep. False: it is awake."""
        self._send(SIGNAL, {PATH: MANAGER_PATH, INTERFACE: MANAGER, MEMBER: "PrepareForSleep", SIGNATURE: "b"},
                   marshal("b", [begins]))

    def _send(self, type, fields, body, descriptors=()):
        self._serial += 1
        self._bus.send_raw(encode(type, self._serial, fields, body), descriptors)

    def close(self):
        for lock in self.locks:
            lock.close()
        self._bus.close()
