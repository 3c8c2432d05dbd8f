"""Measures this project's service beside the usual programs and beside the least that could work, in one machine.

First the switch alone, plug to ports, usb_modeswitch beside the others. Then rounds, of one stick and one contender after the
other: plug to ping, connect to ping, the network hangs up, and from a second plug to the ping, step by step. Of the service
under ModemManager's name with an unmodified NetworkManager ("clients"), only the last. Then, once: what they need while nothing
happens, many sticks at once, round trips on the bus, sizes. What is printed and left in /mnt/results are medians of the rounds.

Environment: RUNS, rounds (5); WINDOW, seconds of idleness that are watched (60); STICKS, how many at once ("1 8 32"); PARTS, what
is measured ("switch rounds clients crowds"); LOAD, what the host had to do when this was started; DATE, of the host.
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import textwrap
import time
import traceback

import bus
import crowd
import dbus
import rate
import report
import stock
import switching
import usage
from compatible import Compatible
from floor import Floor
from service import Service
from stage import Stage
from stick import VirtualStick
from timeline import run
from witness import Addresses, Pinger

RUNS = int(os.environ.get("RUNS") or 5)
WINDOW = int(os.environ.get("WINDOW") or 60)
COUNTS = [int(count) for count in (os.environ.get("STICKS") or "1 8 32").split()]
PARTS = (os.environ.get("PARTS") or "switch rounds clients crowds").split()
RESULTS = pathlib.Path("/mnt/results")
# How long a call that the network ended may take to come back before we say that it does not.
PATIENCE = {"zte-modem": 6, "stock": 40}
# What has just been connected has still something to do.
SETTLE = 10
BROKEN = (AssertionError, OSError, subprocess.SubprocessError, dbus.DBusException)


def say(text):
    print(text, flush=True)


class Bench:
    def __init__(self):
        stage = Stage()
        witnesses = stage.kernel, Addresses(), Pinger()
        self.events = stage.kernel
        self.floor, self.service, self.stock, self.compatible = (
            kind(*witnesses) for kind in (Floor, Service, stock.Stock, Compatible))
        self.switchers = [switching.Least(), switching.Service(), switching.UsbModeSwitch()]
        self.pinger = witnesses[2]
        self.samples = {}
        self.failures = []
        self.stick = VirtualStick("--unplugged")
        self.stick.ready()

    def note(self, contender, name, value):
        self.samples.setdefault(contender.name, {}).setdefault(name, []).append(value)

    # --- The switch ---------------------------------------------------------------------------------------------------

    def switch(self, number):
        for switcher in self.switchers:
            try:
                times = switching.measure(switcher, self.stick, self.events)
            except BROKEN as error:
                self.failed(f"switching by {switcher.name}, round {number}", error)
                self.stick.unplug()
                continue
            for moment, seconds in times.items():
                self.note(switcher, f"switching {moment}", seconds)
            say(f"  {switcher.name}: " + ", ".join(f"{moment} {report.seconds(at)}" for moment, at in times.items()))

    # --- Rounds -------------------------------------------------------------------------------------------------------

    def warm_up(self):
        """Modules of the kernel are loaded by the first stick after a boot; that is nobody's merit."""
        self.floor.plug_to_ping(self.stick)
        self.floor.unplug(self.stick)

    def round(self, number, last):
        for contender in (self.floor, self.service, self.stock):
            self.turn(contender, number, lambda contender=contender: self.play(contender, last))

    def clients(self, number):
        """NetworkManager alone knows what to do. The usual programs are those of the rounds, if there are any."""
        for contender in [self.compatible] if "rounds" in PARTS else [self.compatible, self.stock]:
            self.turn(contender, number, lambda contender=contender: self.play_plug(contender))

    def turn(self, contender, number, play):
        began = time.monotonic()
        try:
            contender.start()
            play()
        except BROKEN as error:
            # One that breaks must not take the figures of the others along; it is told in the report.
            self.failed(f"{contender.name}, round {number}", error)
        finally:
            self.clear(contender)
        say(f"round {number}: {contender.name} took {time.monotonic() - began:.0f} s")

    def play_plug(self, contender):
        """The second plug, as in play()."""
        contender.plug_to_ping(self.stick)
        contender.unplug(self.stick)
        self.note_steps(contender)

    def play(self, contender, last):
        if contender is self.floor:
            self.note_steps(contender)
            return self.note(contender, "connect to ping", contender.dial_to_ping)
        # Programs that have just been started are slower, and on an emulated processor by far; they run for weeks.
        times, cost = contender.plug_to_ping(self.stick)
        self.note(contender, "first plug to ping", times["ping"])
        for name, seconds in cost.items():
            self.note(contender, f"first cpu {name}", seconds)
        if last:
            self.note_window(contender, "connected")
        self.note(contender, "connect to ping", contender.connect_to_ping(self.stick))
        noticed, again = contender.drop_to_ping(self.stick, PATIENCE[contender.name])
        self.note(contender, "drop noticed", noticed)
        self.note(contender, "drop to ping", again)
        if again is None:
            contender.connect(self.stick)[1].wait(60)
        contender.unplug(self.stick)
        self.note_steps(contender)
        if last:
            contender.hang_up()
            self.note_window(contender, "idle")
            self.note_rates(contender)

    def note_steps(self, contender):
        times, cost = contender.plug_to_ping(self.stick)
        for name, seconds in times.items():
            self.note(contender, name, seconds)
        for name, seconds in cost.items():
            self.note(contender, f"cpu {name}", seconds)
        say(f"  {contender.name}: " + ", ".join(f"{name} {report.seconds(at)}" for name, at in times.items()))

    def clear(self, contender):
        """Whatever has happened, the next one finds nothing of it."""
        try:
            contender.unplug(self.stick)
        except BROKEN as error:
            say(f"  {error}")
        contender.stop()

    def failed(self, what, error):
        traceback.print_exc()
        self.failures.append(f"{what}: {textwrap.shorten(str(error), 300)}")

    # --- Once ---------------------------------------------------------------------------------------------------------

    def note_window(self, contender, state):
        time.sleep(SETTLE)
        for name, used in usage.window(contender.programs, WINDOW).items():
            self.note(contender, f"{state} {name}", vars(used))

    def note_rates(self, contender):
        if contender is self.service:
            found = rate.of(bus.NAME, bus.modem_path(self.stick.physical_port), bus.MODEM)
        else:
            found = rate.of("org.freedesktop.ModemManager1", stock.modem_path(), "org.freedesktop.ModemManager1.Modem")
        for name, value in found.items():
            self.note(contender, f"rate {name}", value)

    def note_crowds(self):
        for contender, begin in ((self.service, self.service.start), (self.stock, lambda: self.stock.start(False))):
            for count in COUNTS:
                try:
                    found = crowd.measure(contender, count, begin)
                except BROKEN as error:
                    self.failed(f"{contender.name}, {count} sticks", error)
                    continue
                self.note(contender, f"crowd {count}", found)
                say(f"  {contender.name}: {count} sticks: {found}")
                self.write()

    def note_sizes(self):
        for contender, paths in ((self.service, report.OUR_PROGRAMS), (self.stock, report.THEIR_PROGRAMS)):
            for path in paths:
                self.note(contender, f"size {path}", usage.size(path))

    def run(self):
        self.note_sizes()
        self.warm_up()
        for number in range(1, RUNS + 1):
            if "switch" in PARTS:
                self.switch(number)
            if "rounds" in PARTS:
                self.round(number, last=number == RUNS)
            if "clients" in PARTS:
                self.clients(number)
            self.write()
        self.stick.stop()
        if "crowds" in PARTS:
            self.note_crowds()

    def write(self):
        """Leaves what there is so far: a run that is cut short is not lost. Returns the tables."""
        medians = {
            contender: {name: median(values) for name, values in samples.items()}
            for contender, samples in self.samples.items()}
        conditions = self.conditions()
        RESULTS.joinpath("figures.json").write_text(
            json.dumps({"conditions": conditions, "medians": medians, "samples": self.samples}, indent=1))
        text = report.markdown(medians, conditions, self.failures)
        RESULTS.joinpath("performance.md").write_text(text)
        return text

    def conditions(self):
        return {
            "date": os.environ.get("DATE") or time.strftime("%Y-%m-%d"), "runs": RUNS, "window": WINDOW,
            "parts": PARTS, "load": os.environ.get("LOAD") or "unknown", "processors": os.cpu_count(),
            # "kvm", or "qemu" where the processors are emulated.
            "emulated": run("systemd-detect-virt").stdout.strip() == "qemu",
            "system": platform.freedesktop_os_release()["PRETTY_NAME"],
            "kernel": platform.release(), "versions": stock.versions()}


def median(values):
    """Of numbers; a single value is itself, and one that never came makes the median not to be had."""
    if any(value is None for value in values):
        return None
    return values[0] if isinstance(values[0], dict) else statistics.median(values)


def main():
    bench = Bench()
    bench.run()
    say("\n" + bench.write())
    return 1 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main())
