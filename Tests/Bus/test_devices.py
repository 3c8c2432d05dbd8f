"""What the service knows of sticks, and what it has found out about one."""

import json

from machine import BUS_NAME, REPOSITORY, STICK, Machine
from matrix import NOBODY
from message import Connection
from policy_bus import ROOT_PATH

MANAGER = "org.ztemodem1.Manager"
MODEM = "org.ztemodem1.Modem"


def devices(caller):
    """{id: entry}"""
    found, = caller.call(ROOT_PATH, MANAGER, "ListDevices").values()
    return {entry["id"]: entry for entry in found}


def test_every_section_of_the_shipped_files_is_listed(busy, caller):
    shipped = set()
    for file in (REPOSITORY / "data" / "devices").glob("*.conf"):
        shipped |= {line[1:10] for line in file.read_text().splitlines() if line.startswith("[19d2:") and "*" not in line}
    assert set(devices(caller)) == shipped


def test_an_entry_says_what_its_section_does(busy, caller):
    entry = devices(caller)["19d2:2000"]
    assert entry["mode"] == "storage"
    assert entry["methods"] == ["eject", "driver-release"]
    assert "19d2:0001" in entry["targets"]
    modem = devices(caller)["19d2:0001"]
    assert (modem["mode"], modem["model"], modem["ports"]) == ("modem", "MF622", ["00:data", "01:diag", "02:at"])
    assert "ModemManager" in modem["source"]


def test_a_stranger_may_read_both(busy):
    with Connection(busy.address, user=NOBODY) as stranger:
        assert devices(stranger)
        file, = stranger.call(STICK, MODEM, "ExportDevice").values()
    assert "[19d2:0001]" in file


def test_what_is_exported_can_be_loaded_again(busy, caller, tmp_path):
    file, = caller.call(STICK, MODEM, "ExportDevice").values()
    folder = tmp_path / "devices"
    folder.mkdir()
    (folder / "seen.conf").write_text(file)
    machine = Machine(tmp_path, ["--devices", folder])
    try:
        with Connection(machine.address) as other:
            entry = devices(other)["19d2:0001"]
        assert entry["source"].startswith("seen on ")
        assert "left out" not in machine.log.read_text()
    finally:
        machine.close()


def test_the_client_prints_them(busy):
    client = busy.proc().joinpath("exe").resolve().with_name("zte-client")
    answer = busy.run(client, "device", "list", "--mode", "storage", "--json")
    assert {"19d2:2000"} < {entry["id"] for entry in json.loads(answer.stdout)}
    answer = busy.run(client, "device", "export")
    assert answer.stdout.startswith("# ") and "[19d2:0001]" in answer.stdout
    assert BUS_NAME not in answer.stderr
