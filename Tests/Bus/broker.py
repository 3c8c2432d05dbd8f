"""Becomes dbus-broker-launch, with what systemd would have given it: the socket it listens on and a journal. Run by machine.py, in
its namespace, as: broker.py ADDRESS CONFIGURATION. Prints the address as soon as callers may come.
"""

import fcntl
import os
import pathlib
import socket
import sys

JOURNAL = pathlib.Path("/run/systemd/journal/socket")
# Where the first socket is expected (sd_listen_fds(3)).
LISTEN = 3


def held_open(descriptor):
    """A copy of it that stays when this becomes another program."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD, LISTEN + 1)


def main(address, configuration):
    JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    JOURNAL.unlink(missing_ok=True)
    # It does not start without one. Nobody reads this: it says on stderr as well why it ends.
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    journal.bind(str(JOURNAL))
    held_open(journal.fileno())
    bus = socket.socket(socket.AF_UNIX)
    bus.bind("\0" + address.removeprefix("unix:abstract="))
    bus.listen()
    os.dup2(held_open(bus.fileno()), LISTEN)
    # It is on its own bus.
    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), DBUS_SYSTEM_BUS_ADDRESS=address)
    print(address, flush=True)
    os.execvp("dbus-broker-launch", ["dbus-broker-launch", "--scope=system", f"--config-file={configuration}"])


if __name__ == "__main__":
    main(*sys.argv[1:])
