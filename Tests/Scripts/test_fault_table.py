"""docs/faults.md names a test for each fault: here it is seen to that there are such tests."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ROOT / "Tests"


def named():
    text = (ROOT / "docs" / "faults.md").read_text()
    return sorted(set(re.findall(r"`((?:Kernel|Bus|\w+Tests)/[\w./:]+)`", text)))


def declared(folder, pattern):
    return any(re.search(pattern, file.read_text()) for file in folder.rglob("*.swift"))


def test_there_are_some():
    assert len(named()) > 60


@pytest.mark.parametrize("name", named())
def test_it_exists(name):
    folder, _, test = name.partition("/")
    if folder in ("Kernel", "Bus"):
        file, _, function = test.partition("::")
        text = (TESTS / folder / file).read_text()
        assert not function or re.search(rf"^\s*(def|class) {function}\b", text, re.MULTILINE)
    else:
        assert declared(TESTS / folder, rf"\b(struct|class) {test}\b")
