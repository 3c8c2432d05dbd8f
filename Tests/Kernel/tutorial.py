#!/usr/bin/env python3
"""Plays docs/tutorial.md: types each command of it, and looks whether the machine answers what stands there.

As a program (`make tutorial`) it prints the document anew, with what was answered this time. In both cases lines stand for
what differs only in numbers, times and white space, and "…" for any lines; so a trimmed answer stays trimmed.

A block ```console is the first terminal. ```console NAME is another one: a command in it stays, and a block without one is
what it has said since.
"""

import dataclasses
import pathlib
import re
import sys

from stage import WHILE, Stage
from timeline import OutputTimeline, run, until

INSTALLED = pathlib.Path("/usr/share/doc/zte-modem/docs/tutorial.md")
BLOCK = re.compile(r"^```console ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"
# What is asked again until it is answered as expected: it changes nothing, and a person would have waited, too.
LOOKS = re.compile(r"busctl (tree|introspect|get-property)|ping ")


@dataclasses.dataclass
class Step:
    """A command and what stands below it. Without a command it is what a terminal says by itself."""

    terminal: str
    command: str
    shown: list


def steps(terminal, block):
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Step(terminal, line[2:], []))
        elif not found:
            found.append(Step(terminal, "", [line]))
        else:
            found[-1].shown.append(line)
    return found


def shape(line):
    line = re.sub(r'Timestamp="[^"]*"', "", line)
    return re.sub(r"\s+", " ", re.sub(r"[0-9]+", "0", line)).strip()


def fit(shown, said, to_the_end=True):
    """The lines of `said` in the place of those that stand there, and how many were read; None if they are others."""
    if not shown:
        return ([], 0) if not (said and to_the_end) else None
    if shown[0] == GAP:
        for start in range(len(said) + 1):
            rest = fit(shown[1:], said[start:], to_the_end and len(shown) > 1)
            if rest:
                return [GAP, *rest[0]], start + rest[1]
        return None
    if not said or shape(shown[0]) != shape(said[0]):
        return None
    rest = fit(shown[1:], said[1:], to_the_end)
    return rest and ([said[0], *rest[0]], 1 + rest[1])


class Player:
    def __init__(self):
        # What runs in another terminal, and how many lines of it have been shown.
        self.terminals, self.read = {}, {}

    def play(self, text):
        """The document with what was answered; AssertionError where that is something else."""
        def block(match):
            played = [line for step in steps(*match.groups()) for line in self.step(step)]
            return "\n".join([match.group(0).splitlines()[0], *played, "```"])
        return BLOCK.sub(block, text)

    def step(self, step):
        if step.terminal and step.command:
            self.terminals[step.terminal] = OutputTimeline(["bash", "-c", step.command])
            self.read[step.terminal] = 0
        self.said = []
        look = self.terminal if step.terminal else self.first
        if step.terminal or LOOKS.match(step.command):
            try:
                answer = until(step.command, lambda: look(step), WHILE)
            except AssertionError:
                answer = None
        else:
            answer = look(step)
        expected, said = "\n".join(step.shown), "\n".join(self.said)
        assert answer is not None, f"$ {step.command}\n--- in the tutorial:\n{expected}\n--- said:\n{said}"
        return [f"$ {step.command}"] * bool(step.command) + answer[0]

    def first(self, step):
        answer = run("bash", "-c", f"{step.command} 2>&1", limit=200)
        self.said = answer.stdout.splitlines()
        return fit(step.shown, self.said)

    def terminal(self, step):
        read = self.read[step.terminal]
        self.said = [entry.what for entry in self.terminals[step.terminal].entries()][read:]
        answer = fit(step.shown, self.said, to_the_end=False)
        if answer:
            self.read[step.terminal] = read + answer[1]
        return answer

    def close(self):
        for terminal in self.terminals.values():
            terminal.stop()


def main(path):
    stage, player = Stage(), Player()
    try:
        print(player.play(pathlib.Path(path).read_text(encoding="utf-8")), end="")
    finally:
        player.close()
        stage.close()


if __name__ == "__main__":
    main(sys.argv[1])
