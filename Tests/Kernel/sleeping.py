"""A machine that sleeps: the real logind, and a kernel that freezes every process and wakes again after five seconds
(Documentation/power/basic-pm-debugging.rst, "freezer"). A virtual stick keeps the kernel from going any further."""

import contextlib
import os
import pathlib
import textwrap

from timeline import run, until

LEVEL = pathlib.Path("/sys/power/pm_test")
HOOK = pathlib.Path("/usr/lib/systemd/system-sleep/zte-test")
SEEN = pathlib.Path("/run/zte-test-asleep")
UNITS = ("systemd-logind.service", "dbus-org.freedesktop.login1.service")
MASKS = pathlib.Path("/etc/systemd/system")
UNIT = "systemd-suspend.service"
MANAGER = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
START = 30
# Five seconds of sleep, and what surrounds them on an emulated CPU.
NIGHT = 40


@contextlib.contextmanager
def logind():
    """The guest comes with it masked."""
    masks = [MASKS / unit for unit in UNITS if (MASKS / unit).is_symlink() and os.readlink(MASKS / unit) == "/dev/null"]
    for mask in masks:
        mask.unlink()
    run("systemctl", "daemon-reload")
    before = LEVEL.read_text().split("[")[1].split("]")[0]
    try:
        answer = run("systemctl", "start", UNITS[0], limit=START)
        assert answer.returncode == 0, answer.stderr
        LEVEL.write_text("freezer")
        yield
    finally:
        LEVEL.write_text(before)
        HOOK.unlink(missing_ok=True)
        run("systemctl", "stop", UNITS[0], limit=START)
        for mask in masks:
            mask.symlink_to("/dev/null")
        run("systemctl", "daemon-reload")


def inhibitors():
    """What logind lists of the service: (what, mode)."""
    answer = run("busctl", "--list", "call", *MANAGER, "ListInhibitors")
    if answer.returncode != 0 or "zte-modemd" not in answer.stdout:
        return []
    return ["sleep delay"] if '"sleep" "zte-modemd"' in answer.stdout and '"delay"' in answer.stdout else ["another"]


def inhibited():
    return until("a lock of the service", inhibitors, START)


def on_falling_asleep(script=""):
    """What is done, and looked at, when all that could delay it has let the machine sleep."""
    here = pathlib.Path(__file__).resolve().parent
    HOOK.parent.mkdir(parents=True, exist_ok=True)
    HOOK.write_text(textwrap.dedent(f"""\
        #!/bin/sh
        [ "$1" = pre ] || exit 0
        cd {here} && PYTHONDONTWRITEBYTECODE=1 python3 -c '
        import kernel, bus
        ports = kernel.open_serial_ports(bus.owner_pid())
        for line in kernel.leftovers() + ports: print(line)' >{SEEN} 2>&1
        {script}
        """))
    HOOK.chmod(0o755)
    SEEN.unlink(missing_ok=True)


def seen_asleep():
    """What was left of calls, and which ports were open, when the machine fell asleep, each as a line. None: it did not."""
    return SEEN.read_text().splitlines() if SEEN.exists() else None


def sleep():
    """Returns when the machine is awake again, or has refused to sleep: True if it slept."""
    run("systemctl", "reset-failed", UNIT)
    answer = run("systemctl", "suspend", limit=NIGHT)
    assert answer.returncode == 0, answer.stderr
    until("the machine awake", lambda: not is_preparing(), NIGHT)
    # A unit that has ended well may be forgotten by now; one that has not is kept.
    return run("systemctl", "is-failed", "--quiet", UNIT).returncode != 0


def is_preparing():
    """From the announcement of the sleep to the end of it."""
    return run("busctl", "get-property", *MANAGER, "PreparingForSleep").stdout.split() == ["b", "true"]
