"""Something in the place of polkit that answers when a test says so."""

import os
import pwd

import pytest
from message import CALL, DESTINATION, REPLY_SERIAL, RETURN, SENDER, SIGNATURE, Connection, encode
from wire import marshal

POLKIT = "org.freedesktop.PolicyKit1"
NOBODY = pwd.getpwnam("nobody").pw_uid
# The bus lets in only users whom the machine knows.
USERS = sorted({user.pw_uid for user in pwd.getpwall()} - {0})


class SilentPolkit:
    """Calls of ordinary users wait for it, and root's do not."""

    def __init__(self, machine):
        if os.geteuid() != 0:
            pytest.skip("needs root, to call as another user")
        self._machine = machine
        self._bus = Connection(machine.address)
        assert self._bus.call_bus("RequestName", "su", POLKIT, 4).values() == [1]
        self._strangers = []

    def stranger(self, user=NOBODY):
        self._strangers.append(Connection(self._machine.address, user=user))
        return self._strangers[-1]

    def asked(self, count, member="CheckAuthorization"):
        """The next so many questions, or what `member` is."""
        questions = []
        while len(questions) < count:
            message = self._bus.receive()
            if message.type == CALL and message.member == member:
                questions.append(message)
        return questions

    def answer(self, question, is_allowed):
        self._bus.send_raw(encode(RETURN, 100_000 + question.serial, {
            DESTINATION: question.fields[SENDER], REPLY_SERIAL: question.serial, SIGNATURE: "(bba{ss})",
        }, marshal("(bba{ss})", [(is_allowed, False, {})])))

    def close(self):
        for stranger in self._strangers:
            stranger.close()
        self._bus.close()
        self._machine.wait("no polkit", lambda: not self._is_there())

    def _is_there(self):
        with Connection(self._machine.address) as caller:
            return caller.call_bus("NameHasOwner", "s", POLKIT).values() == [True]
