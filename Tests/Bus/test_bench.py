"""make bench-dbus and make bench-messages go on working. Their figures are for nobody here: a few calls, and a machine that
does other things."""

import os
import shutil
import subprocess

import pytest
from machine import REPOSITORY, programs

NEEDED = {"cc": "gcc", "pkg-config": "pkg-config", "taskset": "util-linux", "busctl": "systemd"}


def test_the_bench_prints_its_tables(possible, tmp_path):
    for tool, package in NEEDED.items():
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed (package {package})")
    environment = {**os.environ, "CALLS": "50", "ROUNDS": "2", "STARTS": "2", "INSTRUCTIONS": "no",
                   "ZTE_PROGRAMS": str(programs()), "RESULTS": str(tmp_path)}
    bench = subprocess.run([REPOSITORY / "scripts" / "bench-dbus", "native"], env=environment, text=True, timeout=240,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert bench.returncode == 0, bench.stdout
    for head in ("| aim |", "| Properties.GetAll of a modem |", "| Peer.Ping |", "| exec to name owned |"):
        assert head in bench.stdout
    rows = [line for line in bench.stdout.splitlines() if line.startswith(("| zte-modemd |", "| C, libdbus |"))]
    # Three kinds of calls and the start, of both.
    assert len(rows) == 8, bench.stdout
    assert all(cell != "-" for row in rows for cell in row.split(" | ")), bench.stdout


def test_the_bench_of_messages_prints_its_tables(possible, tmp_path):
    pytest.importorskip("gammu", reason="python3-gammu is not installed")
    if not shutil.which("swiftc"):
        pytest.skip("swiftc is not installed")
    environment = {**os.environ, "MESSAGES": "1500", "BURST": "3", "ROUNDS": "1", "ZTE_PROGRAMS": str(programs()),
                   "RESULTS": str(tmp_path)}
    bench = subprocess.run([REPOSITORY / "scripts" / "bench-messages"], env=environment, text=True, timeout=240,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert bench.returncode == 0, bench.stdout
    for head in ("| PDUs decoded in a second |", "| 1500 stored messages, over D-Bus |", "| 3 messages at once"):
        assert head in bench.stdout
