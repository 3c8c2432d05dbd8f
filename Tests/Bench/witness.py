"""Two witnesses the kernel tests do not need: when ppp has an address, and when the first packet comes back."""

import os
import select
import socket
import struct
import threading
import time

from stick import INTERNET
from timeline import NotSeen, Timeline

# linux/rtnetlink.h
RTMGRP_IPV4_IFADDR = 0x10
RTM_NEWADDR, RTM_DELADDR = 20, 21
NETLINK_HEADER = struct.Struct("=IHHII")
INTERFACE_ADDRESS = struct.Struct("=BBBBI")

ECHO_REPLY, ECHO_REQUEST = 0, 8
# Between two tries. A failed one costs little: without a route the kernel refuses at once.
AGAIN = 0.02


class Addresses(Timeline):
    """Every IPv4 address an interface got or lost since this was made, as (got it, interface)."""

    def __init__(self):
        super().__init__()
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        self._socket.bind((0, RTMGRP_IPV4_IFADDR))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            message = self._socket.recv(65536)
            length, kind, *_ = NETLINK_HEADER.unpack_from(message)
            if kind not in (RTM_NEWADDR, RTM_DELADDR) or length < NETLINK_HEADER.size + INTERFACE_ADDRESS.size:
                continue
            *_, index = INTERFACE_ADDRESS.unpack_from(message, NETLINK_HEADER.size)
            try:
                name = socket.if_indextoname(index)
            except OSError:
                continue  # it is gone already
            self.add((kind == RTM_NEWADDR, name))

    def given(self, limit, since=0):
        """Waits until ppp has an address."""
        return self.wait("an address on ppp", lambda what: what[0] and what[1].startswith("ppp"), limit, since)


class Pinger:
    """Sends echo requests to the internet by whatever route there is, until one is answered.

    The same for every contender: nobody's idea of a connection counts, only a packet that came back.
    """

    def __init__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self._identifier = os.getpid() & 0xFFFF
        self._sequence = 0

    def first_answer(self, limit):
        """The second of the monotonic clock at which the first answer came."""
        deadline = time.monotonic() + limit
        earliest = self._sequence + 1
        while time.monotonic() < deadline:
            self._send()
            readable, _, _ = select.select([self._socket], [], [], AGAIN)
            now = time.monotonic()
            if readable and self._is_answer(earliest):
                return now
        raise NotSeen(f"an answer to a ping of {INTERNET}", limit, "none")

    def _send(self):
        self._sequence += 1
        header = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, self._identifier, self._sequence)
        try:
            self._socket.sendto(struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum(header), self._identifier,
                                            self._sequence), (INTERNET, 0))
        except OSError:
            pass  # no route yet

    def _is_answer(self, earliest):
        """A raw socket gets the IP header too, and whatever else ICMP says to this machine."""
        packet, (sender, _) = self._socket.recvfrom(2048)
        start = (packet[0] & 0xF) * 4
        if sender != INTERNET or len(packet) < start + 8:
            return False
        kind, _, _, identifier, sequence = struct.unpack_from("!BBHHH", packet, start)
        return kind == ECHO_REPLY and identifier == self._identifier and sequence >= earliest


def checksum(data):
    """RFC 1071, of an even number of bytes."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
