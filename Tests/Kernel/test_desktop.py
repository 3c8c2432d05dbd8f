"""Programs of desktops as the distribution ships them, with the service under ModemManager's name, as a person uses them."""

import time

import desktop
import kernel
import pytest
from daemon import client
from leisure import at_leisure
from modemmanager import device, network_manager, profile, shown
from stage import QUICK, WHILE
from stick import IMEI, INTERNET, OPERATOR
from timeline import until

NUMBER, FRIEND = "+491701234567", "+491709999999"
PIN = "4711"
WINDOW = "Modem Manager GUI"
UNLOCK = "SIM PIN unlock required"


@pytest.fixture(scope="module")
def facade(guest):
    with shown(guest.daemon), network_manager(), profile("T-Mobile internet", "connection.autoconnect", "no"):
        yield guest
        guest.unplug_all()


@pytest.fixture(scope="module")
def stick(facade):
    stick = facade.registered()
    until("a modem of NetworkManager's", device, WHILE)
    return stick


@pytest.fixture(scope="module")
def screen(facade, tmp_path_factory):
    made = desktop.Desktop(tmp_path_factory.mktemp("desktop"))
    yield made
    made.close_program()
    made.close()


@pytest.fixture(scope="module")
def gui(screen, stick):
    screen.show("modem-manager-gui")
    # It wants ModemManager started, and is content with what comes of that.
    screen.press("Let's Start!")
    screen.shows(f"{OPERATOR} disconnected")
    return screen


@pytest.fixture(scope="module")
def applet(screen, stick):
    screen.show("nm-applet")
    return screen


@pytest.fixture(autouse=True)
def told(request, guest):
    request.node.stage, request.node.started = guest, time.monotonic()


def keep_window(gui, name):
    gui.keep(name, gui.find("frame", WINDOW))


# --- modem-manager-gui ------------------------------------------------------------------------------------------------

def test_modem_manager_gui_lists_the_stick(gui):
    gui.shows("ZTE INCORPORATED MF622", "Port:ttyUSB2 Type:GSM")
    gui.press("Info", "page")
    gui.shows(IMEI, OPERATOR, "26201", "Home network", "UMTS")
    keep_window(gui, "modem-manager-gui-info")


def test_it_shows_a_message_that_comes(gui, stick):
    gui.press("SMS", "page")
    stick.control("sms", "--from", NUMBER, "--text", "See you at nine.")
    gui.shows(NUMBER)
    gui.click(gui.find_cell(NUMBER))
    gui.shows("See you at nine.")
    keep_window(gui, "modem-manager-gui-sms")
    # It has taken the message to itself, and deleted it here.
    until("no message left", lambda: client("sms", "list") == [], WHILE)


def test_it_sends_a_message(gui, stick):
    mark = stick.mark()
    gui.press("SMS", "page")
    gui.press("New")
    gui.write(gui.find_text("8888"), FRIEND)
    gui.write(gui.find_text(""), "At nine, then.")
    gui.press("Send")
    stick.heard(r"\+CMGS: ", WHILE, since=mark)
    gui.shows(f"{FRIEND}\n")


def test_it_asks_the_network(gui):
    gui.press("USSD", "page")
    gui.write(gui.find_text("*100#"), "*100#")
    gui.press("Send")
    gui.shows("Your balance is 12.34 EUR.")


def test_it_lists_networks(gui):
    gui.press("Scan", "page")
    gui.press("Start scan")
    gui.shows("ID: 26202 Availability: Forbidden", "ID: 26201 Availability: Current")


@at_leisure
def test_it_connects(gui):
    gui.press("Devices", "page")
    gui.press("Activate")
    gui.find("button", "Deactivate")
    assert device() == ("connected", "T-Mobile internet")
    assert kernel.ping(INTERNET, "ppp0") is not None
    gui.press("Deactivate")
    until("no connection", lambda: device() == ("disconnected", ""), WHILE)
    until("no call left", lambda: kernel.leftovers() == [], WHILE)


# --- nm-applet --------------------------------------------------------------------------------------------------------

def test_nm_applet_connects(applet):
    applet.open_tray_menu("Mobile Broadband", f"{OPERATOR} UMTS", "Available")
    applet.press("T-Mobile internet", "menu item")
    until("a connection", lambda: device() == ("connected", "T-Mobile internet"), WHILE)
    assert kernel.ping(INTERNET, "ppp0") is not None
    applet.open_tray_menu(f"T-Mobile internet ({OPERATOR} UMTS)")
    applet.keep("nm-applet-menu", applet.find("window", ""), desktop.ICON)
    applet.press("Disconnect", "menu item")
    until("no connection", lambda: device() == ("disconnected", ""), WHILE)
    until("no call left", lambda: kernel.leftovers() == [], WHILE)


def test_it_asks_for_the_pin(applet, facade):
    facade.unplug_all()
    locked = facade.plug(*QUICK, "--pin", PIN)
    applet.write(applet.find("password", ""), "0000")
    applet.press("Unlock")
    applet.shows("Wrong PIN code")
    applet.keep("nm-applet-pin", applet.find("dialog", UNLOCK))
    applet.write(applet.find("password", ""), PIN)
    applet.press("Unlock")
    until("it registered", lambda: locked.status()["registration"] == "home", WHILE)
    applet.open_tray_menu(f"{OPERATOR} UMTS")
    assert len([entry for entry in locked.commands() if entry.what.startswith("AT+CPIN=")]) == 2
