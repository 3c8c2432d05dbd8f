"""Where the demo and the kernel tests play: the guest of scripts/vm-run, made ready, with its witnesses listening.

On the stage are real parts only: the distribution's kernel and udev, the system bus, systemd, pppd, and the daemon and
its client as `make install` puts them. The stick alone is virtual; the kernel does not know that.
"""

import os
import pathlib

import bus
import kernel
import stick
from daemon import PROGRAM, Daemon
from timeline import NotSeen, run, until

# How long to wait for what takes a moment, and for what the stick itself takes its time for. Generous: an emulated CPU
# is twenty times slower than a real one, and a limit only costs time when something is broken.
MOMENT = 10
WHILE = 40

# How long the daemon waits for a stick that has been told to turn, or is about to show its ports.
COMEBACK = 40

# A stick that loses no time: no CD-ROM, and a network at once.
QUICK = ("--as-modem", "--delay-register", "0.1")


def is_guest():
    """Whether this is the virtual machine. Nothing here may happen to a machine somebody works on."""
    return os.path.exists("/usr/lib/zte-vm/agent") and os.geteuid() == 0


class Stage:
    def __init__(self):
        assert is_guest(), "this runs in the virtual machine only: scripts/vm-run"
        for program in (PROGRAM, stick.PROGRAM):
            assert os.access(program, os.X_OK), f"{program} is not installed: give scripts/vm-run --stage DIR"
        run("systemctl", "stop", "zte-modemd.service")
        answer = run("modprobe", "-a", "vhci-hcd")
        assert answer.returncode == 0, f"no virtual USB controller: {answer.stderr}"
        self.kernel = kernel.KernelEvents()
        self.bus = bus.BusSignals()
        self.daemon = Daemon()
        self.sticks = []

    def listen_anew(self):
        """To a bus that has been started anew; marks of the old one mean nothing any more."""
        self.bus.stop()
        self.bus = bus.BusSignals()

    def plug(self, *options, port=0):
        """Plugs a new virtual stick in. `options` are those of zte-emulator run."""
        new = stick.VirtualStick(*options, port=port)
        self.sticks.append(new)
        new.plugged()
        return new

    def unplugged(self, *options, ports):
        """Sticks that are not plugged in yet, one for each of the ports: they start while the others do."""
        new = [stick.VirtualStick("--unplugged", *options, port=port) for port in ports]
        self.sticks += new
        for one in new:
            one.ready()
        return new

    def registered(self, *options, port=0, from_cd_rom=False):
        """Plugs a stick in and waits until it is in its network; a modem from the start, unless the story needs a CD-ROM
        that is switched."""
        mark = self.bus.mark()
        new = self.plug(*(() if from_cd_rom else QUICK), *options, port=port)
        self.bus.state(new.physical_port, "registered", WHILE, since=mark)
        return new

    def connected(self, *options, port=0, settings=None, from_cd_rom=False):
        """As registered(), and a call is up."""
        new = self.registered(*options, port=port, from_cd_rom=from_cd_rom)
        bus.connect(new.physical_port, settings or {"apn": "internet"})
        return new

    def unplug_all(self):
        """Takes every stick out and away, and waits until kernel and daemon have noticed."""
        ports = [old.physical_port for old in self.sticks]
        for old in self.sticks:
            old.stop()
        self.sticks.clear()
        for port in ports:
            until(f"USB port {port} empty", lambda port=port: kernel.usb_id(port) is None, MOMENT)
        if self.daemon.pid:
            self._wait_until_noticed()

    def _wait_until_noticed(self):
        try:
            until("no modem on the bus", lambda: not bus.modem_states(), MOMENT)
        except NotSeen:
            if not bus.modem_states() <= {"switching", "settling"}:
                raise
            # It was told to turn and is waited for until COMEBACK, which is a story of its own.
            self.daemon.stop()

    def forget(self):
        """The daemon has never seen a stick, a SIM or a message before."""
        self.daemon.stop()
        for file in pathlib.Path("/var/lib/zte-modem").glob("*.db*"):
            file.unlink()

    def close(self):
        for old in self.sticks:
            old.stop()
        self.sticks.clear()
        self.daemon.stop()
        self.bus.stop()
