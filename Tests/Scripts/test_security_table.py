"""docs/security.md names what each unit may still do: no directive that opens something is without its line."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNITS = sorted([*(ROOT / "systemd").glob("*.service"), *(ROOT / "systemd").glob("*.conf.example")])
# What gives a unit something; everything else in a unit takes something away, or is no matter of rights.
OPENS = {
    "User", "Group", "SupplementaryGroups", "CapabilityBoundingSet", "AmbientCapabilities", "DeviceAllow", "ReadWritePaths",
    "BindPaths", "BindReadOnlyPaths", "TemporaryFileSystem", "StateDirectory", "RuntimeDirectory", "ConfigurationDirectory",
    "CacheDirectory", "LogsDirectory", "LoadCredential", "RestrictAddressFamilies", "SystemCallFilter"}


def directives(unit):
    lines = re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE)
    for name, value in lines:
        if name in OPENS or name.startswith("Exec") and value[:1] in ("+", "!"):
            yield f"{name}={value}"


def chapter(name):
    text = (ROOT / "docs/security.md").read_text()
    found = re.search(rf"^### `{re.escape(name)}`.*?(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/security.md has no chapter about {name}"
    return found.group()


def named(text):
    """What stands in backquotes in the first column."""
    return {word for line in text.splitlines() if line.startswith("|") for word in re.findall(r"`([^`]+)`", line.split("|")[1])}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_opens_something_has_its_line(unit):
    table = named(chapter(unit.name))
    wanted = {line.removeprefix("SystemCallFilter=") if "=~" in line else line for line in directives(unit)}
    assert wanted - table == set(), "say in docs/security.md what it is for"
    assert {line for line in table if "=" in line and line.partition("=")[0] in OPENS} - wanted == set(), "no unit says so"


def test_the_rule_of_polkit_knows_the_units():
    rule = (ROOT / "polkit/60-zte-modem.rules").read_text()
    for unit in UNITS:
        if "@" in unit.name:
            assert unit.name.partition("@")[0] + "@" in rule
    assert len(re.findall(r"polkit\.addRule", rule)) == 1
