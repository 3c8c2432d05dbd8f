"""Text messages on a real kernel, while a file is downloaded over the same stick."""

import os
import signal

import bus
from daemon import client
from download import download
from stage import WHILE
from timeline import until

FROM, TO = "+491701234567", "+491709999999"
# Sticks tell of each message, and an emulated processor takes its time.
TAKEN = 60


def texts():
    return sorted(message["text"] for message in client("sms", "list", "--direction", "received", "--limit", "1000"))


def on_sim(stick):
    stores = stick.control("sms-stores")
    return '"SM":[]' not in stores or '"ME":[]' not in stores


def test_messages_come_and_go_while_downloading(unlearnt, stage):
    stick = stage.connected()
    interface = bus.get(stick.physical_port, "org.ztemodem1.Connection", "Interface")
    with download(interface) as running:
        for number in range(5):
            stick.control("sms", "--from", FROM, "--text", f"number{number}")
        until("five messages", lambda: len(texts()) == 5, TAKEN)
        assert texts() == [f"number{number}" for number in range(5)]
        until("an empty SIM", lambda: not on_sim(stick), TAKEN)
        running.goes_on()
        sent = client("sms", "send", TO, "Hello", "--report", "--wait")
        assert sent["state"] in ("sent", "delivered")
        until("the report", lambda: client("sms", "show", sent["id"])["state"] == "delivered", TAKEN)
        running.goes_on()

        # Killed with messages under way: the call goes on, and each is there once.
        mark = stage.bus.mark()
        for number in range(5, 12):
            stick.control("sms", "--from", FROM, "--text", f"number{number}")
        os.kill(stage.daemon.pid, signal.SIGKILL)
        stage.bus.state(stick.physical_port, "connected", WHILE, since=mark)
        until("all messages", lambda: len(texts()) >= 12 and not on_sim(stick), TAKEN)
        assert texts() == sorted(f"number{number}" for number in range(12))
    # The stick is not needed to read them.
    sim = bus.modem(stick.physical_port)["org.ztemodem1.Sim"]["SimId"]
    stage.unplug_all()
    assert len(client("sms", "list", "--sim", sim, "--direction", "received")) == 12
