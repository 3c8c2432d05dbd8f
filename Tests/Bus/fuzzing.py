"""Random calls of everything that is declared: right and wrong types, and values nobody in his senses would send.

All of it is well-formed, since the bus keeps the rest to itself (test_limits.py)."""

import dataclasses
import random
import re

import declared
from message import ALLOW_INTERACTION, NO_REPLY
from wire import complete_types

OWN = "org.ztemodem1.Error."
STANDARD = "org.freedesktop.DBus.Error."
OBJECT = "/org/ztemodem1/modem/usb1_1"
PATHS = ["/", "/org", "/org/ztemodem1", "/org/ztemodem1/modem", OBJECT, OBJECT + "/x", "/org/ztemodem1/modem/usb9_9"]

# Of any call: what its caller, its arguments or the time it came at are answered with.
ANY = {OWN + name for name in ("InvalidArguments", "NotAuthorized", "LimitsExceeded", "DeviceGone", "Aborted", "Failed")} | {
    STANDARD + name for name in ("InvalidArgs", "UnknownObject", "UnknownInterface", "UnknownMethod")}
# What the declared members are not the only ones to have.
PROPERTY_ERRORS = {STANDARD + "UnknownProperty", OWN + "NotAvailable"}
NOT_YET = "This version of the service cannot do that yet."
ERRORS = re.compile(r"org\.ztemodem1\.Error\.\w+")

BASIC = "ybnqiuxtdsog"
INTEGERS = {"y": (0, 255), "n": (-1 << 15, (1 << 15) - 1), "q": (0, (1 << 16) - 1), "i": (-1 << 31, (1 << 31) - 1),
            "u": (0, (1 << 32) - 1), "x": (-1 << 63, (1 << 63) - 1), "t": (0, (1 << 64) - 1)}
TEXTS = ["", " ", "\r", "\n", "\x01", "\x1b[2J", '"', ";", "'", "\\", "%s%n", "$(id)", "../../etc/passwd", "\u202e\u2066", "\ufeff",
         "\U0001f4a9", "e\u0301" * 20, "\x7f", "\x1a", "AT+CFUN=0\r", 'x";+CFUN=0', "0", "-1", "99999999999999999999", "1e9", "nan",
         "internet", "1234", "*99#", "*100#", "+491234567", "26801", "auto", "3g", "info", "trace", "ipv4", "chap", "radio"]


@dataclasses.dataclass
class Target:
    interface: str
    member: str
    arguments: str
    results: str
    errors: set
    words: list


def targets():
    """Every member that can be called: those declared, and those of every object."""
    found = []
    for interface in declared.interfaces():
        for method in interface.iter("method"):
            types = {way: "".join(argument.get("type") for argument in method.iter("arg") if argument.get("direction") == way)
                     for way in ("in", "out")}
            words = "".join(note.get("value") for note in method.findall("annotation"))
            found.append(Target(interface.get("name"), method.get("name"), types["in"], types["out"],
                                set(ERRORS.findall(words)), sorted(set(re.findall(r"[a-z][a-z-]+", words)))))
    return found + standard()


def standard():
    interfaces = declared.interfaces()
    words = sorted({interface.get("name") for interface in interfaces}
                   | {property.get("name") for interface in interfaces for property in interface.iter("property")})
    settable = set(ERRORS.findall("".join(
        note.get("value") for interface in interfaces for property in interface.iter("property")
        if "write" in property.get("access") for note in property.findall("annotation"))))
    # Mode says it in words.
    settable |= {OWN + name for name in ("NotSupported", "WrongState", "InProgress", "Timeout")}
    bus = "org.freedesktop.DBus."
    return [
        Target(bus + "Properties", "Get", "ss", "v", PROPERTY_ERRORS, words),
        Target(bus + "Properties", "GetAll", "s", "a{sv}", PROPERTY_ERRORS, words),
        Target(bus + "Properties", "Set", "ssv", "", PROPERTY_ERRORS | settable | {STANDARD + "PropertyReadOnly"}, words),
        Target(bus + "Introspectable", "Introspect", "", "s", set(), words),
        Target(bus + "Peer", "Ping", "", "", set(), words),
        Target(bus + "Peer", "GetMachineId", "", "s", set(), words),
        Target(bus + "ObjectManager", "GetManagedObjects", "", "a{oa{sa{sv}}}", set(), words),
    ]


@dataclasses.dataclass
class Call:
    target: Target
    path: str
    interface: str | None
    signature: str
    values: list
    flags: int

    @property
    def wants_answer(self):
        return not self.flags & NO_REPLY

    def complaint(self, answer):
        """What is wrong with an answer; None if nothing is."""
        if answer.error is None:
            right = self.signature == self.target.arguments and answer.signature == self.target.results
            return None if right else f"returned {answer.signature!r}"
        values = answer.values()
        if answer.signature != "s" or not values[0]:
            return f"{answer.error} without a sentence"
        if answer.error in ANY | self.target.errors:
            return None
        if answer.error == OWN + "NotSupported" and values[0] == NOT_YET:
            return None
        return f"{answer.error}, which it does not declare: {values[0]}"


class Fuzzer:
    def __init__(self, seed, shown=(), places=None):
        """`shown` are the interfaces that are there: they are called more often than the others. `places` are the paths of
        those that are on another object than the stick."""
        self._places = places or {}
        self.random = random.Random(seed)
        self.targets = targets()
        self._weights = [1 if shown and target.interface not in shown else 10 for target in self.targets]

    def call(self):
        choose = self.random
        target, = choose.choices(self.targets, self._weights)
        is_right = choose.random() < 0.75
        signature = target.arguments if is_right else self.signature()
        path = choose.choice(PATHS) if choose.random() < 0.15 else (
            "/org/ztemodem1" if target.interface.endswith((".Manager", ".ObjectManager"))
            else self._places.get(target.interface, OBJECT))
        return Call(target, path, target.interface if choose.random() < 0.9 else None, signature,
                    [self.value(type, target.words) for type in complete_types(signature)],
                    choose.choices([0, ALLOW_INTERACTION, NO_REPLY], [8, 1, 1])[0])

    def signature(self, depth=0):
        return "".join(self.type(depth) for _ in range(self.random.randrange(4)))

    def type(self, depth):
        kind = self.random.random()
        if kind < 0.6 or depth > 5:
            return self.random.choice(BASIC)
        if kind < 0.7:
            return "v"
        if kind < 0.8:
            return "a" + self.type(depth + 1)
        if kind < 0.9:
            return "a{" + self.random.choice(BASIC) + self.type(depth + 1) + "}"
        return "(" + self.type(depth + 1) + self.signature(depth + 1) + ")"

    def value(self, type, words, depth=0):
        code, choose = type[0], self.random
        if code in INTEGERS:
            low, high = INTEGERS[code]
            return choose.choice([low, high, 0, 1, 2, 3, 100, choose.randint(low, high)]) if high > 100 else choose.randint(low, high)
        if code == "b":
            return choose.randrange(2)
        if code == "d":
            return choose.choice([0.0, -0.0, 1e308, float("inf"), float("nan"), choose.random()])
        if code == "s":
            return self.text(words)
        if code == "o":
            return choose.choice([*PATHS, "/" + "x" * choose.randrange(1, 2000)])
        if code == "g":
            return self.signature()[:200] if depth else choose.choice(["", "s", "a{sv}", "v", "(ii)"])
        if code == "v":
            return self.variant(words, depth)
        if code == "a":
            return self.items(type[1:], words, depth)
        return tuple(self.value(inner, words, depth + 1) for inner in complete_types(type[1:-1]))

    def variant(self, words, depth):
        """Of what is asked for, most of the time: a text, a number, a flag."""
        type = self.random.choice("ssub") if depth > 8 or self.random.random() < 0.7 else self.type(min(depth, 5))
        return type, self.value(type, words, depth + 1)

    def items(self, element, words, depth):
        count = self.random.choice([0, 1, 1, 2, 3, 10]) if depth else self.random.choice([0, 1, 1, 2, 3, 10, 300])
        if element[0] != "{":
            return [self.value(element, words, depth + 1) for _ in range(count)]
        key, value = complete_types(element[1:-1])
        return {self.value(key, words, depth + 1): self.value(value, words, depth + 1) for _ in range(count)}

    def text(self, words):
        choose = self.random
        kind = choose.random()
        if kind < 0.4:
            return choose.choice(words) if words else ""
        if kind < 0.75:
            return choose.choice(TEXTS)
        if kind < 0.98:
            return "".join(chr(choose.choice([choose.randrange(1, 128), choose.randrange(0xA0, 0xD800)]))
                           for _ in range(choose.randrange(60)))
        return choose.choice(["x", "\u20ac", "\x01"]) * choose.choice([255, 4096, 65535, 65536, 200_000])
