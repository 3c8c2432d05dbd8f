"""USB ports in which sticks come and go, for one process tree: run by machine.py under umockdev-wrapper.

Requests are lines of JSON on stdin, each answered by one: {"do": "plug", "port": "1-1", "product": "0001", "terminals":
{"0": "/dev/pts/3", …}}, {"do": "unplug", "port": "1-1"}, {"do": "create", "path": "/dev/ppp"}. A stick is what the kernel
shows of one that has become a modem, or, without terminals, of one that is a CD-ROM.
"""

import json
import os
import subprocess
import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

UDEV_DATABASE = "/run/udev/data"

VENDOR_SPECIFIC = bytes([0xff, 0xff, 0xff])
# SCSI over Bulk-Only Transport.
MASS_STORAGE = bytes([8, 6, 0x50])


def descriptors(product, kinds):
    """The device and one configuration with an interface of each kind, a bulk endpoint in each direction (USB 2.0, 9.6)."""
    device = bytes([18, 1, 0, 2, 0, 0, 0, 64, 0xd2, 0x19]) + int(product, 16).to_bytes(2, "little") + bytes(
        [0, 0, 1, 2, 0, 1])
    interfaces = b"".join(
        bytes([9, 4, number, 0, 2]) + kind + bytes([0, 7, 5, 0x81 + number, 2, 0, 2, 0, 7, 5, 1 + number, 2, 0, 2, 0])
        for number, kind in enumerate(kinds))
    size = (9 + len(interfaces)).to_bytes(2, "little")
    return device + bytes([9, 2]) + size + bytes([len(kinds), 1, 0, 0xe0, 250]) + interfaces


class MockPorts:
    def __init__(self):
        self.testbed = UMockdev.Testbed.new()
        self.root = self.testbed.get_root_dir()
        self.number = 4
        self.added = {}
        self.mounted = {}

    def plug(self, port, product, terminals):
        """`terminals` are what stands behind the ttys, by the number of the interface. Their names are the lowest that are
        free, as with the kernel's."""
        self.number += 1
        self.added[port], self.mounted[port] = [], []
        kinds = [VENDOR_SPECIFIC] * (int(max(terminals)) + 1) if terminals else [MASS_STORAGE]
        device = self._add(port, "usb", port, None, {
            "busnum": "1", "devnum": str(self.number), "idVendor": "19d2", "idProduct": product,
            "bConfigurationValue": "1", "manufacturer": "ZTE, Incorporated", "product": "ZTE CDMA Technologies MSM",
        }, {"DEVTYPE": "usb_device", "DRIVER": "usb", "BUSNUM": "001", "DEVNUM": f"{self.number:03}",
            "DEVNAME": f"/dev/bus/usb/001/{self.number:03}", "PRODUCT": f"19d2/{product.lstrip('0')}/0"})
        self.testbed.set_attribute_binary(device, "descriptors", descriptors(product, kinds))
        if not terminals:
            self._add(port, "usb", f"{port}:1.0", device, {"bInterfaceNumber": "00"},
                      {"DEVTYPE": "usb_interface", "DRIVER": "usb-storage"})
        # Until here it had none, and may have been looked at.
        self.testbed.uevent(device, "bind")
        for number, terminal in sorted(terminals.items()):
            interface = self._add(port, "usb", f"{port}:1.{number}", device,
                                  {"bInterfaceNumber": f"{int(number):02x}"},
                                  {"DEVTYPE": "usb_interface", "DRIVER": "option"})
            self.testbed.set_attribute_link(interface, "driver", "../../../bus/usb/drivers/option")
            self._add_tty(port, interface, terminal)

    def unplug(self, port):
        """As the kernel does it: the youngest first, each announced after it is gone."""
        for path in reversed(self.added.pop(port, [])):
            self.testbed.uevent(path, "remove")
            self.testbed.remove_device(path)
        for node in self.mounted.pop(port, []):
            subprocess.run(["umount", "--lazy", node], check=True)
            os.unlink(node)

    def create(self, path):
        os.makedirs(os.path.dirname(self.root + path), exist_ok=True)
        with open(self.root + path, "x", encoding="ascii"):
            pass

    def _add_tty(self, port, interface, terminal):
        taken = [node for nodes in self.mounted.values() for node in nodes]
        node = next(node for node in (os.path.join(self.root, "dev", f"ttyUSB{number}") for number in range(100))
                    if node not in taken)
        # The daemon compares the number it was told with that of what it opened.
        number = os.stat(terminal).st_rdev
        major, minor = os.major(number), os.minor(number)
        # The mock's own /dev has symbolic links to its terminals, which the daemon refuses to follow. udevd's word that
        # it has seen the tty has to be there before the tty is.
        os.makedirs(os.path.dirname(node), exist_ok=True)
        with open(node, "x", encoding="ascii"):
            pass
        subprocess.run(["mount", "--bind", terminal, node], check=True)
        self.mounted[port].append(node)
        os.makedirs(UDEV_DATABASE, exist_ok=True)
        with open(f"{UDEV_DATABASE}/c{major}:{minor}", "w", encoding="ascii") as entry:
            entry.write("I:1\n")
        self._add(port, "tty", os.path.basename(node), interface, {"dev": f"{major}:{minor}"}, {"MAJOR": str(major), "MINOR": str(minor)})

    def _add(self, port, subsystem, name, parent, attributes, properties):
        path = self.testbed.add_device(subsystem, name, parent, _flat(attributes), _flat(properties))
        self.added[port].append(path)
        self.testbed.uevent(path, "add")
        return path


def _flat(pairs):
    return [text for pair in pairs.items() for text in pair]


def main():
    ports = MockPorts()
    print(json.dumps({"root": ports.root}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        getattr(ports, request.pop("do"))(**request)
        print(json.dumps({"done": True}), flush=True)
    for port in list(ports.added):
        ports.unplug(port)


if __name__ == "__main__":
    main()
