"""The safe-box of messages: how fast PDUs are decoded, what many stored messages cost, and how long a burst takes.

Usage: native.py RESULTS

RESULTS is a folder with the program "decoder" of scripts/bench-messages, which also says what the environment can be.
"""

import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Bus"))

import dbus  # noqa: E402
import gammu  # noqa: E402
from machine import BUS_NAME, Machine, missing  # noqa: E402

MESSAGES = int(os.environ.get("MESSAGES") or 10_000)
BURST = int(os.environ.get("BURST") or 100)
ROUNDS = int(os.environ.get("ROUNDS") or 7)
STORE = "org.ztemodem1.MessageStore"
MESSAGING = "org.ztemodem1.Messaging"
FROM = "+491701234567"
# Of each program in a round.
SECONDS = 1
LETTERS = "abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,äöü€"
# Written as the daemon writes it: it is what was received, not how, that is measured here.
FILL = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    [card] = database.execute("SELECT card FROM message").fetchone()
    database.executemany(
        "INSERT INTO message (card, direction, number, time, stored, state, kind, content, parts) "
        "VALUES (?, 'received', '+491701234567', '2026-11-26T12:00:00+01:00', 1800000000, 'received', 'text', ?, 1)",
        [(card, f"message {number} " + "x" * 140) for number in range(int(sys.argv[2]))])
"""


# --- PDUs -------------------------------------------------------------------------------------------------------------

def pdus(count=500):
    """Of messages that were received, as gammu makes them: most in the alphabet of GSM, each fifth in UCS-2."""
    chance = random.Random(1)
    blank, *_ = gammu.EncodeSMS({"Class": -1, "Unicode": False, "Entries": [{"ID": "Text", "Buffer": "x"}]})
    for number in range(count):
        is_wide = number % 5 == 0
        text = "".join(chance.choice(LETTERS + "Жщ漢" * 4 * is_wide) for _ in range(70 if is_wide else 140))
        yield gammu.EncodePDU(blank | {
            "Text": text, "Number": FROM, "SMSC": {"Number": "+491710760000"}, "Type": "Deliver",
            "Coding": "Unicode_No_Compression" if is_wide else "Default_No_Compression"}, "Deliver")


def decoding(decoder):
    """{label: [PDUs in a second]}, in turns."""
    octets = list(pdus())
    lines = "".join(f"{pdu.hex()}\n" for pdu in octets)
    found = {"zte-modem": [], "gammu": []}
    for _ in range(ROUNDS):
        answer = subprocess.run([decoder, str(SECONDS)], input=lines, text=True, capture_output=True, timeout=60, check=True)
        found["zte-modem"].append(int(answer.stdout))
        found["gammu"].append(decoded_by_gammu(octets))
    return found


def decoded_by_gammu(octets):
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        for pdu in octets:
            gammu.DecodePDU(pdu, True)
        count += len(octets)
    return int(count / (time.perf_counter() - began))


# --- The safe-box -----------------------------------------------------------------------------------------------------

class Box:
    def __init__(self, folder):
        self.folder = folder
        self.machine = Machine(folder)
        self.machine.plug("--delay-register", "0.1", "--no-flood")
        self.machine.reaches("registered", limit=60)
        self.machine.wait("the message service", lambda: MESSAGING in self.machine.stick())
        self._bus = dbus.bus.BusConnection(self.machine.address)
        self._sim = self.machine.stick()["org.ztemodem1.Sim"]["SimId"]
        self._find_store()

    def _find_store(self):
        """The proxy keeps to the process that had the name when it was made."""
        self._store = dbus.Interface(self._bus.get_object(BUS_NAME, f"/org/ztemodem1/sim/{self._sim}"), STORE)

    def list(self, **options):
        return self._store.List(dbus.Dictionary(
            {key: dbus.UInt32(value) if type(value) is int else value for key, value in options.items()}, signature="sv"))

    def all(self):
        """Every message, page by page."""
        newest, pages = self.list(limit=1000), 1
        count = len(newest)
        while len(newest) == 1000:
            newest = self.list(limit=1000, before=int(newest[-1]["id"]))
            count, pages = count + len(newest), pages + 1
        return count

    def burst(self):
        """Seconds from the first of them at the stick until the last can be read, and until the SIM is empty."""
        before = self.all()
        began = time.monotonic()
        for number in range(BURST):
            self.machine.emulator("sms", "--from", FROM, "--text", f"burst{number}")
        sent = time.monotonic() - began
        self.machine.wait("all of them", lambda: self.all() >= before + BURST, limit=120)
        readable = time.monotonic() - began
        self.machine.wait("an empty SIM", self.sim_is_empty, limit=120)
        texts = [str(message["text"]) for message in self.list(limit=1000, search="burst", text=True)]
        assert sorted(texts) == sorted(f"burst{number}" for number in range(BURST)), "lost or doubled"
        return {"sent": sent, "readable": readable, "taken from the SIM": time.monotonic() - began}

    def sim_is_empty(self):
        stores = json.loads(self.machine.emulator("sms-stores"))
        return not (stores["SM"] or stores["ME"] or stores["waiting"])

    def fill(self):
        answer = self.machine.run("/usr/bin/python3", "-c", FILL, self.folder / "messages.db", MESSAGES)
        assert answer.returncode == 0, answer.stderr

    def memory(self):
        return self.machine.figures()["memory"]

    def restart(self):
        """So that nothing that was asked before is in its memory."""
        assert self.machine.stop_daemon() == 0
        self.machine.start_daemon()
        self.machine.wait("the message service", lambda: MESSAGING in self.machine.stick(), limit=60)
        self._find_store()


def milliseconds(what):
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        what()
        times.append((time.perf_counter() - began) * 1e3)
    return times


def asked(box):
    """{question: [ms]} of a box with many messages, and what it took of memory."""
    box.restart()
    before = box.memory()
    assert box.all() > MESSAGES
    found = {
        "the newest 100, as `sms list` asks": milliseconds(box.list),
        "1000 with their text": milliseconds(lambda: box.list(limit=1000, text=True)),
        "all, 1000 at a time": milliseconds(box.all),
        "a search that finds one": milliseconds(lambda: box.list(search=f"message {MESSAGES // 2} ")),
        "a search that finds none": milliseconds(lambda: box.list(search="nothing of the kind")),
    }
    return found, box.memory() - before


# --- Words ------------------------------------------------------------------------------------------------------------

def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def markdown(rates, burst, questions, memory, load):
    ours, gammus = (statistics.median(rates[label]) for label in ("zte-modem", "gammu"))
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return "\n\n".join([
        f"{time.strftime('%Y-%m-%d')}, {system}, {os.cpu_count()} processors, load when it began: {load:.2f}; medians of "
        f"{ROUNDS}.",
        table(["PDUs decoded in a second", "zte-modem", "gammu (python3-gammu)", "zte-modem / gammu"],
              [["500 received ones, each fifth in UCS-2", f"{ours:.0f}", f"{gammus:.0f}", f"{ours / gammus:.2f}"]]),
        table([f"{MESSAGES} stored messages, over D-Bus", "median ms"],
              [[name, f"{statistics.median(times):.1f}"] for name, times in questions.items()]
              + [["memory of the service, after all of it, KiB more", str(memory)]]),
        table([f"{BURST} messages at once, none lost, none doubled", "s"],
              [[name, f"{seconds:.2f}"] for name, seconds in burst.items()]),
    ]) + "\n"


def main(results):
    reason = missing()
    if reason:
        sys.exit(f"native.py: {reason}")
    load = os.getloadavg()[0]
    rates = decoding(results / "decoder")
    with tempfile.TemporaryDirectory(prefix="zte-bench-") as folder:
        box = Box(pathlib.Path(folder))
        try:
            burst = box.burst()
            box.fill()
            questions, memory = asked(box)
        finally:
            box.machine.close()
    text = markdown(rates, burst, questions, memory, load)
    (results / "messages.md").write_text(text)
    (results / "messages.json").write_text(json.dumps(
        {"decoded": rates, "burst": burst, "asked": questions, "memory": memory}, indent=1))
    print(text)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
