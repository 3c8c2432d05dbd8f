"""A polkit that says what it is told to say."""

import importlib.util
import os
import subprocess


def is_possible():
    return importlib.util.find_spec("dbusmock") is not None or os.path.exists("/usr/lib/python3/dist-packages/dbusmock")


class Polkit:
    """python-dbusmock's, on the bus of a machine."""

    def __init__(self, machine):
        self.machine = machine
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": machine.address}
        self.process = subprocess.Popen(["/usr/bin/python3", "-m", "dbusmock", "--template", "polkitd"],
                                        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        machine.wait("polkit", self.is_there)

    def is_there(self):
        return self.machine.run("busctl", f"--address={self.machine.address}", "status", "org.freedesktop.PolicyKit1").returncode == 0

    def set(self, member, argument):
        answer = self.machine.run("gdbus", "call", "--system", "--dest", "org.freedesktop.PolicyKit1", "--object-path",
                                  "/org/freedesktop/PolicyKit1/Authority", "--method",
                                  f"org.freedesktop.DBus.Mock.{member}", argument)
        assert answer.returncode == 0, answer.stderr

    def end(self):
        self.process.kill()
        self.process.wait()
