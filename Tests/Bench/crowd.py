"""Many sticks at once: how long until the last is in its network, and what each further one costs."""

import threading

import kernel
import usage
from contender import MOMENT
from stick import VirtualStick
from timeline import until

# Nobody waits longer for a modem.
PATIENCE = 240
SETTLE = 5


class Crowd:
    """Sticks with identities of their own, ready to be plugged in. Their calls would lead nowhere; none is made."""

    def __init__(self, count):
        self.sticks = [
            VirtualStick(
                "--unplugged", "--no-network", "--imei", f"35693803564{number:04}", "--imsi", f"26201123456{number:04}",
                "--iccid", f"894902000001234{number:04}", port=number)
            for number in range(count)]
        for stick in self.sticks:
            stick.ready(10 * MOMENT)

    def plug(self):
        """All at the same time. Returns when the first of them was plugged in."""
        threads = [threading.Thread(target=stick.plug) for stick in self.sticks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return min(stick.heard("on the bus as storage", MOMENT).time for stick in self.sticks)

    def leave(self):
        """Stops all, and waits until the kernel has noticed."""
        threads = [threading.Thread(target=stick.stop) for stick in self.sticks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for stick in self.sticks:
            until("empty ports", lambda port=stick.physical_port: kernel.usb_id(port) is None, 3 * MOMENT)


def measure(contender, count, begin):
    """What `count` sticks at once do to a contender that was started anew by `begin`.

    Returns {"registered": how many were, "last": seconds until the last of them, "cpu": seconds of its daemons until
    then, "rss": KiB of its daemons once it is quiet}.
    """
    begin()
    crowd = Crowd(count)
    try:
        contender.mark()
        before = usage.snapshot(contender.daemons)
        plugged = crowd.plug()
        found = contender.registered_many(crowd.sticks, PATIENCE)
        quiet = usage.window(contender.daemons, SETTLE)
        cpu = sum(usage.cpu_since(before).values())
        return {
            "registered": len(found), "last": max(found.values()) - plugged if found else None, "cpu": cpu,
            "rss": sum(used.rss for used in quiet.values())}
    finally:
        crowd.leave()
        contender.stop()
