"""What a contender is: something that takes a stick from the plug to the internet, and is asked for nothing else.

All of them are watched by the same witnesses, which are none of their own: the stick's log, the kernel's events, the
first packet that comes back. Only the two moments that exist on the bus alone are told by the contender.
"""

import kernel
import usage
from timeline import until

# In the order in which they happen.
MOMENTS = ["switch command", "ttyUSB0", "object", "registered", "CONNECT", "address", "ping"]

# Longer than the usual programs need for their whole way, so that a limit is reached only when something is broken.
LONG = 120
MOMENT = 20


class Contender:
    name = ""
    # Programs whose cost is counted, and those of them that are its own and stay.
    programs = []
    daemons = []

    def __init__(self, events, addresses, pinger):
        self.events = events
        self.addresses = addresses
        self.pinger = pinger

    # --- What each of them does in its own way ------------------------------------------------------------------------

    def start(self):
        """Ready for a stick to be plugged in."""

    def stop(self):
        """As if it had never been started."""

    def prepare(self, stick):
        """Before each plug: notes from where on signals count."""

    def dial(self, stick):
        """What a person does who wants to be connected, at the moment the stick is plugged in."""

    def object_at(self, stick):
        """When programs could see on the bus a modem that answers; None where there is no such thing."""

    def registered_at(self, stick):
        raise NotImplementedError

    def hang_up(self):
        """Ends the call, and returns when it has ended."""

    def connect(self, stick):
        """The one command for a call with a stick that is registered."""

    # --- What is measured ---------------------------------------------------------------------------------------------

    def plug_to_ping(self, stick):
        """({moment: seconds since the plug}, {program: seconds of processor time})."""
        port = stick.physical_port
        self.prepare(stick)
        stick_mark, kernel_mark, address_mark = stick.mark(), self.events.mark(), self.addresses.mark()
        before = usage.snapshot(self.programs)
        stick.plug()
        self.dial(stick)
        self.addresses.given(LONG, since=address_mark)
        ping = self.pinger.first_answer(LONG)
        cost = usage.cpu_since(before)
        plugged = stick.heard("on the bus as storage", MOMENT, since=stick_mark).time
        times = {
            "switch command": stick.heard("eject received", MOMENT, since=stick_mark).time,
            "ttyUSB0": self.events.node_added("tty", "ttyUSB[0-9]+", port, MOMENT, since=kernel_mark).time,
            "object": self.object_at(stick),
            "registered": self.registered_at(stick),
            "CONNECT": stick.heard("> CONNECT", MOMENT, since=stick_mark).time,
            "address": self.addresses.given(MOMENT, since=address_mark).time,
            "ping": ping,
        }
        return {name: at - plugged if at is not None else None for name, at in times.items()}, cost

    def connect_to_ping(self, stick):
        """Seconds from the command to the first answer, the stick being registered."""
        self.hang_up()
        began, process = self.connect(stick)
        answered = self.pinger.first_answer(LONG)
        process.wait(LONG)
        return answered - began

    def drop_to_ping(self, stick, patience):
        """(seconds until ppp0 is gone, seconds until there is an answer again), from when the network hangs up.

        The second is None when that does not come by itself in `patience` seconds.
        """
        stick_mark, kernel_mark, address_mark = stick.mark(), self.events.mark(), self.addresses.mark()
        stick.control("drop-carrier")
        dropped = stick.heard("call ended", MOMENT, since=stick_mark).time
        noticed = self.events.wait("no ppp0", lambda event: event.is_("remove", "net", "ppp[0-9]+"), LONG,
                                   since=kernel_mark).time
        try:
            self.addresses.given(patience, since=address_mark)
        except AssertionError:
            return noticed - dropped, None
        return noticed - dropped, self.pinger.first_answer(LONG) - dropped

    def unplug(self, stick):
        """Pulls the stick out and waits until nothing of it is left."""
        mark = self.events.mark()
        stick.unplug()
        self.events.device_removed(stick.physical_port, MOMENT, since=mark)
        until("no pppd left", lambda: not kernel.processes("pppd"), LONG)
        until("no ppp0 left", lambda: not kernel.ppp_interfaces(), LONG)
