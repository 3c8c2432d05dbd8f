"""Codes of the network while a call is up: what a user asks by the command line, and a caller that goes away."""

import bus
from daemon import CLIENT, client
from download import download
from stage import MOMENT, WHILE
from timeline import run, until

USSD = "org.ztemodem1.Ussd"
BALANCE = "Your balance is 12.34 EUR."
MENU = "Welcome\n1 Balance\n2 Options\n3 Sprache"


def said(answer):
    """What `zte-client ussd` printed, on a terminal or not."""
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


def test_codes_are_asked_for_while_a_download_runs(stage):
    stick = stage.connected("--ussd-form", "packed")
    with download("ppp0") as running:
        # The stick refuses plain text; after the first time that is known.
        mark = stick.mark()
        assert client("ussd", "*100#") == {"text": BALANCE, "asks": False}
        assert client("ussd", "*102#") == {"text": "Баланс: 12,34 €", "asks": False}
        asked = [entry.what for entry in stick.commands(mark) if "AT+CUSD=1," in entry.what]
        assert len(asked) == 3 and asked[0].count("*100#") == 1 and "AA180C3602" in asked[1]

        answer = run(CLIENT, "ussd", "*101#", "--respond", "2", "--respond", "1", limit=WHILE)
        assert said(answer) == [*MENU.split("\n"), "Options", "1 Day pass", "0 Back", "The day pass is yours."]
        running.goes_on()

        # A program that leaves takes its menu along: gdbus has its answer and goes.
        mark = stick.mark()
        assert "Welcome" in bus.call(bus.modem_path(stick.physical_port), f"{USSD}.Initiate", "*101#")
        stick.heard(r"< AT\+CUSD=2", MOMENT, since=mark)
        until("the end of it", lambda: bus.get(stick.physical_port, USSD, "State") == "idle", MOMENT)
        running.goes_on()

    # What the network says does nothing to a terminal.
    stick.control("ussd", "*100#", "text", "\x1b[2Jred\\nline")
    assert said(run(CLIENT, "ussd", "*100#", limit=WHILE)) == ["\\x1b[2Jred", "line"]
    # And without a network there is nobody to ask.
    stick.control("reg-lost")
    until("no interface", lambda: USSD not in bus.managed_objects()[bus.modem_path(stick.physical_port)], WHILE)
