"""The AT ports of a stick on pseudo terminals, saying what a test wants: run by machine.py.

Requests are lines of JSON on stdin, each answered by one. Answers to commands come from a transcript of Tests/Fixtures: the
first one recorded first, the last one again and again. The first line on stdout is {"terminals": {"0": "/dev/pts/3", …}}.
"""

import json
import os
import pathlib
import re
import select
import sys
import time
import tty

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "Fixtures"
FLOOD_BLOCK = 4096


def unescape(text):
    """Bytes of what stands after the mark of a line, as Tests/TestSupport/Transcript.swift has it."""
    def byte(match):
        word = match.group(1)
        return {"r": "\r", "n": "\n", "\\": "\\"}.get(word) or chr(int(word[1:], 16))
    return re.sub(r"\\(r|n|\\|x[0-9A-Fa-f]{2})", byte, text).encode("latin-1")


def transcript(name):
    """{command: [answer, …]}, and what came before the first command under ""."""
    answers, command = {"": [b""]}, ""
    for line in (FIXTURES / f"{name}.at").read_text(encoding="ascii").splitlines():
        if not line or line.startswith("#"):
            continue
        mark, text = line[:2], line[2:]
        if mark == "> ":
            command = text
            answers.setdefault(command, []).append(b"")
        else:
            answers[command][-1] += unescape(text) if mark == "= " else b"\r\n" + unescape(text) + b"\r\n"
    return answers


def framed(lines):
    return b"".join(b"\r\n" + line.encode("latin-1") + b"\r\n" for line in lines)


class Stick:
    def __init__(self, name, interfaces):
        self.answers = transcript(name)
        self.masters, self.slaves, self.partial = {}, {}, {}
        self.silent, self.floods, self.sent = set(), {}, []
        # Commands that take for ever: what is said when a character ends them, and where one is under way.
        self.endless, self.underway, self.characters = {}, {}, []
        self.running = True
        for interface in interfaces:
            master, slave = os.openpty()
            tty.setraw(slave)
            # A client that takes nothing must not stop the others.
            os.set_blocking(master, False)
            self.masters[interface], self.slaves[interface], self.partial[interface] = master, slave, b""

    def terminals(self):
        return {interface: os.ttyname(slave) for interface, slave in self.slaves.items()}

    # --- The wire -----------------------------------------------------------------------------------------------------

    def say(self, interface, data):
        try:
            return os.write(self.masters[interface], data)
        except BlockingIOError:
            return 0

    def hear(self, interface):
        data = os.read(self.masters[interface], 4096)
        if data and interface in self.underway:
            self.characters.append([interface, data[:1].decode("latin-1")])
            self.say(interface, self.underway.pop(interface))
            data = data[1:]
        # Blanks in front of a command mean nothing (V.250, 5.2.1).
        data = (self.partial[interface] + data).lstrip(b" ")
        *lines, self.partial[interface] = data.split(b"\r")
        for line in lines:
            self.command(interface, line.decode("latin-1"))

    def command(self, interface, line):
        if not line.startswith("AT"):
            return
        self.sent.append([interface, line])
        if interface in self.silent:
            return
        if line in self.endless:
            self.underway[interface] = self.endless[line]
            return
        answers = self.answers.get(line, [b"\r\nOK\r\n" if line == "AT" else b"\r\nERROR\r\n"])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is not None:
            self.say(interface, answer)

    def flood(self, interface):
        """As much as the terminal takes, up to the rate that was asked for."""
        flood = self.floods[interface]
        due = int((time.monotonic() - flood["start"]) * flood["rate"]) - flood["lines"]
        count = min(due, FLOOD_BLOCK // len(flood["line"]))
        if count <= 0:
            return
        block = flood["rest"] + flood["line"] * count
        taken = self.say(interface, block)
        flood["rest"] = block[taken:][:len(block)]
        flood["lines"] += count
        flood["bytes"] += taken

    # --- What a test asks for -----------------------------------------------------------------------------------------

    def ask(self, request):
        return getattr(self, "do_" + request.pop("do"))(**request) or {"done": True}

    def do_answer(self, command, lines):
        """From now on; None is silence."""
        self.answers[command] = [None if lines is None else framed(lines)]

    def do_endless(self, command, lines):
        """From now on it ends with these lines when a character is sent; without lines it answers again."""
        self.endless.pop(command, None)
        if lines:
            self.endless[command] = framed(lines)

    def do_characters(self):
        return {"characters": self.characters}

    def do_hang(self, interfaces):
        self.silent = set(interfaces)

    def do_say(self, interface, text):
        os.set_blocking(self.masters[interface], True)
        self.say(interface, text.encode("latin-1"))
        os.set_blocking(self.masters[interface], False)

    def do_flood(self, interface, line, rate):
        self.floods[interface] = {"line": line.encode("latin-1"), "rate": rate, "start": time.monotonic(), "lines": 0,
                                  "bytes": 0, "rest": b""}

    def do_calm(self, interface):
        """Lines and bytes that got through."""
        flood = self.floods.pop(interface)
        if flood["rest"]:
            self.do_say(interface, flood["rest"].decode("latin-1"))
        return {"lines": flood["lines"], "bytes": flood["bytes"], "seconds": time.monotonic() - flood["start"]}

    def do_sent(self):
        return {"sent": self.sent}

    def do_end(self):
        self.running = False

    def serve(self):
        print(json.dumps({"terminals": self.terminals()}), flush=True)
        for interface in self.masters:
            self.say(interface, self.answers[""][0])
        while self.running:
            ready = select.select([sys.stdin.fileno(), *self.masters.values()], [], [], 0.001 if self.floods else None)[0]
            for interface, master in self.masters.items():
                if master in ready:
                    self.hear(interface)
            for interface in list(self.floods):
                self.flood(interface)
            if sys.stdin.fileno() in ready:
                line = sys.stdin.readline()
                if not line:
                    return
                print(json.dumps(self.ask(json.loads(line))), flush=True)


if __name__ == "__main__":
    Stick(sys.argv[1], sys.argv[2].split(",")).serve()
