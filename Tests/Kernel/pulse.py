"""How fast the daemon answers while something else happens to it.

As a program: asks for the state of the object whose path is its argument, again and again, and prints how many seconds
each answer took. A process of its own, so that the story does not wait for itself.
"""

import statistics
import sys
import time

from timeline import OutputTimeline

NAME, MODEM = "org.ztemodem1", "org.ztemodem1.Modem"
EVERY = 0.05

# A call and its answer on a real CPU. How much longer they take here, undisturbed, is how much slower this CPU is.
NATIVE = 0.001
# What a call may take on a real CPU, whatever the other sticks do.
BOUND = 0.1


class Pulse(OutputTimeline):
    def __init__(self, path):
        super().__init__([sys.executable, __file__, path])

    def parse(self, line):
        try:
            return float(line)
        except ValueError:
            return line  # an error, to be shown

    def undisturbed(self, count=30):
        """The median of the next answers."""
        mark = self.mark()
        self.wait(f"{count} answers of the daemon", lambda _: self.mark() - mark >= count, 60, since=mark)
        return statistics.median(entry.what for entry in self.entries(since=mark))

    def worst(self, since):
        """The slowest of the answers since that mark; the daemon has to have given some."""
        times = [entry.what for entry in self.entries(since=since)]
        assert times, "the daemon answers nothing"
        assert all(isinstance(value, float) for value in times), times
        return max(times)


def limit(undisturbed):
    """What a call may take here."""
    return BOUND * max(1.0, undisturbed / NATIVE)


def in_time(undisturbed, worst):
    """Whether that was as fast as it has to be; says the figures, and by which factor this CPU is slower."""
    bound = limit(undisturbed)
    print(f"undisturbed {undisturbed * 1000:.1f} ms, factor {bound / BOUND:.0f}: worst {worst * 1000:.0f} ms "
          f"of {bound * 1000:.0f} ms")
    return worst < bound


def main():
    import dbus  # only in the guest
    bus = dbus.SystemBus()
    while True:
        began = time.monotonic()
        bus.call_blocking(NAME, sys.argv[1], "org.freedesktop.DBus.Properties", "Get", "ss", (MODEM, "State"), timeout=30)
        print(f"{time.monotonic() - began:.4f}", flush=True)
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
