"""What a SIM uses, by the kernel's own counters: after a crash, without the stick, and when a limit is reached."""

import os
import pathlib
import signal
import time

import bus
import kernel
import pytest
from daemon import client
from leisure import at_leisure
from stage import MOMENT, WHILE
from stick import INTERNET
from timeline import run, until

# Counters are looked at every 15 s and written within 60 s; an emulated processor needs a little longer.
LOOK, LOSS = 20, 65
PING, PINGS = 1000, 60
# With the heads of ICMP (8) and IP (20).
USED = PINGS * (PING + 28)


def use(interface):
    """Sends so much, and has it come back. What the counters show then."""
    answer = run("ping", "-n", "-q", "-c", PINGS, "-s", PING, "-i", "0.02", "-W", 5, "-I", interface, INTERNET, limit=60)
    assert f" {PINGS} received" in answer.stdout, answer.stdout + answer.stderr
    return counters(interface)


def counters(interface):
    folder = pathlib.Path("/sys/class/net", interface, "statistics")
    return int((folder / "rx_bytes").read_text()), int((folder / "tx_bytes").read_text())


def only():
    [sim] = bus.sims().items()
    return sim


def used():
    today = only()[1]["Today"]
    return today["rx-bytes"], today["tx-bytes"]


def at_least(expected):
    return all(seen >= wanted for seen, wanted in zip(used(), expected))


@at_leisure
def test_killed_it_has_lost_less_than_a_minute_and_tells_without_a_stick(unlearnt, stage):
    stick = stage.connected()
    path = only()[0]
    received, sent = use("ppp0")
    assert received >= USED and sent >= USED
    until("it counted", lambda: at_least((received, sent)), LOOK)
    # What was counted so long ago is on the disk, whatever happens.
    time.sleep(LOSS)
    seconds = only()[1]["Today"]["seconds"]
    assert 30 <= seconds <= 300

    # The call goes on, and is counted on from where it was.
    mark = stage.bus.mark()
    os.kill(stage.daemon.pid, signal.SIGKILL)
    stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
    assert only()[0] == path
    assert at_least((received, sent))
    last = use("ppp0")
    bus.disconnect(stick.physical_port)
    found = used()
    assert all(wanted <= seen <= wanted + 2000 for seen, wanted in zip(found, last))

    # The next call is counted from its own beginning, and to its end.
    bus.connect(stick.physical_port, {"apn": "internet"})
    again = use("ppp0")
    bus.disconnect(stick.physical_port)
    assert all(seen >= before + new for seen, before, new in zip(used(), found, again))
    assert all(seen <= before + new + 2000 for seen, before, new in zip(used(), found, again))

    total = used()
    stage.unplug_all()
    stage.daemon.stop()
    stage.daemon.start()
    assert only()[0] == path
    assert used() == total
    shown = client("usage")
    assert shown["path"] == path
    assert [(day["rx-bytes"], day["tx-bytes"]) for day in shown["Usage"]] == [total]


def test_a_limit_hangs_up_and_keeps_from_dialling(unlearnt, stage):
    stick = stage.connected()
    port = stick.physical_port
    client("usage", "--limit", str(USED), "--action", "disconnect")
    mark = stage.bus.mark()
    use("ppp0")
    stage.bus.state(port, "registered", LOOK + MOMENT, since=mark)
    assert kernel.leftovers() == []
    assert bus.get(port, bus.CONNECTION, "LastError")[0] == f"{bus.ERROR}QuotaExceeded"

    mark = stick.mark()
    with pytest.raises(bus.BusError) as refusal:
        bus.connect(port, {"apn": "internet"})
    assert refusal.value.name == f"{bus.ERROR}QuotaExceeded"
    assert [entry.what for entry in stick.commands(since=mark) if entry.what.startswith("ATD")] == []

    bus.call(only()[0], f"{bus.USAGE}.SetLimit", {"bytes": bus.Long(10 * USED), "action": "disconnect"})
    bus.connect(port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
