"""What the kernel itself says, asked without the daemon: USB devices, drivers, ttys, network interfaces, processes."""

import json
import os
import pathlib
import re
import socket
import threading

from timeline import Timeline, run

USB_DEVICES = pathlib.Path("/sys/bus/usb/devices")
NETLINK_KOBJECT_UEVENT = 15
# Larger than the limit for everybody: twenty sticks at once have more to say than the reader can take on a slow CPU.
SO_RCVBUFFORCE = 33
# Multicast group of events as the kernel sends them, before udev has done anything.
KERNEL_GROUP = 1


class Uevent(dict):
    """One message of the kernel about a device: ACTION, DEVPATH, SUBSYSTEM and what else belongs to it."""

    def __str__(self):
        return f"{self.get('ACTION')} {self.get('SUBSYSTEM')} {self.name} {self.get('PRODUCT', '')}".rstrip()

    @property
    def name(self):
        return self.get("DEVPATH", "").rpartition("/")[2]

    def is_(self, action, subsystem, name=None):
        """`name` may be a regular expression for the whole name of the device."""
        return (self.get("ACTION"), self.get("SUBSYSTEM")) == (action, subsystem) and (
            name is None or re.fullmatch(name, self.name) is not None)

    @property
    def usb_id(self):
        """19d2:2000, from PRODUCT=19d2/2000/0."""
        vendor, product, *_ = self.get("PRODUCT", "0/0").split("/")
        return f"{int(vendor, 16):04x}:{int(product, 16):04x}"


class KernelEvents(Timeline):
    """Every uevent since this was made."""

    def __init__(self):
        super().__init__()
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_KOBJECT_UEVENT)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
        self._socket.bind((0, KERNEL_GROUP))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            message = self._socket.recv(65536).decode(errors="replace")
            _, *fields = message.split("\0")
            self.add(Uevent(field.split("=", 1) for field in fields if "=" in field))

    def device_added(self, port, usb_id, limit, since=0):
        """Waits for a USB device with that id in that physical port."""
        return self.wait(
            f"USB device {usb_id} in port {port}",
            lambda event: event.is_("add", "usb", re.escape(port)) and event.usb_id == usb_id, limit, since)

    def device_removed(self, port, limit, since=0):
        return self.wait(
            f"USB port {port} empty", lambda event: event.is_("remove", "usb", re.escape(port)), limit, since)

    def node_added(self, subsystem, pattern, port, limit, since=0):
        """Waits for a node (sr0, ttyUSB0) that belongs to the device in that port."""
        return self.wait(
            f"{subsystem} node {pattern} of port {port}",
            lambda event: event.is_("add", subsystem, pattern) and f"/{port}/" in event["DEVPATH"], limit, since)


# --- USB --------------------------------------------------------------------------------------------------------------

def usb_id(port):
    """19d2:2000, or None when the port is empty."""
    device = USB_DEVICES / port
    try:
        return f"{(device / 'idVendor').read_text().strip()}:{(device / 'idProduct').read_text().strip()}"
    except OSError:
        return None


def interface_drivers(port):
    """{interface number: driver or None} of the device in that port."""
    return {
        number: (interface / "driver").resolve().name if (interface / "driver").exists() else None
        for interface in USB_DEVICES.glob(f"{port}:*") if (number := _interface_number(interface)) is not None
    }


def serial_ports(port):
    """{interface number: "ttyUSB0"} of the device in that port."""
    return {
        number: tty.name
        for tty in USB_DEVICES.glob(f"{port}:*/ttyUSB*") if (number := _interface_number(tty.parent)) is not None
    }


def _interface_number(interface):
    """None when it goes away while somebody looks."""
    try:
        return int((interface / "bInterfaceNumber").read_text(), 16)
    except OSError:
        return None


def module_loaded(name):
    return pathlib.Path("/sys/module", name).is_dir()


# --- Network ----------------------------------------------------------------------------------------------------------

def ppp_interfaces():
    return sorted(path.name for path in pathlib.Path("/sys/class/net").glob("ppp*"))


def ipv4_address(interface):
    """(own address, peer) of an interface that is up, else None."""
    answer = run("ip", "-json", "-4", "address", "show", "dev", interface, "up")
    for entry in json.loads(answer.stdout or "[]") if answer.returncode == 0 else []:
        for info in entry.get("addr_info", []):
            return info["local"], info.get("address", "")
    return None


def routes(interface=None):
    """IPv4 routes as text, all of them or those of an interface that may be gone already."""
    lines = run("ip", "-4", "route", "show", "table", "all").stdout.splitlines()
    return [line.strip() for line in lines if interface is None or f" dev {interface}" in line]


def ping(host, interface, count=1, limit=5):
    """Round-trip time in ms of the last answer that came through that interface; None for no answer."""
    answer = run("ping", "-n", "-c", count, "-W", limit, "-I", interface, host, limit=limit * count + 10)
    times = re.findall(r"time=([0-9.]+) ms", answer.stdout)
    return float(times[-1]) if answer.returncode == 0 and times else None


# --- Processes --------------------------------------------------------------------------------------------------------

def processes(name):
    """Ids of the processes of that name in our network namespace; a virtual network's own pppd are elsewhere."""
    ours = os.readlink("/proc/self/ns/net")
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text().strip() == name and os.readlink(folder / "ns/net") == ours:
                found.append(int(folder.name))
        except OSError:
            continue  # it ended meanwhile
    return sorted(found)


def open_files(pid):
    """What the descriptors of a process point to."""
    found = []
    for descriptor in pathlib.Path(f"/proc/{pid}/fd").glob("*"):
        try:
            found.append(os.readlink(descriptor))
        except OSError:
            continue
    return found


def open_serial_ports(pid):
    return sorted(name for name in open_files(pid) if name.startswith("/dev/ttyUSB"))


def threads(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/task").iterdir()))


def own_memory(pid):
    """KiB that belong to the process alone: its heap and stacks, not the program itself."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^RssAnon:\s+([0-9]+) kB", status, re.MULTILINE).group(1))


def huge_pages(pid):
    """KiB of it that the kernel keeps in pages of two megabytes."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^AnonHugePages:\s+([0-9]+) kB", rollup, re.MULTILINE).group(1))


def processor_time(pid):
    """Seconds of processor time a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def leftovers():
    """What a call leaves behind when it does not clean up after itself, each as a line for a person; empty is right."""
    found = [f"interface {name}" for name in ppp_interfaces()]
    found += [f"route {line}" for line in routes() if " dev ppp" in line]
    found += [f"pppd with pid {pid}" for pid in processes("pppd")]
    found += [f"lock {path}" for path in pathlib.Path("/var/lock").glob("LCK..ttyUSB*")]
    for folder in ("/run/zte-modem/ppp", "/run/zte-pppd"):
        found += [f"runtime file {path}" for path in pathlib.Path(folder).glob("*")]
    return sorted(found)
