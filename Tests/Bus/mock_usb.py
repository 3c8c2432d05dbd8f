"""A USB port in which a stick comes and goes, for one process tree: run by machine.py under umockdev-wrapper.

Requests are lines of JSON on stdin, each answered by one: {"do": "plug", "terminals": {"0": "/dev/pts/3", …}},
{"do": "unplug"}. The stick is what the kernel shows of an MF622 that has become a modem.
"""

import json
import os
import subprocess
import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

PORT = "1-1"
UDEV_DATABASE = "/run/udev/data"

# The device and one configuration with three vendor-specific interfaces, a bulk endpoint in each direction
# (USB 2.0, 9.6).
DEVICE = bytes([18, 1, 0, 2, 0, 0, 0, 64, 0xd2, 0x19, 0x01, 0x00, 0, 0, 1, 2, 0, 1])
INTERFACES = b"".join(
    bytes([9, 4, number, 0, 2, 0xff, 0xff, 0xff, 0,
           7, 5, 0x81 + number, 2, 0, 2, 0,
           7, 5, 0x01 + number, 2, 0, 2, 0])
    for number in range(3))
CONFIGURATION = bytes([9, 2]) + (9 + len(INTERFACES)).to_bytes(2, "little") + bytes([3, 1, 0, 0xe0, 250]) + INTERFACES


class MockPort:
    def __init__(self):
        self.testbed = UMockdev.Testbed.new()
        self.root = self.testbed.get_root_dir()
        self.added = []
        self.mounted = []

    def plug(self, terminals):
        """`terminals` are what stands behind the ttys, by the number of the interface."""
        device = self._add("usb", PORT, None, {
            "busnum": "1", "devnum": "5", "idVendor": "19d2", "idProduct": "0001", "bConfigurationValue": "1",
            "manufacturer": "ZTE, Incorporated", "product": "ZTE CDMA Technologies MSM",
        }, {"DEVTYPE": "usb_device", "DRIVER": "usb", "BUSNUM": "001", "DEVNUM": "005", "PRODUCT": "19d2/1/0"})
        self.testbed.set_attribute_binary(device, "descriptors", DEVICE + CONFIGURATION)
        for number, terminal in sorted(terminals.items()):
            interface = self._add("usb", f"{PORT}:1.{number}", device, {"bInterfaceNumber": f"{int(number):02x}"},
                                  {"DEVTYPE": "usb_interface", "DRIVER": "option"})
            self.testbed.set_attribute_link(interface, "driver", "../../../bus/usb/drivers/option")
            self._add_tty(f"ttyUSB{number}", interface, terminal)

    def unplug(self):
        """As the kernel does it: the youngest first, each announced after it is gone."""
        for path in reversed(self.added):
            self.testbed.uevent(path, "remove")
            self.testbed.remove_device(path)
        self.added.clear()
        for node in self.mounted:
            subprocess.run(["umount", "--lazy", node], check=True)
            os.unlink(node)
        self.mounted.clear()

    def _add_tty(self, name, interface, terminal):
        # The daemon compares the number it was told with that of what it opened.
        number = os.stat(terminal).st_rdev
        major, minor = os.major(number), os.minor(number)
        # The mock's own /dev has symbolic links to its terminals, which the daemon refuses to follow. udevd's word that
        # it has seen the tty has to be there before the tty is.
        node = os.path.join(self.root, "dev", name)
        os.makedirs(os.path.dirname(node), exist_ok=True)
        with open(node, "x", encoding="ascii"):
            pass
        subprocess.run(["mount", "--bind", terminal, node], check=True)
        self.mounted.append(node)
        os.makedirs(UDEV_DATABASE, exist_ok=True)
        with open(f"{UDEV_DATABASE}/c{major}:{minor}", "w", encoding="ascii") as entry:
            entry.write("I:1\n")
        self._add("tty", name, interface, {"dev": f"{major}:{minor}"}, {"MAJOR": str(major), "MINOR": str(minor)})

    def _add(self, subsystem, name, parent, attributes, properties):
        path = self.testbed.add_device(subsystem, name, parent, _flat(attributes), _flat(properties))
        self.added.append(path)
        self.testbed.uevent(path, "add")
        return path


def _flat(pairs):
    return [text for pair in pairs.items() for text in pair]


def main():
    port = MockPort()
    print(json.dumps({"root": port.root}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request.pop("do") == "plug":
            port.plug(request["terminals"])
        else:
            port.unplug()
        print(json.dumps({"done": True}), flush=True)
    port.unplug()


if __name__ == "__main__":
    main()
