"""dfuzzer, the fuzzer polkit and dbus-broker are tried with, on the running service. It knows nothing of us but what
introspection says.

Debian 12 has no package of it, Fedora has; its sources (https://github.com/dbus-fuzzer/dfuzzer) take meson and libglib2.0-dev.
ZTE_DFUZZER names a program that is not in PATH.
"""

import os
import shutil
import subprocess

import declared
import pytest
from machine import BUS_NAME, STICK

# "Exit status" of its manual, and df_process_bus() in its source for the last.
MEANING = {0: "nothing found", 1: "it could not go on: no bus, no introspection, a reply that it cannot read",
           2: "failures: the service ended, did not answer, or answered with something else than it declares",
           3: "warnings only", 4: "nobody owns the name"}
# Calls of each member; by itself it makes thousands of those with texts.
ITERATIONS = 40


@pytest.fixture(scope="module")
def dfuzzer():
    program = os.environ.get("ZTE_DFUZZER") or shutil.which("dfuzzer")
    if program is None:
        pytest.skip("dfuzzer is not installed (Debian 12 has no package of it; see test_dfuzzer.py)")
    return program


def run(dfuzzer, machine, *options):
    """What it did, in words."""
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": machine.address,
                   # It looks for the name on both buses, and goes on where there is no bus.
                   "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    done = subprocess.run([dfuzzer, "--no-suppressions", "--verbose", f"--max-iterations={ITERATIONS}", f"--bus={BUS_NAME}", *options],
                          env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=240,
                          check=False)
    meaning = MEANING.get(done.returncode, f"exit status {done.returncode}")
    assert done.returncode == 0, f"{meaning}:\n{done.stdout[-20000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_no_method_fails(busy, caller, dfuzzer, unharmed):
    words = run(dfuzzer, busy, "--skip-properties")
    for member in ("Connect", "SendPin", "Register", "SetLogLevel", "ScanDevices", "GetAll", "Introspect", "GetManagedObjects"):
        assert f"[M] {member}" in words
    assert caller.get_all(STICK)["State"] in ("registered", "searching")


def test_no_property_that_is_known_fails(busy, caller, dfuzzer, unharmed):
    """NotAvailable, for one that is not known, is a failure to it."""
    for path, interfaces in busy.objects().items():
        for interface, values in interfaces.items():
            properties = [property.get("name") for found in declared.interfaces() if found.get("name") == interface
                          for property in found.iter("property")]
            where = [f"--object={path}", f"--interface={interface}"]
            if set(properties) == set(values):
                run(dfuzzer, busy, *where, "--skip-methods")
            else:
                for property in values:
                    run(dfuzzer, busy, *where, f"--property={property}")
