"""Calls to services that take turns: what a call takes, and what it costs the service.

The services are on one processor, the caller and the bus on another, so that nothing of the one is in the figures of the
other. Each round asks every service, the next round in the other order: a machine that becomes slower does so for all.
"""

import dataclasses
import json
import os
import pathlib
import statistics
import subprocess

PROPERTIES = "org.freedesktop.DBus.Properties"
OURS, C, STOCK = "zte-modemd", "C, libdbus", "ModemManager"
SERVICES = [OURS, C, STOCK]
# Of which nothing is counted: caches are filled, code is read from the disk.
WARM_UP = 10
FIGURES = ["rate", "p50", "p99", "cpu"]

PROCESSORS = sorted(os.sched_getaffinity(0))
# The same one where there is no other.
OF_SERVICE, OF_CALLER = PROCESSORS[0], PROCESSORS[-1]


@dataclasses.dataclass
class Subject:
    """A service with an object. `property_name` is text, as short as the others' is."""
    label: str
    bus_name: str
    path: str
    interface: str
    property_name: str
    pid: int

    def call(self, kind):
        """Interface, member and arguments."""
        return {
            "GetAll": [PROPERTIES, "GetAll", self.interface],
            "Get": [PROPERTIES, "Get", self.interface, self.property_name],
            "Ping": ["org.freedesktop.DBus.Peer", "Ping"]}[kind]


KINDS = {"GetAll": "Properties.GetAll of a modem", "Get": "Properties.Get of one property", "Ping": "Peer.Ping"}


class Contest:
    def __init__(self, address, tools, calls, enter=lambda *command: list(command)):
        """`tools` is the folder of the caller; `enter` puts a command where the bus is."""
        self._address, self._tools, self._calls, self._enter = address, pathlib.Path(tools), calls, enter
        # {kind: {label: [{figure: value}]}}, a round each.
        self.samples = {kind: {} for kind in KINDS}
        self._rounds = 0

    def round(self, subjects):
        ordered = subjects if self._rounds % 2 == 0 else subjects[::-1]
        self._rounds += 1
        for subject in subjects:
            pin(subject.pid, OF_SERVICE)
        for kind in KINDS:
            for subject in ordered:
                figures = {"round": self._rounds, **self.ask(subject, kind)}
                self.samples[kind].setdefault(subject.label, []).append(figures)

    def ask(self, subject, kind, calls=None):
        calls = calls or self._calls
        answer = subprocess.run(
            self._enter("taskset", "-c", str(OF_CALLER), str(self._tools / "caller"), self._address, subject.bus_name,
                        subject.path, str(subject.pid), str(calls), str(calls // WARM_UP), *subject.call(kind)),
            text=True, stdout=subprocess.PIPE, timeout=600, check=True)
        return json.loads(answer.stdout)


def pin(pid, processor):
    """All threads of it."""
    subprocess.run(["taskset", "-a", "-p", "-c", str(processor), str(pid)], stdout=subprocess.DEVNULL, check=True)


def medians(samples):
    """{kind: {label: {figure: median}}}"""
    return {
        kind: {label: {figure: statistics.median(one[figure] for one in rounds) for figure in FIGURES}
               for label, rounds in services.items()}
        for kind, services in samples.items()}


def ratio(samples, kind, figure, label, base):
    """Median over the rounds of one service's figure by another's of the same round; of one round after the other, for two
    that are never in the same; None where either was not asked."""
    ours, theirs = (samples[kind].get(name) for name in (label, base))
    if not ours or not theirs:
        return None
    of_round = {one["round"]: one for one in theirs}
    pairs = [(one, of_round[one["round"]]) for one in ours if one["round"] in of_round] or zip(ours, theirs)
    return statistics.median(one[figure] / other[figure] for one, other in pairs)


def lines_of(properties):
    """What service.c reads, of what busctl says of GetAll."""
    def words(value):
        if isinstance(value, list):
            return [word for item in value for word in words(item)]
        return [str(value)]
    return "".join("\t".join([name, entry["type"], *words(entry["data"])]) + "\n" for name, entry in properties.items())
