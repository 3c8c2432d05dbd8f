"""A program in the place of ssh: the machine it leads to is the one of the test, whatever host is named."""

import os
import subprocess

from machine import programs

# As sshd has it: pipes on either side, not the socket of libdbus itself.
LEADS_THERE = "cat | {as_user} systemd-stdio-bridge '-p{address}' | cat"
ANOTHER_USER = "setpriv --reuid=65534 --clear-groups"


class Remote:
    def __init__(self, machine, folder):
        self.machine = machine
        self._folder = folder
        self._folder.mkdir()
        self.leads_there()

    def behaves(self, script):
        """What it does, in shell."""
        ssh = self._folder / "ssh"
        ssh.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{self._folder}/asked'\necho $$ >>'{self._folder}/running'\n"
                       f"{script}\n")
        ssh.chmod(0o755)

    def leads_there(self, as_user="", afterwards=""):
        self.behaves(LEADS_THERE.format(as_user=as_user, address=self.machine.address) + "\n" + afterwards)

    def asked(self):
        """What it was asked, call by call."""
        asked = self._folder / "asked"
        return asked.read_text().splitlines() if asked.exists() else []

    def running(self):
        """Those of its processes that are still there, or that nobody has taken notice of."""
        noted = self._folder / "running"
        numbers = noted.read_text().split() if noted.exists() else []
        return [number for number in numbers if os.path.exists(f"/proc/{number}")]

    def path(self):
        return f"{self._folder}:{os.environ['PATH']}"

    def client(self, *words, host="anna@gateway", limit=60, path=None):
        return subprocess.run(self.command(*words, host=host, path=path or self.path()), text=True, timeout=limit,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)

    def start(self, *words):
        return self.machine.start("/usr/bin/env", f"PATH={self.path()}", programs() / "zte-client", *words, "--host", "gateway",
                                  stderr=subprocess.PIPE, start_new_session=True)

    def command(self, *words, host, path):
        """The path is the client's alone: what leads into the machine of the test needs its own."""
        return self.machine.enter("/usr/bin/env", f"PATH={path}", programs() / "zte-client", *words, f"--host={host}")
