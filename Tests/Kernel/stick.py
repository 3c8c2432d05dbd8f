"""The virtual stick: zte-emulator as a program, its log as a witness of what reached the stick."""

import json
import os
import re
import shutil
import signal
import socket
import tempfile

from timeline import Entry, NotSeen, OutputTimeline

PROGRAM = "/usr/libexec/zte-modem/zte-emulator"

# An address behind the virtual network's side of every call: stands for the internet.
INTERNET = "192.0.2.1"

# What the stick says of itself unless told otherwise.
IMEI = "356938035643809"
OPERATOR = "T-Mobile D"
SIGNAL = 18


# Each of the virtual controllers has 15 fast sockets, then 15 for USB 3, and a bus for either kind. Hubs behind hubs there are
# none: the controller only knows its own sockets, so no stick of ours is deeper than 1-1.
def physical_port(port):
    """What the kernel calls socket number `port` of the virtual hubs: 1-1 for 0."""
    hub, number = divmod(port, 15)
    return f"{2 * hub + 1}-{number + 1}"


def controller_port(port):
    """What vhci_hcd calls it."""
    hub, number = divmod(port, 15)
    return 30 * hub + number


def ask(path, line, limit=20):
    """The answer of an emulator to a line on its control socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
        control.settimeout(limit)
        control.connect(path)
        control.sendall(f"{line}\n".encode())
        answer = control.makefile().readline().strip()
    if not answer or answer.startswith("error: "):
        raise AssertionError(f"the stick does not {line}: {answer or 'no answer'}")
    return answer


class LogLine(str):
    """A line of the stick's log, without its time: "stick: eject received", "if0< AT+CPIN?"."""

    @property
    def command(self):
        """The AT command the host sent, or None."""
        sent = re.match(r"\w+< (.*)", self)
        return sent.group(1) if sent else None


class VirtualStick(OutputTimeline):
    """One stick in one physical port, plugged in from its start to its stop.

    `port` counts the sockets of the virtual hubs from 0; `physical_port` is what the kernel calls it, 1-1 for the first.
    """

    def __init__(self, *options, port=0):
        self.port = port
        self.physical_port = physical_port(port)
        self._folder = tempfile.mkdtemp(prefix="zte-stick-")
        self._control = os.path.join(self._folder, "control")
        super().__init__([
            PROGRAM, "run", "--port", str(controller_port(port)), "--number", str(port + 1), "--control", self._control,
            *options])

    def parse(self, line):
        """The log carries its own times, of the same clock as ours."""
        stamped = re.match(r"\[ *([0-9.]+)\] (.*)", line)
        if stamped is None:
            self.add(LogLine(line))
        else:
            self.add(LogLine(stamped.group(2)), at=float(stamped.group(1)))

    def plugged(self, limit=20):
        """Waits for the moment it was plugged in."""
        return self._wait_for_start("the stick plugged in", "on the bus as", limit)

    def ready(self, limit=60):
        """Waits until it does what it is told. Many at once take their time to start."""
        return self._wait_for_start("the stick ready", "stick: ready", limit)

    def _wait_for_start(self, expected, words, limit):
        try:
            return self.wait(expected, lambda line: words in line, limit)
        except NotSeen:
            if self.process.poll() is not None:
                self.stop()
                said = "\n".join(entry.what for entry in self.entries())
                raise AssertionError(f"zte-emulator ended with status {self.process.returncode}:\n{said}") from None
            raise

    def control(self, *words):
        """As `zte-emulator ctl …`: unplug, plug, drop-carrier, hang, reg-lost and so on."""
        return ask(self._control, " ".join(words))

    def control_command(self, *words):
        """The same as a command of a shell."""
        return " ".join([PROGRAM, "ctl", "--control", self._control, *words])

    def unplug(self):
        """Pulls it out. The program goes on and can plug it in again."""
        self.control("unplug")

    def plug(self):
        self.control("plug")

    def status(self):
        """What the stick knows of itself: {"registration": "home", "call": "up", "apn": "internet", …}."""
        return json.loads(self.control("status"))

    def commands(self, since=0):
        """AT commands that reached it, with their times."""
        return [Entry(entry.time, entry.what.command) for entry in self.entries(since=since) if entry.what.command]

    def heard(self, pattern, limit, since=0):
        """Waits for a line of the log that contains the regular expression."""
        return self.wait(f"the stick to log /{pattern}/", lambda line: re.search(pattern, line), limit, since)

    def stop(self, limit=15):
        # SIGINT, as a person at a terminal would: the program has to leave nothing behind.
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        super().stop(limit)
        shutil.rmtree(self._folder, ignore_errors=True)
