"""The service under ModemManager's name, as the package zte-modem-modemmanager has it, and programs that know ModemManager only."""

import contextlib
import json
import pathlib
import re

import neighbours
from timeline import must, run, until

# A link to what is shipped: what is in this folder is read.
SETTING = pathlib.Path("/etc/zte-modem/conf.d/modemmanager.conf")
SHIPPED = pathlib.Path("/usr/share/zte-modem/modemmanager.conf")
OURS = "zte-modemd"
NETWORK_MANAGER = ("NetworkManager.service", "NetworkManager-dispatcher.service")
# nmcli and mmcli are waited for as long as they wait themselves.
LONG = 120


# --- Who has the name -------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def shown(daemon):
    """The service runs and has ModemManager's name. ModemManager may be started by whoever likes, and by a call to it."""
    daemon.stop()
    was_masked = run("systemctl", "is-enabled", neighbours.UNIT).stdout.strip() == "masked"
    must("systemctl", "unmask", neighbours.UNIT)
    SETTING.parent.mkdir(parents=True, exist_ok=True)
    SETTING.symlink_to(SHIPPED)
    try:
        daemon.start()
        until("the service under that name", lambda: owner() == OURS, LONG)
        yield
    finally:
        daemon.stop()
        SETTING.unlink()
        if was_masked:
            must("systemctl", "mask", neighbours.UNIT)


def owner():
    """Name of the program that has ModemManager's name on the bus; None for nobody."""
    answer = run("busctl", "--json=short", "call", "org.freedesktop.DBus", "/org/freedesktop/DBus",
                 "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", neighbours.BUS_NAME)
    if answer.returncode != 0:
        return None
    try:
        return pathlib.Path(f"/proc/{json.loads(answer.stdout)['data'][0]}/comm").read_text().strip()
    except OSError:
        return None  # it has ended meanwhile


def starts_looked_at():
    """Changes with each start of ModemManager's unit that was wanted, also with one that came to nothing."""
    return must("systemctl", "show", "--value", "--property=ConditionTimestampMonotonic", neighbours.UNIT)


# --- mmcli ------------------------------------------------------------------------------------------------------------

def mmcli(*words, limit=LONG):
    """What it prints as JSON, without the one key that everything is in."""
    answer, = json.loads(must("mmcli", "--output-json", *words, limit=limit)).values()
    return answer


def said(*words, limit=LONG):
    """What it prints for people."""
    return must("mmcli", *words, limit=limit)


def path_in(text, kind):
    """/org/freedesktop/ModemManager1/SMS/0 in what mmcli says."""
    return re.search(rf"/org/freedesktop/ModemManager1/{kind}/[0-9]+", text).group(0)


def flat(answer, above=""):
    """{"generic.state": "registered"} of what mmcli says of one object."""
    if not isinstance(answer, dict):
        return {above: answer}
    found = {}
    for name, value in answer.items():
        found.update(flat(value, f"{above}.{name}" if above else name))
    return found


def modem_state():
    """In mmcli's words; None while there is no modem."""
    answer = run("mmcli", "--output-json", "-m", "any", limit=LONG)
    return json.loads(answer.stdout)["modem"]["generic"]["state"] if answer.returncode == 0 else None


# --- NetworkManager ---------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def network_manager():
    """As the distribution configures it. The guest comes with it masked."""
    must("systemctl", "unmask", *NETWORK_MANAGER)
    try:
        must("systemctl", "start", NETWORK_MANAGER[0])
        until("NetworkManager ready", lambda: said_by_nmcli("-f", "RUNNING", "general") == "running", LONG)
        yield
    finally:
        run("systemctl", "stop", *NETWORK_MANAGER, limit=LONG)
        must("systemctl", "mask", *NETWORK_MANAGER)


def said_by_nmcli(*words):
    return run("nmcli", "-t", *words, limit=LONG).stdout.strip()


def nmcli(*words):
    return must("nmcli", *words, limit=LONG)


@contextlib.contextmanager
def profile(name, *settings):
    """A connection of type gsm, as nmcli makes it."""
    nmcli("connection", "add", "type", "gsm", "ifname", "*", "con-name", name, "apn", "internet", *settings)
    try:
        yield name
    finally:
        run("nmcli", "connection", "delete", name, limit=LONG)


def device():
    """(state, connection) of the modem in NetworkManager; None while there is none."""
    for line in said_by_nmcli("-f", "TYPE,STATE,CONNECTION", "device").splitlines():
        kind, state, connection = line.split(":", 2)
        if kind == "gsm":
            return state, connection
    return None
