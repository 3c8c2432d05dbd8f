"""IPv6 beside IPv4: what the ends agree upon, what a router announces, and which route comes of it."""

import pathlib
import re


import bus
import kernel
import pytest
from daemon import client
from stage import MOMENT
from stick import INTERNET
from timeline import must, run, until

BOTH = {"apn": "internet", "ip-type": "ipv4v6"}
# Of the virtual network's end of the call: namespace and interface are numbered like the stick.
FAR_NAMESPACE, FAR_INTERFACE = "zte-net1", "ppp101"
PREFIX = "2001:db8:0:1::"

# A router's announcement (RFC 4861, 4.2) of a prefix (4.6.2), as nobody else in there makes any.
ROUTER = f"""
import socket, struct
prefix = socket.inet_pton(socket.AF_INET6, "{PREFIX}")
body = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
body += struct.pack("!BBBBIII", 3, 4, 64, 0xc0, 86400, 14400, 0) + prefix
router = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
router.sendto(body, ("ff02::1", 0, 0, socket.if_nametoindex("{FAR_INTERFACE}")))
"""


def addresses(interface, *namespace):
    """{scope: address} of IPv6."""
    lines = run("ip", *namespace, "-6", "-oneline", "address", "show", "dev", interface).stdout
    return {scope: address for address, scope in re.findall(r"inet6 ([0-9a-f:]+)\S* .*?scope (\w+)", lines)}


def ip6(stick):
    return bus.get(stick.physical_port, bus.CONNECTION, "Ip6")


def announce():
    must("ip", "netns", "exec", FAR_NAMESPACE, "python3", "-c", ROUTER)


def default_routes():
    lines = run("ip", "-6", "route", "show", "default").stdout.splitlines()
    return [line.strip() for line in lines if " dev ppp0" in line]


def test_both_ends_have_addresses_and_reach_each_other(stage):
    stick = stage.registered("--ipv6")
    mark = stick.mark()
    bus.connect(stick.physical_port, BOTH)
    assert 'AT+CGDCONT=1,"IPV4V6","internet"' in [entry.what for entry in stick.commands(since=mark)]
    until("IPv6 shown", lambda: ip6(stick), MOMENT)
    assert ip6(stick) == {"link-local": addresses("ppp0")["link"]}
    far = addresses(FAR_INTERFACE, "-netns", FAR_NAMESPACE)["link"]
    assert kernel.ping(f"{far}%ppp0", "ppp0") is not None
    assert kernel.ping(INTERNET, "ppp0") is not None
    shown = client("show", stick.physical_port)
    assert shown
    bus.disconnect(stick.physical_port)
    assert ip6(stick) == {}
    assert kernel.leftovers() == []


def test_a_prefix_makes_an_address_and_a_default_route(stage):
    stick = stage.registered("--ipv6")
    bus.connect(stick.physical_port, BOTH)
    until("IPv6 shown", lambda: ip6(stick), MOMENT)
    assert pathlib.Path("/proc/sys/net/ipv6/conf/ppp0/accept_ra").read_text().strip() == "2"
    announce()
    until("the address", lambda: "global" in addresses("ppp0"), MOMENT)
    until("the address shown", lambda: ip6(stick).get("address") == addresses("ppp0")["global"], 20)
    assert len(default_routes()) == 1
    bus.disconnect(stick.physical_port)
    assert default_routes() == []


@pytest.mark.parametrize("settings, metrics", [
    ({"default-route": False}, []),
    ({"route-metric": 700}, ["700"]),
])
def test_the_default_route_is_the_callers_choice(stage, settings, metrics):
    stick = stage.registered("--ipv6")
    bus.connect(stick.physical_port, BOTH | settings)
    until("IPv6 shown", lambda: ip6(stick), MOMENT)
    announce()
    until("the address", lambda: "global" in addresses("ppp0"), MOMENT)
    assert [re.search(r"metric (\d+)", route).group(1) for route in default_routes()] == metrics


def test_another_networks_default_route_is_left_alone(stage):
    stick = stage.registered("--ipv6")
    must("ip", "link", "add", "lan0", "type", "dummy")
    must("ip", "link", "set", "lan0", "up")
    must("ip", "-6", "route", "add", "default", "via", "fe80::1", "dev", "lan0", "metric", "1024")
    try:
        bus.connect(stick.physical_port, BOTH)
        until("IPv6 shown", lambda: ip6(stick), MOMENT)
        announce()
        until("the address", lambda: "global" in addresses("ppp0"), MOMENT)
        assert default_routes() == []
    finally:
        must("ip", "link", "delete", "lan0")


def test_a_stick_that_knows_ipv4_alone_connects_all_the_same(stage):
    stick = stage.registered()
    mark = stick.mark()
    bus.connect(stick.physical_port, BOTH)
    commands = [entry.what for entry in stick.commands(since=mark)]
    assert [line for line in commands if "CGDCONT" in line] == [
        'AT+CGDCONT=1,"IPV4V6","internet"', 'AT+CGDCONT=1,"IP","internet"']
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert ip6(stick) == {}


def test_unless_asked_for_there_is_none(stage):
    stick = stage.registered("--ipv6")
    bus.connect(stick.physical_port, {"apn": "internet"})
    assert kernel.ping(INTERNET, "ppp0") is not None
    assert addresses("ppp0") == {}
    assert ip6(stick) == {}
