"""The examples that are programs for a terminal: all tell the same story, with the same words where they are ours."""

import os
import subprocess
import sys

import pytest
from machine import APN, REPOSITORY, STICK, programs

EXAMPLES = REPOSITORY / "examples"


def swift():
    program = programs() / "example-connect" if programs() else None
    return [program] if program and program.exists() else None


def has_dasbus():
    return subprocess.run(["/usr/bin/python3", "-c", "import dasbus"], stderr=subprocess.DEVNULL, check=False).returncode == 0


# What runs each, and why it cannot be run here.
PROGRAMS = {
    "shell": lambda: ([EXAMPLES / "shell" / "zte-connect"], None),
    "python": lambda: ([EXAMPLES / "python" / "zte-connect.py"], None if has_dasbus() else "python3-dasbus is not installed"),
    "swift": lambda: (swift(), None if swift() else "not built: swift build --product example-connect"),
}


@pytest.fixture(params=PROGRAMS)
def example(request, calling):
    command, reason = PROGRAMS[request.param]()
    if reason:
        pytest.skip(reason)

    def start(*arguments):
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": calling.address}
        return subprocess.Popen(calling.enter(*command, *arguments), env=environment, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr)
    return start


@pytest.fixture
def stick(calling, request):
    """One with a SIM that wants its PIN, or, where the test says so, one in its network. Either at once: the daemon reads
    it as soon as it is there."""
    stick = calling.plug_scripted()
    if getattr(request, "param", "locked") == "registered":
        stick.is_in_its_network()
    calling.reaches(getattr(request, "param", "locked"))
    yield stick
    calling.unplug()
    calling.wait("no object", lambda: calling.state() is None)


def lines_until(process, end):
    lines = []
    while not lines or end not in lines[-1]:
        line = process.stdout.readline()
        assert line, lines
        lines.append(line.strip())
    return lines


@pytest.mark.parametrize("stick", ["registered"], indirect=True)
def test_connects_and_disconnects(calling, example, stick):
    process = example("internet.vodafone.pt")
    try:
        shown = lines_until(process, "Press Enter")
        assert "1-1" in shown[0] and calling.modem()["Model"] in shown[0] and "registered" in shown[0]
        assert "registered -> connecting" in shown
        assert any(line.startswith("connected: ppp4242") for line in shown)
        assert calling.state() == "connected"
        process.stdin.write("\n")
        process.stdin.close()
        # Not communicate(), which knows nothing of what readline() has read ahead.
        shown += process.stdout.read().splitlines()
        assert "disconnected" in shown
        assert "connecting -> connected" in shown
        assert process.wait(10) == 0
    finally:
        end(process)
    assert calling.state() == "registered"


def test_says_why_it_failed(calling, example, stick):
    process = example()
    shown = process.communicate(timeout=30)[0].splitlines()
    end(process)
    # The same words as the service has for everybody.
    name, message = calling.connect(APN)
    assert name == "org.ztemodem1.Error.SimLocked"
    assert shown[-1] == f"failed: {message}"
    assert process.returncode == 1
    assert STICK in calling.objects()


def test_says_that_there_is_no_stick(example):
    process = example()
    assert process.communicate(timeout=30)[0] == "failed: no stick is plugged in\n"
    assert process.returncode == 1


def test_says_that_there_is_no_service(calling, example):
    calling.stop_daemon()
    try:
        process = example()
        assert process.communicate(timeout=30)[0].startswith("failed: zte-modemd is not running")
        assert process.returncode == 1
    finally:
        calling.start_daemon()


def end(process):
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
