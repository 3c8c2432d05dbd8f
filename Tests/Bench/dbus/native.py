"""This project's service beside a least one in C, on this machine: calls, instructions, and how long a start takes.

Usage: native.py TOOLS RESULTS

A private bus and the scripted stick of Tests/Bus; TOOLS is the folder of the programs of scripts/bench-dbus. Environment:
CALLS in a round (5000), ROUNDS (7), STARTS (20), INSTRUCTIONS (no: they are not counted), ZTE_PROGRAMS.
"""

import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Bus"))

from contest import C, OF_SERVICE, OURS, PROPERTIES, Contest, Subject, lines_of  # noqa: E402
from machine import BUS_NAME, PRELOAD, REPOSITORY, STICK, Machine, missing, programs  # noqa: E402
import tables  # noqa: E402

CALLS = int(os.environ.get("CALLS") or 5000)
ROUNDS = int(os.environ.get("ROUNDS") or 7)
STARTS = int(os.environ.get("STARTS") or 20)
# What the policy of the bus lets everybody own.
OTHER_NAME = "org.example.Neighbour"
MODEM = "org.ztemodem1.Modem"
PROPERTY = "State"
# Hidden in a Machine, with all of its folder.
VALGRIND = pathlib.Path("/usr/libexec/valgrind")


class Native:
    def __init__(self, tools, results, folder):
        self.tools, self.results, self.folder = tools, results, folder
        self.machine = Machine(folder)
        self.plug()
        self.read_properties()

    def plug(self):
        self.machine.plug_scripted().is_in_its_network()
        self.machine.reaches("registered", limit=120)

    def read_properties(self):
        """C answers what the daemon answers."""
        answer = self.machine.run("busctl", f"--address={self.machine.address}", "--json=short", "call", BUS_NAME, STICK,
                                  PROPERTIES, "GetAll", "s", MODEM)
        self.properties = self.folder / "properties"
        self.properties.write_text(lines_of(json.loads(answer.stdout)["data"][0]))

    # --- Services -----------------------------------------------------------------------------------------------------

    def service_command(self):
        return [str(self.tools / "service"), self.machine.address, OTHER_NAME, STICK, MODEM]

    def start_service(self, *prefix):
        # The daemon runs with this in between, too.
        environment = {**os.environ, "LD_PRELOAD": PRELOAD, "UMOCKDEV_DIR": self.machine.root}
        with self.properties.open() as properties:
            service = subprocess.Popen(self.machine.enter(*prefix, *self.service_command()), stdin=properties, env=environment)
        self.machine.wait("the service in C", lambda: self.machine.run(
            "busctl", f"--address={self.machine.address}", "call", OTHER_NAME, STICK, PROPERTIES, "GetAll", "s", MODEM,
        ).returncode == 0)
        return service

    def subjects(self, service):
        return [Subject(OURS, BUS_NAME, STICK, MODEM, PROPERTY, self.machine.daemon_id()),
                Subject(C, OTHER_NAME, STICK, MODEM, PROPERTY, service.pid)]

    # --- Figures ------------------------------------------------------------------------------------------------------

    def contest(self):
        return Contest(self.machine.address, self.tools, CALLS, self.machine.enter)

    def calls(self):
        """{kind: {label: [figures]}}"""
        contest, service = self.contest(), self.start_service()
        try:
            for _ in range(ROUNDS):
                contest.round(self.subjects(service))
        finally:
            end(service)
        return contest.samples

    def instructions(self):
        """{kind: {label: a call}}, by callgrind. The same again and again, whatever else the machine does."""
        self.machine.stop_daemon()
        self.machine.unplug()
        if VALGRIND.exists():
            (self.folder / "valgrind").mkdir()
            for part in (*VALGRIND.glob("callgrind-*"), *VALGRIND.glob("vgpreload_core-*"), *VALGRIND.glob("*.supp")):
                shutil.copy(part, self.folder / "valgrind")
        # Valgrind stumbles over newer debugging information than it knows.
        (self.folder / "programs").mkdir()
        subprocess.run(["strip", "--strip-debug", "-o", self.folder / "programs" / "zte-modemd", programs() / "zte-modemd"],
                       check=True)
        os.environ["ZTE_PROGRAMS"] = str(self.folder / "programs")
        self.machine.start_daemon(*self.callgrind("ours"))
        self.plug()
        service = self.start_service(*self.callgrind("c"))
        try:
            contest, found = self.contest(), {}
            for subject, name in zip(self.subjects(service), ("ours", "c")):
                control(subject.pid, "--instr=on")
                for kind in tables.KINDS:
                    found.setdefault(kind, {})[subject.label] = self.count(contest, subject, kind, name)
            return found
        finally:
            end(service)

    def callgrind(self, name):
        library = [f"VALGRIND_LIB={self.folder}/valgrind"] if VALGRIND.exists() else []
        return ["env", *library, "valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no",
                f"--callgrind-out-file={self.folder}/{name}"]

    def count(self, contest, subject, kind, name):
        calls = min(CALLS, 500)
        contest.ask(subject, kind, calls)
        control(subject.pid, "--zero")
        contest.ask(subject, kind, calls)
        control(subject.pid, f"--dump={kind}")
        dump = max(self.folder.glob(f"{name}.*"), key=lambda path: int(path.suffix[1:]))
        # For callgrind_annotate.
        shutil.copy(dump, self.results / f"{name}-{kind}.callgrind")
        # contest.ask() warms up, too.
        counted = calls + calls // 10
        return int(re.search(r"^(?:totals|summary): (\d+)", dump.read_text(), re.MULTILINE)[1]) / counted

    def starts(self):
        """{label: [ns]}. Without a stick: what a daemon does before it has its name it does without one."""
        self.machine.stop_daemon()
        daemon = [str(programs() / "zte-modemd"), "--bus", self.machine.address, "--config",
                  str(REPOSITORY / "data" / "zte-modem.conf"), "--devices", str(REPOSITORY / "data" / "devices"),
                  "--runtime-dir", str(self.folder / "run")]
        return {OURS: self.start_often(BUS_NAME, daemon), C: self.start_often(OTHER_NAME, self.service_command())}

    def start_often(self, name, command):
        # Nothing that is really plugged in is shown to it.
        hidden = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs tmpfs /sys && exec "$@"', "sh"]
        starter = [self.tools / "starter", self.machine.address, name, STARTS + 1, OF_SERVICE, *command]
        with self.properties.open() as properties, self.machine.log.open("a") as log:
            answer = subprocess.run(
                self.machine.enter(*hidden, *starter), text=True, stdin=properties, stdout=subprocess.PIPE, stderr=log,
                timeout=600, check=False)
        assert answer.returncode == 0, self.machine.log.read_text()[-2000:]
        # The first one reads its program from the disk.
        return [int(line) for line in answer.stdout.split()][1:]


def control(pid, option):
    subprocess.run(["callgrind_control", option, str(pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
                   timeout=60)


def end(process):
    process.terminate()
    process.wait(20)


def can_count():
    return os.environ.get("INSTRUCTIONS") != "no" and all(shutil.which(tool) for tool in ("valgrind", "callgrind_control"))


def conditions(load):
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    text = (f"{time.strftime('%Y-%m-%d')}, {system}, kernel {platform.release()}, {os.cpu_count()} processors. Medians of "
            f"{ROUNDS} rounds of {CALLS} calls of each kind, and of {STARTS} starts; load when it began: {load:.2f}.")
    return text if can_count() else text + " Instructions were not counted: callgrind is not installed, or was not wanted."


def main(tools, results):
    reason = missing()
    if reason:
        sys.exit(f"native.py: {reason}")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="zte-bench-") as folder:
        native = Native(tools, results, pathlib.Path(folder))
        try:
            samples = native.calls()
            instructions = native.instructions() if can_count() else {}
            starts = native.starts()
        finally:
            native.machine.close()
    text = tables.markdown("On a real processor", conditions(load), samples, starts, instructions)
    (results / "native.md").write_text(text)
    (results / "native.json").write_text(json.dumps(
        {"samples": samples, "instructions": instructions, "starts": starts}, indent=1))
    print(text)


if __name__ == "__main__":
    main(*(pathlib.Path(word).resolve() for word in sys.argv[1:3]))
