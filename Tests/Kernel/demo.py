#!/usr/bin/env python3
"""`make demo`: a ZTE stick from the plug to the first ping, told as it happens.

Each step is told when it happens and verified by somebody else than the daemon: by the kernel (uevents, sysfs, the
process table), by the stick's own log, or by a packet that comes back. The exit status is 0 only if all of them were.
"""

import platform
import re
import sys
import time

import bus
import kernel
import stick as virtual
from daemon import client
from stage import MOMENT, WHILE, Stage
from story import Story, expect
from timeline import until

CD_ROM, MODEM = "19d2:2000", "19d2:0001"
# Class 8 mass storage, subclass 6 SCSI, protocol 80 bulk-only.
STORAGE_INTERFACE = "8/6/80"

TABLE = ["plugged in", "switch command", "modem", "ttyUSB", "AT port", "registered", "ppp0 up", "first ping"]


class Act:
    """One stick on the stage. The steps are methods, in the order in which they happen."""

    def __init__(self, stage, story, *options):
        self.stage = stage
        self.story = story
        self.kernel_mark, self.bus_mark = stage.kernel.mark(), stage.bus.mark()
        self.stick = stage.plug(*options)
        self.port = self.stick.physical_port

    # --- Plug and switch ----------------------------------------------------------------------------------------------

    def plugged_in(self):
        plugged = self.stick.plugged()
        self.story.moment("plugged in", plugged.time, f"a stick is plugged into USB port {self.port}", "the stick")
        self.stage.kernel.device_added(self.port, CD_ROM, WHILE, since=self.kernel_mark)
        seen = self.stage.kernel.wait(
            "a mass storage interface",
            lambda event: event.is_("add", "usb", re.escape(f"{self.port}:1.0"))
            and event.get("INTERFACE") == STORAGE_INTERFACE,
            WHILE, since=self.kernel_mark)
        self.story.moment("CD-ROM", seen.time, f"it is {CD_ROM} and says it is a CD-ROM", "kernel: storage interface")
        added = self.stage.bus.added(self.port, MOMENT, since=self.bus_mark)
        self.story.moment("object", added.time, "the daemon has an object for it", bus.modem_path(self.port))

    def eject_obeyed(self):
        told = self.stick.heard("eject received", MOMENT)
        self.story.moment("switch command", told.time, "attempt 1: eject", "the stick got the command")

    def eject_ignored(self):
        told = self.stick.heard("eject received", MOMENT)
        self.story.moment("eject", told.time, "attempt 1: eject, which it ignores", "the stick got the command")
        turned = self.stick.heard("turns: ", WHILE)
        expect("the stick turned because no SCSI command came", True, "no SCSI command" in turned.what)
        self.story.moment("switch command", turned.time, "attempt 2: nobody drives it, and it turns by itself",
                          "the stick was left alone for 4 s")

    def became_a_modem(self):
        left = self.stage.kernel.device_removed(self.port, WHILE, since=self.kernel_mark)
        self.story.moment("left", left.time, "the CD-ROM leaves the bus", "kernel: device removed")
        back = self.stage.kernel.device_added(self.port, MODEM, WHILE, since=self.kernel_mark)
        self.story.moment("modem", back.time, f"it comes back as {MODEM}", "kernel: new device, same port")
        self.nodes = until("three serial ports", self._three_ports, MOMENT)
        last = self.stage.kernel.entries(
            lambda event: event.is_("add", "tty", "ttyUSB[0-9]+") and f"/{self.port}/" in event["DEVPATH"],
            self.kernel_mark)[-1]
        expect("drivers", {0: "option", 1: "option", 2: "option"}, kernel.interface_drivers(self.port))
        names = ", ".join(self.nodes[number] for number in sorted(self.nodes))
        self.story.moment("ttyUSB", last.time, f"serial ports {names}", "kernel: driver option")

    def _three_ports(self):
        nodes = kernel.serial_ports(self.port)
        return nodes if len(nodes) == 3 else None

    # --- Getting to know it -------------------------------------------------------------------------------------------

    def found_the_at_port(self):
        found = self.stage.bus.state(self.port, "enabling", WHILE, since=self.bus_mark)
        _, primary = self.stage.bus.property(self.port, bus.MODEM, "PrimaryPort", MOMENT, since=self.bus_mark)
        interface = {node: number for number, node in self.nodes.items()}[primary]
        self.stick.heard(f"^at{interface}> OK", MOMENT)
        expect("the port is held open by the daemon", True,
               f"/dev/{primary}" in kernel.open_serial_ports(self.stage.daemon.pid))
        self.story.moment("AT port", found.time, f"AT commands are answered on {primary}",
                          f"the stick said OK on interface {interface}")

    def registered(self, method, attempts):
        """What is told here came by signals: nobody has asked the daemon for anything yet."""
        there = self.stage.bus.state(self.port, "registered", WHILE, since=self.bus_mark)
        self.stick.heard("registration home", MOMENT)
        self.story.moment("registered", there.time, "registered in the home network", "the stick: registration home")
        self.stage.bus.property(self.port, bus.NETWORK, "OperatorName", MOMENT, since=self.bus_mark)
        told = self.stage.bus.told(self.port, since=self.bus_mark)
        modem, sim, network = told[bus.MODEM], told[bus.SIM], told[bus.NETWORK]
        self._fact("IMEI", virtual.IMEI, modem["EquipmentIdentifier"], "the stick's own")
        self._fact("SIM lock", "none", sim["Lock"], "the stick's own")
        self._fact("operator", virtual.OPERATOR, network["OperatorName"], "the stick's own")
        # 3GPP TS 27.007, 8.5: 0 is -113 dBm, and each step is 2 dB.
        self._fact("signal", f"{-113 + 2 * virtual.SIGNAL} dBm", f"{network['SignalDbm']:g} dBm",
                   f"the stick's +CSQ: {virtual.SIGNAL}")
        self._fact("switched by", f"{method}, attempt {attempts}",
                   f"{modem['SwitchMethod']}, attempt {modem['SwitchAttempts']}", "what the stick obeys")

    def _fact(self, name, expected, seen, proof):
        expect(name, expected, seen)
        self.story.detail(f"{name:<14} {seen}", proof)

    # --- The call -----------------------------------------------------------------------------------------------------

    def connect(self):
        self.story.command("zte-client connect --apn internet")
        began = self.stick.mark()
        client("connect", "--apn", "internet")
        expect("network interfaces", ["ppp0"], kernel.ppp_interfaces())
        own, peer = until("an address on ppp0", lambda: kernel.ipv4_address("ppp0"), MOMENT)
        added = self.stage.kernel.wait(
            "ppp0", lambda event: event.is_("add", "net", "ppp0"), MOMENT, since=self.kernel_mark)
        dialled = [entry for entry in self.stick.commands(since=began) if entry.what.startswith("ATD")]
        expect("dial commands the stick got", ["ATD*99***1#"], [entry.what for entry in dialled])
        answered = self.stick.heard("> CONNECT", MOMENT, since=began)
        self.story.moment("dialled", dialled[0].time, "the stick is dialled: *99***1#", "the stick got the command")
        self.story.moment("CONNECT", answered.time, "it answers CONNECT", "the stick")
        self.story.moment("ppp0", added.time, "ppp0 appears", "kernel: network interface")
        connected = self.stage.bus.state(self.port, "connected", MOMENT, since=self.bus_mark)
        self.story.moment("ppp0 up", connected.time, f"ppp0 is up: {own}, peer {peer}", "ip address")

    def ping(self):
        answer = until("an answer to a ping", lambda: kernel.ping(virtual.INTERNET, "ppp0", limit=1), MOMENT)
        self.story.moment("first ping", time.monotonic(), f"ping {virtual.INTERNET} through ppp0: {answer:.0f} ms",
                          "a packet came back")
        routes = [route for route in kernel.routes("ppp0") if route.startswith("default")]
        expect("default routes through ppp0", 1, len(routes))
        self.story.detail("the default route goes through ppp0", "ip route")

    def read_by_others(self):
        path = bus.modem_path(self.port)
        self.story.command(f"busctl call {bus.NAME} {bus.ROOT}", "org.freedesktop.DBus.ObjectManager GetManagedObjects")
        seen = bus.modem(self.port)
        self._fact("State", "connected", seen[bus.MODEM]["State"], "there was an answer to the ping")
        self._fact("address", kernel.ipv4_address("ppp0")[0], seen[bus.CONNECTION]["Ip4"]["address"], "ip address")
        self.story.command(f"dbus-send --system --print-reply --dest={bus.NAME} {path}",
                           f"org.freedesktop.DBus.Properties.Get string:{bus.MODEM} string:EquipmentIdentifier")
        told = bus.dbus_send_get(self.port, bus.MODEM, "EquipmentIdentifier")
        self._fact("IMEI", virtual.IMEI, told, "the stick's own")

    def disconnect(self):
        self.story.command("zte-client disconnect")
        client("disconnect")
        gone = self.stage.kernel.wait(
            "ppp0 gone", lambda event: event.is_("remove", "net", "ppp0"), MOMENT, since=self.kernel_mark)
        expect("what the call left behind", [], kernel.leftovers())
        self.story.moment("disconnected", gone.time, "ppp0 is gone, and nothing is left behind",
                          "no interface, route, pppd, lock, file")

    # --- The end ------------------------------------------------------------------------------------------------------

    def unplug(self):
        kernel_mark, bus_mark = self.stage.kernel.mark(), self.stage.bus.mark()
        self.stick.unplug()
        left = self.stage.kernel.device_removed(self.port, MOMENT, since=kernel_mark)
        self.story.moment("unplugged", left.time, "the stick is pulled out", "kernel: device removed")
        gone = self.stage.bus.removed(self.port, MOMENT, since=bus_mark)
        until("no tty held open", lambda: kernel.open_serial_ports(self.stage.daemon.pid) == [], MOMENT)
        until("nothing left behind", lambda: kernel.leftovers() == [], MOMENT)
        self.story.moment("object gone", gone.time, "its object is gone, and nothing is left behind",
                          "no interface, route, pppd, lock, file")
        self.stage.unplug_all()


def first_act(stage, story):
    story.act("Act 1: an MF622 that obeys the eject command")
    act = Act(stage, story, "--trigger", "eject")
    act.plugged_in()
    act.eject_obeyed()
    act.became_a_modem()
    act.found_the_at_port()
    act.registered("eject", 1)
    act.connect()
    act.ping()
    act.read_by_others()
    act.disconnect()
    act.unplug()
    story.table("From the plug to the first ping", TABLE)


def second_act(stage, story):
    story.act("Act 2: an MF622 that ignores it and turns only when its driver lets go")
    act = Act(stage, story, "--trigger", "driver-release")
    act.plugged_in()
    act.eject_ignored()
    act.became_a_modem()
    act.found_the_at_port()
    act.registered("driver-release", 2)
    act.connect()
    act.ping()
    act.unplug()


def main():
    story = Story()
    release = platform.freedesktop_os_release()
    story.say(f"A ZTE stick on {release['PRETTY_NAME']}, kernel {platform.release()}.")
    story.say("Real: kernel, udev, D-Bus, systemd, pppd, zte-modemd. Virtual: the stick and the network behind it.")
    stage = Stage()
    try:
        stage.daemon.start()
        expect("owner of the bus name", stage.daemon.pid, bus.owner_pid())
        story.say(f"zte-modemd runs as process {stage.daemon.pid} and owns {bus.NAME}.")
        first_act(stage, story)
        second_act(stage, story)
        story.say()
        story.well("Every step was verified.")
        return 0
    except Exception as error:  # whatever it is, the person who watches has to be told what and where
        story.failed(error, stage.daemon.last_words())
        return 1
    finally:
        stage.close()


if __name__ == "__main__":
    sys.exit(main())
