"""The floor: the least a program can do to connect an MF622 that obeys the eject command and has no PIN.

It ejects as soon as the CD-ROM has an interface, speaks five AT commands as soon as there is a port, and hands it to
pppd. No udev, no D-Bus, no probing, nobody else served; nothing is checked, and one thing that goes wrong ends it. What
is left is what stick, kernel and pppd take for themselves.

Usage: dialler.py PHYSICAL-PORT [switch]. Prints "ready", then "registered SECOND" of the monotonic clock. Ends with pppd; with
"switch" when it has ejected, and then it prints no more.
"""

import array
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import time
import tty

from kernel import KernelEvents

# linux/usbdevice_fs.h: _IOR('U', 27, struct usbdevfs_disconnect_claim), _IOWR('U', 2, struct usbdevfs_bulktransfer)
DISCONNECT_CLAIM = 0x8108551B
BULK = 0xC0185502
BULK_OUT, BULK_IN = 0x00, 0x80

# USB Mass Storage Bulk-Only: signature, tag, length, flags, unit, length of the command; then the command.
WRAPPER = struct.Struct("<4sIIBBB16s")
ALLOW_REMOVAL = bytes([0x1E, 0, 0, 0, 0, 0])
EJECT = bytes([0x1B, 0, 0, 0, 2, 0])

PPPD = [
    "pppd", "nodetach", "nolock", "115200", "modem", "nocrtscts", "noauth", "user", "guest", "password", "guest",
    "noipdefault", "defaultroute", "noccp", "novj", "noipv6", "lcp-restart", "1",
    "ip-up-script", "/bin/true", "ip-down-script", "/bin/true",
]
LONG = 60


def eject(events, port, since):
    """As soon as the kernel tells of the interface; waiting for usb-storage is what the claim does."""
    events.wait("a CD-ROM", lambda event: event.is_("add", "usb", f"{port}:1.0")
                and event.get("INTERFACE") == "8/6/80", 10 * LONG, since)
    device = f"/sys/bus/usb/devices/{port}"
    bus, number = (int(open(f"{device}/{name}").read()) for name in ("busnum", "devnum"))
    node = os.open(f"/dev/bus/usb/{bus:03}/{number:03}", os.O_RDWR | os.O_CLOEXEC)
    # Waits until the kernel has finished with the device; only then are its endpoints in sysfs.
    fcntl.ioctl(node, DISCONNECT_CLAIM, bytearray(struct.pack("=II256s", 0, 0, b"")))
    endpoints = [int(name[3:], 16) for name in os.listdir(f"{device}/{port}:1.0") if name.startswith("ep_")]
    into = next(endpoint for endpoint in endpoints if endpoint & 0x80 == BULK_IN)
    out = next(endpoint for endpoint in endpoints if endpoint & 0x80 == BULK_OUT)
    for tag, command in enumerate((ALLOW_REMOVAL, EJECT), start=1):
        transfer(node, out, WRAPPER.pack(b"USBC", tag, 0, 0, 0, len(command), command))
        if command is EJECT:
            break  # the stick may leave without a word
        transfer(node, into, bytes(13))
    os.close(node)


def transfer(node, endpoint, data):
    buffer = array.array("B", data)
    address, length = buffer.buffer_info()
    fcntl.ioctl(node, BULK, struct.pack("=IIIxxxxQ", endpoint, length, 1000, address))


def open_port(name):
    # The kernel has made the node before it told of it.
    port = os.open(f"/dev/{name}", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    tty.setraw(port, termios.TCSANOW)
    return port


def say(port, command, answer=b"OK\r\n"):
    """Returns what was said up to the end of `answer`."""
    if command:
        os.write(port, command + b"\r")
    heard = b""
    while answer not in heard or not heard.endswith(b"\n"):
        readable, _, _ = select.select([port], [], [], LONG)
        if not readable:
            sys.exit(f"dialler: no {answer!r} to {command!r}, but {heard!r}")
        # To the last byte of CONNECT and no further: what follows is for pppd.
        heard += os.read(port, 1 if command.startswith(b"ATD") else 4096)
    return heard


def main():
    physical_port = sys.argv[1]
    events = KernelEvents()
    mark = events.mark()
    print("ready", flush=True)
    eject(events, physical_port, mark)
    if sys.argv[2:] == ["switch"]:
        return
    added = events.wait("ttyUSB", lambda event: event.is_("add", "tty", "ttyUSB[0-9]+")
                        and f"/{physical_port}:1.0/" in event["DEVPATH"], LONG, mark)
    port = open_port(added.what.name)
    say(port, b"ATE0")
    say(port, b'AT+CGDCONT=1,"IP","internet"')
    say(port, b"AT+CREG=1")
    if b",1" not in say(port, b"AT+CREG?"):
        say(port, b"", b"+CREG: 1")
    print(f"registered {time.monotonic():.6f}", flush=True)
    say(port, b"ATD*99***1#", b"CONNECT")
    # The port stays open here, so that the line stays up while pppd opens it.
    child = os.posix_spawnp("pppd", [*PPPD, f"/dev/{added.what.name}"], os.environ)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
