"""Plugs mock sticks for UdevMonitorTests.TestbedTests and compares what the monitor reports.

Run under umockdev-wrapper with the test runner as argument. Exit status 0: every report was the expected one.
"""
import ctypes
import os
import select
import signal
import subprocess
import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

STORAGE = "1201000200000040d2190020000001020301" + (
    "09022000010100807d" + "090400000208065000" + "07058102000200" + "07050102000200"
)
MODEM = "1201000200000040d2190100000001020301" + (
    "09023700020100807d"
    + "0904000002ffffff00" + "07058102000200" + "07050102000200"
    + "0904010002ffffff00" + "07058202000200" + "07050202000200"
)
ROOT = "/devices/pci0/usb1"
# What is left of the product string, which carries an escape sequence.
SHOWN = "ZTE [31mStick"
TIMEOUT = 10


def usb_device(port, number, product, descriptors, vendor="19d2"):
    return f"""P: {ROOT}/{port}
N: bus/usb/001/{number:03}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: BUSNUM=001
E: DEVNUM={number:03}
E: DEVNAME=/dev/bus/usb/001/{number:03}
E: MAJOR=189
E: MINOR={number - 1}
A: dev=189:{number - 1}\\n
A: idVendor={vendor}\\n
A: idProduct={product}\\n
A: busnum=1\\n
A: devnum={number}\\n
A: product=ZTE \x1b[31mStick\\n
H: descriptors={descriptors}
"""


def interface(port, number):
    return f"""P: {ROOT}/{port}/{port}:1.{number}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
E: DRIVER=option
L: driver=../../../../../bus/usb/drivers/option
A: bInterfaceNumber={number:02}\\n
"""


def tty(port, number):
    return f"""P: {ROOT}/{port}/{port}:1.{number}/ttyUSB{number}/tty/ttyUSB{number}
N: ttyUSB{number}
E: SUBSYSTEM=tty
E: DEVNAME=/dev/ttyUSB{number}
E: MAJOR=188
E: MINOR={number}
E: USEC_INITIALIZED=1
A: dev=188:{number}
"""


def die_with_parent():
    """However this process ends: one that stays keeps the output open, and whoever reads it waits for ever."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Monitor:
    """A monitor in a process of its own, reporting through a pipe; ended with the `with` block."""

    def __init__(self, bed, runner, source, minutes=0):
        """`minutes`: how many pass at once, after the first report."""
        self.reports, write = os.pipe()
        self.seen = b""
        environment = dict(
            os.environ,
            # The testbed sets this behind Python's back.
            UMOCKDEV_DIR=bed.get_root_dir(),
            ZTE_TESTBED_REPORT=str(write),
            ZTE_TESTBED_SOURCE=source,
            ZTE_TESTBED_MINUTES=str(minutes),
            SWIFT_BACKTRACE="enable=no",
        )
        arguments = [runner, "--testing-library", "swift-testing", "--filter", "TestbedTests/inside"]
        self.process = subprocess.Popen(arguments, env=environment, pass_fds=[write], preexec_fn=die_with_parent)
        os.close(write)

    def line(self):
        while b"\n" not in self.seen:
            if not select.select([self.reports], [], [], TIMEOUT)[0]:
                return "nothing"
            more = os.read(self.reports, 4096)
            if not more:
                return "the monitor has ended"
            self.seen += more
        line, self.seen = self.seen.split(b"\n", 1)
        return line.decode()

    def expect(self, *lines):
        for expected in lines:
            found = self.line()
            if found != expected:
                raise SystemExit(f"expected: {expected!r}\nreported: {found!r}")

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.wait()


def cold_plug(runner):
    """What is there at the start, ports included; other vendors are nobody's business."""
    bed = UMockdev.Testbed.new()
    bed.add_from_string(usb_device("1-1", 3, "0001", MODEM))
    bed.add_from_string(interface("1-1", 0))
    bed.add_from_string(tty("1-1", 0))
    bed.add_from_string(usb_device("1-3", 9, "2000", STORAGE, vendor="12d1"))
    # The mock has no memory of udevd's, so that only the kernel's view shows what was there before.
    with Monitor(bed, runner, "kernel") as monitor:
        monitor.expect(
            f"+ 1-1 19d2:0001 /dev/bus/usb/001/003 [0/255 1/255] {SHOWN}",
            f"+ 1-1:0 /dev/ttyUSB0 option {188 << 8}",
            "settled",
        )
    with Monitor(bed, runner, "udev") as monitor:
        monitor.expect("settled")
    # What udevd does not get round to is taken without it, and stays.
    with Monitor(bed, runner, "udev", minutes=2) as monitor:
        monitor.expect(
            "settled",
            f"+ 1-1 19d2:0001 /dev/bus/usb/001/003 [0/255 1/255] {SHOWN}",
            f"+ 1-1:0 /dev/ttyUSB0 option {188 << 8}",
            "settled",
            "settled",
        )


def hot_plug(runner):
    bed = UMockdev.Testbed.new()
    path = f"/sys{ROOT}/1-2"
    with Monitor(bed, runner, "udev") as monitor:
        monitor.expect("settled")

        # First without a configuration, then with one. Announced again, it is not reported; then its removal. Another
        # vendor's is not reported.
        bed.add_from_string(usb_device("1-3", 9, "2000", STORAGE, vendor="12d1"))
        bed.add_from_string(usb_device("1-2", 4, "2000", STORAGE))
        monitor.expect(f"+ 1-2 19d2:2000 /dev/bus/usb/001/004 [] {SHOWN}")
        bed.add_from_string(interface("1-2", 0))
        bed.uevent(path, "bind")
        bed.uevent(path, "add")
        monitor.expect(f"+ 1-2 19d2:2000 /dev/bus/usb/001/004 [0/8] {SHOWN}")
        bed.uevent(path, "remove")
        bed.remove_device(path + "/1-2:1.0")
        bed.remove_device(path)
        monitor.expect("- 1-2 4")

        # Back as a modem, then its ports in odd order.
        bed.add_from_string(usb_device("1-2", 5, "0001", MODEM))
        monitor.expect(f"+ 1-2 19d2:0001 /dev/bus/usb/001/005 [] {SHOWN}")
        for number in (0, 1):
            bed.add_from_string(interface("1-2", number))
        bed.uevent(path, "bind")
        monitor.expect(f"+ 1-2 19d2:0001 /dev/bus/usb/001/005 [0/255 1/255] {SHOWN}")
        for number in (1, 0):
            bed.add_from_string(tty("1-2", number))
            monitor.expect(f"+ 1-2:{number} /dev/ttyUSB{number} option {188 << 8 | number}")

        # A late removal of the CD-ROM that was there before is none of the modem.
        bed.set_property(path, "DEVNUM", "004")
        bed.uevent(path, "remove")
        bed.set_property(path, "DEVNUM", "005")

        # Read in a moment in which it says nothing, it is asked again.
        quiet = f"/sys{ROOT}/1-4"
        bed.add_from_string(usb_device("1-4", 6, "2000", ""))
        monitor.expect(f"+ 1-4 19d2:2000 /dev/bus/usb/001/006 [] {SHOWN}")
        bed.set_attribute_binary(quiet, "descriptors", list(bytes.fromhex(STORAGE)))
        bed.add_from_string(interface("1-4", 0))
        bed.uevent(quiet, "bind")
        monitor.expect(f"+ 1-4 19d2:2000 /dev/bus/usb/001/006 [0/8] {SHOWN}")

        # Gone without a word of its ports.
        bed.uevent(path, "unbind")
        bed.uevent(path, "remove")
        monitor.expect("- 1-2:0 /dev/ttyUSB0", "- 1-2:1 /dev/ttyUSB1", "- 1-2 5")


cold_plug(sys.argv[1])
hot_plug(sys.argv[1])
