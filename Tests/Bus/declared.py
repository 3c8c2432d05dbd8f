"""What is declared, as the committed introspection files say it."""

import pathlib
import re
import xml.etree.ElementTree as xml

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "dbus" / "introspection"
REQUIRES = re.compile(r"\b(?:Setting it requires|Requires) (org\.ztemodem1\.[\w-]+)\.")
EXAMPLES = {"s": "", "b": False, "u": 0, "a{sv}": {}, "t": 0}


def interfaces():
    return [interface for file in sorted(FOLDER.glob("*.xml")) for interface in xml.parse(file).getroot().iter("interface")]


def action(element):
    """The polkit action of a method or of setting a property."""
    for annotation in element.findall("annotation"):
        if found := REQUIRES.search(annotation.get("value")):
            return found[1]
    return None


def methods():
    """(interface, member, signature, example arguments, action) of every method."""
    for interface in interfaces():
        for method in interface.iter("method"):
            types = [argument.get("type") for argument in method.iter("arg") if argument.get("direction") == "in"]
            yield (interface.get("name"), method.get("name"), "(" + "".join(types) + ")",
                   [EXAMPLES[type] for type in types], action(method))


def writable():
    """(interface, property, action) of every property that can be set."""
    for interface in interfaces():
        for property in interface.iter("property"):
            if "write" in property.get("access"):
                yield interface.get("name"), property.get("name"), action(property)
