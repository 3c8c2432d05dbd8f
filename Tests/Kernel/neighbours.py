"""ModemManager beside the service, with its own rules, for as long as a story lasts; and who has the stick's ports open."""

import contextlib
import os
import pathlib
import threading
import time

from timeline import run, until

UNIT = "ModemManager.service"
INSTALLED, MASKED = pathlib.Path("/usr/lib/udev/rules.d"), pathlib.Path("/etc/udev/rules.d")
BUS_NAME = "org.freedesktop.ModemManager1"
# It takes its time on an emulated CPU.
START = 60


@contextlib.contextmanager
def modem_manager():
    """The guest comes with its unit and its rules masked."""
    masks = [mask for mask in MASKED.glob("*-mm-*.rules") if mask.is_symlink() and os.readlink(mask) == "/dev/null"]
    for mask in masks:
        mask.unlink()
    run("udevadm", "control", "--reload")
    was_masked = run("systemctl", "is-enabled", UNIT).stdout.strip() == "masked"
    run("systemctl", "unmask", UNIT)
    try:
        answer = run("systemctl", "start", UNIT, limit=START)
        assert answer.returncode == 0, answer.stderr
        until("ModemManager on the bus", lambda: modems() is not None, START)
        yield
    finally:
        run("systemctl", "stop", UNIT, limit=START)
        if was_masked:
            run("systemctl", "mask", UNIT)
        for mask in masks:
            mask.symlink_to("/dev/null")
        run("udevadm", "control", "--reload")


@contextlib.contextmanager
def masked(rules):
    """A file of rules that a person has masked."""
    mask = MASKED / rules
    mask.parent.mkdir(parents=True, exist_ok=True)
    mask.symlink_to("/dev/null")
    run("udevadm", "control", "--reload")
    try:
        yield
    finally:
        mask.unlink()
        run("udevadm", "control", "--reload")


def modems():
    """Paths of the modems ModemManager has; None while it is not on the bus."""
    answer = run("busctl", "--list", "tree", "--auto-start=no", BUS_NAME)
    if answer.returncode != 0:
        return None
    return [line.strip() for line in answer.stdout.splitlines() if "/Modem/" in line]


class PortWitness:
    """Looks again and again who has a tty of a stick open, until it is stopped. A probe holds one for seconds."""

    def __init__(self):
        self.holders = set()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self):
        while not self._ends.is_set():
            for descriptor in pathlib.Path("/proc").glob("[0-9]*/fd/*"):
                try:
                    if os.readlink(descriptor).startswith("/dev/ttyUSB"):
                        self.holders.add((descriptor.parents[1] / "comm").read_text().strip())
                except OSError:
                    continue  # it ended meanwhile
            self._ends.wait(0.2)

    def stop(self, after):
        """What it has seen by that second of the monotonic clock."""
        self._ends.wait(max(0, after - time.monotonic()))
        self._ends.set()
        self._thread.join()
        return self.holders
