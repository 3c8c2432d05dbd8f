"""Sticks that are pulled out in the middle of something, many times and several at once."""

import concurrent.futures
import dataclasses
import os
import typing

import bus

# How often each state is left by pulling the stick out: `make soak` asks for more.
UNPLUGS = int(os.environ.get("ZTE_UNPLUGS", "5"))

# How long several sticks at once may take to get somewhere, on a CPU that one of them keeps busy for two seconds.
SEVERAL = 90


@dataclasses.dataclass(frozen=True)
class Scene:
    """A state, how a stick gets there, and what it has to be like to stay there."""

    name: str
    options: tuple
    # (stage, stick, mark) -> a call under way that has to hear of the end, or None.
    enter: typing.Callable

    def __str__(self):
        return self.name


@dataclasses.dataclass(frozen=True)
class Departure:
    port: str
    # What the kernel said, on the monotonic clock.
    left: float
    # Marks of the bus: when the stick was plugged in, and when it was pulled out.
    plugged: int
    pulled: int
    call: bus.PendingCall | None

    def refusal(self):
        """Name of the error the call under way ended with; None where there was no call, or no error."""
        try:
            if self.call is not None:
                self.call.result()
            return None
        except bus.BusError as error:
            return error.name


def in_state(state):
    """Waits for it; the stick gets there by itself."""
    def enter(stage, stick, mark):
        stage.bus.state(stick.physical_port, state, SEVERAL, since=mark)
    return enter


def wanted_in_state(state):
    """As in_state(), and somebody wants a call of it meanwhile."""
    def enter(stage, stick, mark):
        stage.bus.state(stick.physical_port, state, SEVERAL, since=mark)
        return pending(stage, stick, "Connect", {"apn": "internet"})
    return enter


def pending(stage, stick, method, *arguments):
    """A call of the stick that has arrived and is not answered."""
    mark = stage.bus.mark()
    call = bus.PendingCall(bus.modem_path(stick.physical_port), f"{bus.MODEM}.{method}", *arguments, limit=120)
    stage.bus.asked(stick.physical_port, method, SEVERAL, since=mark)
    return call


def pull_out(stage, scene, sticks):
    """Plugs the sticks in, and pulls each of them out once it has reached the scene's state; returns the departures."""
    with concurrent.futures.ThreadPoolExecutor(len(sticks)) as people:
        return list(people.map(lambda stick: _pull_out(stage, scene, stick), sticks))


def _pull_out(stage, scene, stick):
    mark, kernel_mark = stage.bus.mark(), stage.kernel.mark()
    stick.plug()
    call = scene.enter(stage, stick, mark)
    pulled = stage.bus.mark()
    stick.unplug()
    left = stage.kernel.device_removed(stick.physical_port, SEVERAL, since=kernel_mark)
    return Departure(stick.physical_port, left.time, mark, pulled, call)


def rounds(sticks):
    """Lists of the sticks to pull out at once, until UNPLUGS is reached."""
    rest = UNPLUGS
    while rest > 0:
        yield sticks[:rest]
        rest -= len(sticks)
