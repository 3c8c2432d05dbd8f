"""Whose udev rules are in force: each contender has the machine to itself, without the rules of the others."""

import pathlib

from timeline import must

INSTALLED, MASKED = pathlib.Path("/usr/lib/udev/rules.d"), pathlib.Path("/etc/udev/rules.d")
OURS = ["*-zte-modem*.rules"]
# The guest comes with these masked.
OF_MODEM_MANAGER = ["*-mm-*.rules", "*-nm-*.rules"]


def change(masked=(), unmasked=()):
    for pattern in [*masked, *unmasked]:
        for rules in INSTALLED.glob(pattern):
            mask = MASKED / rules.name
            mask.unlink(missing_ok=True)
            if pattern in masked:
                mask.symlink_to("/dev/null")
    must("udevadm", "control", "--reload")
