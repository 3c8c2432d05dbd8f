"""This project's service under ModemManager's name, and NetworkManager as the distribution ships and configures it.

Who dials is NetworkManager, by a profile that connects by itself: the same one that the usual programs have.
"""

import contextlib

import rules
from contender import LONG
from daemon import Daemon
from modemmanager import NETWORK_MANAGER, shown
from stock import Stock, add_profile
from timeline import must, run


class Compatible(Stock):
    name = "zte-modem, NetworkManager"
    daemons = ["zte-modemd", "NetworkManager"]
    programs = ["zte-modemd", "NetworkManager", "pppd", "polkitd", "dbus-daemon"]

    def __init__(self, *witnesses):
        super().__init__(*witnesses)
        self._daemon = Daemon()
        self._ends = contextlib.ExitStack()

    def start(self, autoconnect=True):
        # Of NetworkManager's there may be some about the interfaces of calls.
        rules.change(unmasked=["*-nm-*.rules"])
        self._ends.enter_context(shown(self._daemon))
        must("systemctl", "unmask", *NETWORK_MANAGER)
        must("systemctl", "start", NETWORK_MANAGER[0])
        add_profile(autoconnect)

    def stop(self):
        run("systemctl", "stop", *NETWORK_MANAGER, limit=LONG)
        must("systemctl", "mask", *NETWORK_MANAGER)
        self._ends.close()
        rules.change(masked=["*-nm-*.rules"])
