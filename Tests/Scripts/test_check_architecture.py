"""Each rule of scripts/check-architecture, broken once in a small tree that is otherwise in order."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ROOT / "scripts" / "check-architecture"


@pytest.fixture
def tree(tmp_path):
    for path in ("dbus/org.ztemodem1.conf", "dbus/org.ztemodem1.service", "systemd/zte-modemd.service",
                 "polkit/org.ztemodem1.policy"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for target in ("CPosix", "EventLoop", "ModemCore", "ModemService", "ModemEmulator", "zte-client"):
        (tmp_path / "Sources" / target).mkdir(parents=True)
    write(tmp_path, "ModemAPI", 'package let busName = "org.ztemodem1"\n')
    return tmp_path


def write(tree, target, text):
    folder = tree / "Sources" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "File.swift").write_text(text)


def check(tree):
    run = subprocess.run([CHECK, tree], text=True, stderr=subprocess.PIPE, timeout=30)
    return run.returncode, run.stderr


def test_a_tree_in_order(tree):
    assert check(tree) == (0, "")


@pytest.mark.parametrize("target, text, line, words", [
    ("EventLoop", "internal import Foundation\n", 1, "no Foundation here"),
    ("EventLoop", "\n@preconcurrency import Dispatch\n", 2, "no dispatch here"),
    ("ModemService", "func f() async throws { try await Task.sleep(for: .seconds(1)) }\n", 1, "Task.sleep"),
    ("ModemService", "let t = Task\n    .detached {}\nlet u = Task.detached {}\n", 3, "Task.detached"),
    ("EventLoop", "public struct A {}\n", 1, "public"),
    ("EventLoop", "struct A: @unchecked Sendable {}\n", 1, "@unchecked Sendable needs a comment"),
    ("EventLoop", "// Why a is there.\nlet a = 1\n\nnonisolated(unsafe) var b = 2\n", 4, "nonisolated(unsafe) needs"),
    ("EventLoop", "func f() -> Never { fatalError() }\n", 1, "fatalError() needs a comment"),
    ("EventLoop", "package import CPosix\n", 1, "internal import CPosix"),
    ("ModemCore", "internal import ModemAPI\n", 1, "ModemCore must not know of ModemAPI"),
    ("ModemCore", "import struct Glibc.stat\n", 1, "ModemCore must not know of Glibc"),
    ("ModemEmulator", "internal import DeviceCatalog\n", 1, "must not import DeviceCatalog"),
    ("ModemEmulator", "internal import ModemCore\n", 1, "must not import ModemCore"),
    ("ModemService", 'let a = "fine"\nlet b = "AT+CPIN?"\n', 2, "looks like an AT command"),
    ("ModemService", 'let a = #"ATD*99#"#\n', 1, "looks like an AT command"),
    ("ModemService", 'let a = "+CREG: 1"\n', 1, "looks like an AT command"),
])
def test_each_rule(tree, target, text, line, words):
    write(tree, target, text)
    code, output = check(tree)
    assert code == 1
    first = output.splitlines()[0]
    assert first.startswith(f"Sources/{target}/File.swift:{line}: ")
    assert words in first


@pytest.mark.parametrize("target, text", [
    ("zte-client", "import Foundation\nlet t = Task.detached {}\n"),
    ("EventLoop", "// import Foundation\n/* Task.sleep */ let a = \"Task.detached\"\n"),
    ("EventLoop", "let a = \"\"\"\n    import Foundation\n    Task.sleep\n    \"\"\"\n"),
    ("EventLoop", "// The lock above guards it.\nstruct A: @unchecked Sendable {}\n"),
    ("EventLoop", 'func f() -> Never { fatalError("no descriptors left") }\n'),
    ("EventLoop", "internal import CPosix\n"),
    ("ModemCore", "package import ATProtocol\ninternal import Synchronization\n"),
    ("ModemService", '// Sends "AT+CPIN?" below.\nlet a = "at", b = "ATTENTION", c = "1+CREG"\n'),
])
def test_what_is_allowed(tree, target, text):
    write(tree, target, text)
    assert check(tree) == (0, "")


@pytest.mark.parametrize("path, old, new", [
    ("dbus/org.ztemodem1.conf", 'own="org.ztemodem1"', 'own="org.ztemodem2"'),
    ("dbus/org.ztemodem1.service", "Name=org.ztemodem1", "Name=org.ztemodem"),
    ("dbus/org.ztemodem1.service", "zte-modemd.service", "dbus-org.ztemodem1.service"),
    ("systemd/zte-modemd.service", "BusName=org.ztemodem1", ""),
    ("polkit/org.ztemodem1.policy", "org.ztemodem1.connect", "org.ztemodem.connect"),
])
def test_one_name_everywhere(tree, path, old, new):
    text = (tree / path).read_text()
    assert old in text
    (tree / path).write_text(text.replace(old, new))
    code, output = check(tree)
    assert code == 1
    assert output.startswith(f"{path}:1: ")


def test_the_name_in_the_declarations(tree):
    write(tree, "ModemAPI", 'package let busName = "org.ztemodem2"\n')
    assert "Sources/ModemAPI:1: declares the bus name org.ztemodem2" in check(tree)[1]
