"""Values to bytes and back, as the D-Bus specification has them ("Marshaling"), little-endian. What is written is not checked:
libraries refuse to send what a hostile caller would.

A variant is a pair of its signature and its value, a dict a dict, a struct a tuple.
"""

import struct

FIXED = {"y": "B", "b": "I", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d", "h": "I"}
ALIGNMENT = {**{code: struct.calcsize(form) for code, form in FIXED.items()},
             "s": 4, "o": 4, "a": 4, "g": 1, "v": 1, "(": 8, "{": 8}


def complete_types(signature):
    """The complete types a signature consists of."""
    types = []
    while signature:
        end = _end(signature, 0)
        types.append(signature[:end])
        signature = signature[end:]
    return types


def _end(signature, start):
    code = signature[start]
    if code == "a":
        return _end(signature, start + 1)
    if code not in "({":
        return start + 1
    start += 1
    while signature[start] not in ")}":
        start = _end(signature, start)
    return start + 1


class Writer:
    def __init__(self, start=0):
        """`start` is where in the message it will stand, as far as alignment goes."""
        self._start = start
        self.data = bytearray()

    def align(self, size):
        self.data += bytes(-(self._start + len(self.data)) % size)

    def write(self, type, value):
        code = type[0]
        self.align(ALIGNMENT[code])
        if code in FIXED:
            self.data += struct.pack("<" + FIXED[code], value)
        elif code in "so":
            self._text(struct.pack("<I", len(_bytes(value))), value)
        elif code == "g":
            self._text(bytes([len(_bytes(value))]), value)
        elif code == "v":
            self.write("g", value[0])
            self.write(value[0], value[1])
        elif code == "a":
            self._array(type[1:], value)
        else:
            for inner, item in zip(complete_types(type[1:-1]), value):
                self.write(inner, item)

    def _text(self, length, value):
        self.data += length + _bytes(value) + b"\0"

    def _array(self, element, items):
        if element == "y":
            self.data += struct.pack("<I", len(items)) + bytes(items)
            return
        length_at = len(self.data)
        self.data += bytes(4)
        self.align(ALIGNMENT[element[0]])
        begin = len(self.data)
        for item in items.items() if isinstance(items, dict) else items:
            self.write(element, item)
        self.data[length_at:length_at + 4] = struct.pack("<I", len(self.data) - begin)


def _bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def marshal(signature, values, start=0):
    writer = Writer(start)
    for type, value in zip(complete_types(signature), values):
        writer.write(type, value)
    return bytes(writer.data)


class Reader:
    def __init__(self, data, order="<"):
        self.data, self.position, self._order = data, 0, order

    def align(self, size):
        self.position += -self.position % size

    def read(self, type):
        code = type[0]
        self.align(ALIGNMENT[code])
        if code in FIXED:
            value, = struct.unpack_from(self._order + FIXED[code], self.data, self.position)
            self.position += ALIGNMENT[code]
            return bool(value) if code == "b" else value
        if code in "so":
            return self._text(self.read("u"))
        if code == "g":
            return self._text(self.read("y"))
        if code == "v":
            return self.read(self.read("g"))
        if code == "a":
            return self._array(type[1:])
        return tuple(self.read(inner) for inner in complete_types(type[1:-1]))

    def _text(self, length):
        text = self.data[self.position:self.position + length].decode()
        self.position += length + 1
        return text

    def _array(self, element):
        length = self.read("u")
        self.align(ALIGNMENT[element[0]])
        end, items = self.position + length, []
        while self.position < end:
            items.append(self.read(element))
        return dict(items) if element[0] == "{" else items


def unmarshal(signature, data, order="<"):
    """The values; of a variant only what is in it."""
    reader = Reader(data, order)
    return [reader.read(type) for type in complete_types(signature)]
