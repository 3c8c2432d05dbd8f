"""Round trips on the bus: one call after the other, by libdbus itself with messages made before."""

import time

import dbus
import dbus.lowlevel

SECONDS = 3


def round_trips(destination, path, interface, member, *arguments, signature=""):
    """Calls answered in a second."""
    connection = dbus.SystemBus(private=True)
    try:
        call = dbus.lowlevel.MethodCallMessage(destination, path, interface, member)
        call.append(*arguments, signature=signature)
        connection.send_message_with_reply_and_block(call.copy(), 30)
        count, began = 0, time.monotonic()
        while (elapsed := time.monotonic() - began) < SECONDS:
            connection.send_message_with_reply_and_block(call.copy(), 30)
            count += 1
        return count / elapsed
    finally:
        connection.close()


def of(destination, path, interface):
    """{"GetAll": …, "Ping": …} of an object."""
    return {
        "GetAll": round_trips(destination, path, "org.freedesktop.DBus.Properties", "GetAll", interface, signature="s"),
        "Ping": round_trips(destination, path, "org.freedesktop.DBus.Peer", "Ping"),
    }
