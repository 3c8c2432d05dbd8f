"""The example with a window, on the real daemon: what a person can read, and what the buttons do."""

import os
import pathlib
import re
import time
from html import escape

import machine as bus
import pytest
import screen as display

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
APPLET = REPOSITORY / "examples" / "applet" / "zte-applet"
APN, PIN = "Access point name (APN)", "PIN of the SIM"


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory):
    reason = bus.missing() or display.missing()
    if reason:
        pytest.skip(reason)
    made = bus.Machine(tmp_path_factory.mktemp("machine"), pppd=bus.STAYS)
    yield made
    made.close()


@pytest.fixture
def machine(one_machine):
    """With a daemon, whatever the test before did to it."""
    if not one_machine.owns_name():
        one_machine.start_daemon()
    return one_machine


@pytest.fixture
def screen(machine, tmp_path):
    """With the applet on it."""
    made = display.Screen(tmp_path)
    made.applet = made.start(APPLET, environment={"DBUS_SYSTEM_BUS_ADDRESS": machine.address})
    yield made
    ended = made.applet.poll()
    made.close()
    assert ended is None, f"it crashed\n{made.log()}"
    assert "Traceback" not in made.log()
    assert "CRITICAL" not in made.log()


@pytest.fixture
def plug(machine):
    def plug(*facts):
        stick = machine.plug_scripted()
        if "locked" not in facts:
            stick.is_in_its_network()
        return stick
    yield plug
    machine.unplug()
    machine.wait("no stick", lambda: not machine.objects())


def keep(screen, name):
    """For the documentation, where $ZTE_PICTURES is a folder; among what the test leaves otherwise."""
    folder = pathlib.Path(os.environ.get("ZTE_PICTURES") or screen.folder)
    picture = screen.picture(folder / f"{name}.png")
    assert picture.stat().st_size > 2000


def test_connects_and_disconnects(machine, screen, plug):
    screen.shows("No stick")
    plug()
    screen.shows("vodafone P", "Ready", "MF622", "%", "Connect")
    keep(screen, "applet-ready")
    screen.ask("write", name=APN, text="internet.vodafone.pt")
    screen.ask("press", name="Connect")
    screen.shows("Connected", "10.1.2.3", "Disconnect")
    assert machine.state() == "connected"
    keep(screen, "applet-connected")
    screen.ask("press", name="Disconnect")
    texts = screen.shows("Ready")
    assert machine.state() == "registered"
    assert not any("10.1.2.3" in text for text in texts)


def test_says_why_it_failed(machine, screen, plug):
    plug().answer("ATD*99***1#", "NO CARRIER")
    screen.shows("Ready", "%")
    screen.ask("write", name=APN, text="internet.vodafone.pt")
    screen.ask("press", name="Connect")
    screen.shows("NO CARRIER", "Ready", "Connect")
    keep(screen, "applet-failed")
    # The very words of the service, without the name that GDBus puts in front.
    name, message = machine.connect(bus.APN)
    assert name == "org.ztemodem1.Error.DialFailed"
    assert message in screen.texts()


def test_unlocks_with_a_pin(machine, screen, plug):
    stick = plug("locked")
    screen.shows("SIM is locked", machine.wait("words", lambda: machine.modem().get("StateMessage")))
    keep(screen, "applet-locked")
    screen.ask("write", name=PIN, text="1234")
    screen.ask("write", name=APN, text="internet.vodafone.pt")
    screen.ask("press", name="Connect")
    screen.shows("Connected")
    assert stick.sent().count('AT+CPIN="1234"') == 1
    screen.ask("press", name="Disconnect")
    screen.shows("Ready")


@pytest.mark.parametrize("name", ["<b>A</b>", "A&B", "&#8238;A", "<a href=x>A</a>", "%s%n"])
def test_text_of_a_network_is_no_markup(machine, screen, plug, name):
    plug().answer("AT+COPS=3,2;+COPS?;+COPS=3,0;+COPS?", '+COPS: 0,2,"26801",2', f'+COPS: 0,0,"{name}",2', "OK")
    screen.shows("Ready")
    told = machine.wait("the name", lambda: machine.stick()["org.ztemodem1.Network"]["OperatorName"])
    screen.shows(told)
    assert told in screen.texts(), "shown as it is, and nothing besides"
    screen.ask("panel")
    # What a panel is told may be taken for markup by it.
    item = machine.wait("the icon", lambda: screen.ask("tray"))
    assert item["ToolTip"][3] == f"{escape(told)}: Ready"


def test_a_stick_comes_and_goes(machine, screen, plug):
    screen.shows("No stick")
    plug()
    screen.shows("Ready")
    machine.unplug()
    screen.shows("No stick")


def test_survives_the_service(machine, screen, plug):
    plug()
    screen.shows("Ready")
    machine.kill_daemon()
    texts = screen.shows("Service is not running", "zte-modemd")
    assert "Connect" not in texts, "nothing of what was known is left"
    keep(screen, "applet-no-service")
    machine.start_daemon()
    screen.shows("Ready", "vodafone P")
    screen.ask("write", name=APN, text="internet.vodafone.pt")
    screen.ask("press", name="Connect")
    screen.shows("Connected")
    screen.ask("press", name="Disconnect")
    screen.shows("Ready")


def test_the_service_ends_while_it_is_asked(machine, screen, plug):
    plug().answer("ATD*99***1#")
    screen.shows("Ready")
    screen.ask("press", name="Connect")
    screen.shows("Connecting")
    machine.kill_daemon()
    screen.shows("Service is not running")
    machine.start_daemon()
    screen.shows("MF622", "Connect")


def test_does_nothing_while_nothing_happens(machine, screen, plug):
    plug()
    screen.shows("Ready", "%")
    before = wakes(screen.applet)
    time.sleep(3)
    assert wakes(screen.applet) - before < 15


def wakes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.MULTILINE)[1])


def test_the_icon_in_the_panel(machine, screen, plug):
    screen.shows("No stick")
    assert screen.ask("tray") is None
    screen.ask("panel")
    item = machine.wait("the icon", lambda: screen.ask("tray"))
    assert item["ToolTip"][3] == "No stick"
    plug()
    machine.wait("its text", lambda: screen.ask("tray")["ToolTip"][3] == "vodafone P: Ready")
    assert screen.ask("tray")["IconName"].startswith("network-cellular-")
    screen.ask("click")
    screen.shows("Ready")
