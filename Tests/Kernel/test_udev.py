"""What the udev rules promise: stable names, ownership, and usb_modeswitch kept off our sticks."""

import grp
import json
import os
import pathlib
import time

import kernel
from stage import MOMENT, WHILE
from timeline import run, until

LINKS = pathlib.Path("/dev/zte")
OWNERSHIP = pathlib.Path("/usr/lib/udev/rules.d/60-zte-modem.rules")
TAKEOVER = pathlib.Path("/etc/udev/rules.d/61-zte-modem-takeover.rules")


def properties(port):
    """What udev knows of the device in that port."""
    lines = run("udevadm", "info", "--query=property", f"--path=/bus/usb/devices/{port}").stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def modeswitch_runs(since):
    """What systemd says of usb_modeswitch's units since that second of the monotonic clock."""
    answer = run("journalctl", "--boot", "--no-pager", "--quiet", "--output=json", "--unit=usb_modeswitch@*")
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    return [line["MESSAGE"] for line in lines if int(line["__MONOTONIC_TIMESTAMP"]) >= since * 1e6]


def test_links_name_the_ports_by_what_they_are_for(stage):
    port = stage.registered().physical_port
    nodes = kernel.serial_ports(port)
    folder = LINKS / port
    until("links", lambda: (folder / "data").exists() and (folder / "at").exists(), MOMENT)
    assert os.path.realpath(folder / "data") == f"/dev/{nodes[0]}"
    assert os.path.realpath(folder / "at") == f"/dev/{nodes[2]}"
    assert os.path.realpath(folder / "diag") == f"/dev/{nodes[1]}"


def test_the_ports_belong_to_dialout_and_modemmanager_is_told_to_leave_them(stage):
    port = stage.registered().physical_port
    for node in kernel.serial_ports(port).values():
        status = os.stat(f"/dev/{node}")
        assert grp.getgrgid(status.st_gid).gr_name == "dialout"
        assert status.st_mode & 0o777 == 0o660
    # ModemManager asks the device, for all of its ports.
    assert properties(port).get("ID_MM_DEVICE_IGNORE") == "1"


def test_usb_modeswitch_keeps_off(bare_stage):
    stage = bare_stage
    began = time.monotonic()
    mark = stage.kernel.mark()
    stick = stage.plug()
    port = stick.physical_port
    stage.kernel.node_added("block", "sr[0-9]+", port, MOMENT, since=mark)
    # It is started by udev, if at all, and then takes its time.
    run("udevadm", "settle")
    assert modeswitch_runs(began) == []
    assert kernel.usb_id(port) == "19d2:2000"


def test_masking_the_takeover_file_gives_the_stick_back(bare_stage):
    """The counterpart, without which the test above would prove nothing."""
    stage = bare_stage
    TAKEOVER.parent.mkdir(parents=True, exist_ok=True)
    TAKEOVER.symlink_to("/dev/null")
    run("udevadm", "control", "--reload")
    try:
        began = time.monotonic()
        mark = stage.kernel.mark()
        stick = stage.plug()
        stage.kernel.device_added(stick.physical_port, "19d2:0001", WHILE, since=mark)
        assert modeswitch_runs(began) != []
    finally:
        TAKEOVER.unlink()
        run("udevadm", "control", "--reload")


def test_a_disc_that_no_rule_names_can_be_switched(stage):
    """As one that an administrator has described in a file."""
    shipped, changed = OWNERSHIP.read_text(), pathlib.Path("/etc/udev/rules.d") / OWNERSHIP.name
    assert "|2000|" in shipped
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text(shipped.replace("|2000|", "|"))
    run("udevadm", "control", "--reload")
    try:
        stage.registered(from_cd_rom=True)
    finally:
        changed.unlink()
        run("udevadm", "control", "--reload")


def test_the_names_are_the_same_after_a_replug(stage):
    stick = stage.registered(from_cd_rom=True)
    port = stick.physical_port
    mark = stage.bus.mark()
    stick.unplug()
    stage.bus.removed(port, MOMENT, since=mark)
    until("links gone", lambda: not (LINKS / port / "data").exists(), MOMENT)
    mark = stage.bus.mark()
    stick.plug()
    stage.bus.state(port, "registered", WHILE, since=mark)
    until("links", (LINKS / port / "data").exists, MOMENT)
