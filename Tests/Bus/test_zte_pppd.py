"""zte-pppd, which is root in its unit, is given records by a daemon that may not be. Whatever stands in one, it starts the one
pppd it was built for, with the options that are meant, or nothing."""

import os
import random
import re
import subprocess

import pytest
from machine import programs

WHOLE = b"zte-call=1\nauth=any\ndefault-route=yes\npeer-dns=yes\nip-type=ipv4\n"
# What it was told, and whether the options hold what they should not.
PPPD = """#!/bin/sh
PATH=/usr/bin:/bin
printf '%s\\n' "$0" "$@" >{root}/arguments
cat "$3" >{root}/options
tr '\\0' '\\n' </proc/$$/environ >{root}/environment
ls /proc/$$/fd >{root}/descriptors
echo 'said on one'; echo 'said on two' >&2
{behaviour}
"""
# Every option there is, with the shape of its arguments. What names a program or a plugin is ours.
OPTIONS = re.compile(r"""(?:
    nodetach | hide-password | nopersist | 115200 | modem | nocrtscts | lock | noauth | noccp | novj | noipv6 | noipdefault
    | usepeerdns | defaultroute | nodefaultroute | refuse-(?:eap|pap|chap|mschap|mschap-v2)
    | (?:logfd|idle|maxconnect|lcp-restart|lcp-max-configure|lcp-max-terminate|lcp-echo-interval|lcp-echo-failure|pap-restart
       |pap-max-authreq|ipcp-restart|ipcp-max-configure)\ [0-9]+
    | (?:user|password)\ "[ !\#-\[\]-~]{1,64}"
    | set\ "ZTE_ROUTE_METRIC=[0-9]{1,10}"
    | ip-up-script\ "/usr/libexec/zte-modem/ppp-up" | ip-down-script\ "/usr/libexec/zte-modem/ppp-down"
    | ipparam\ "FOLDER/ttyUSB2"
)""", re.VERBOSE)


class Unit:
    """What the unit would do, without systemd."""

    def __init__(self, root):
        self.root = root
        self.program = programs() / "zte-pppd"
        self.pppd = root / "pppd"
        self.behave("exit 16")
        (root / "calls/ttyUSB2").mkdir(parents=True)
        (root / "locks").mkdir()

    def behave(self, behaviour):
        self.pppd.write_text(PPPD.format(root=self.root, behaviour=behaviour))
        self.pppd.chmod(0o755)

    def start(self, record, node="ttyUSB2", **options):
        file = self.root / "record"
        file.write_bytes(record)
        for old in ("arguments", "options", "environment", "descriptors"):
            (self.root / old).unlink(missing_ok=True)
        return subprocess.run(
            [self.program, "start", node, file, "--pppd", self.pppd, "--folder", self.root / "calls"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, check=False, **options)

    def stop(self, node="ttyUSB2", environment=None):
        return subprocess.run(
            [self.program, "stop", node, "--folder", self.root / "calls", "--locks", self.root / "locks"],
            stdin=subprocess.DEVNULL, timeout=20, check=False, env=environment or {})

    @property
    def has_run(self):
        return (self.root / "arguments").exists()

    def options(self):
        text = (self.root / "options").read_text()
        return [line.replace(str(self.root / "calls"), "FOLDER") for line in text.splitlines()]


@pytest.fixture
def unit(tmp_path):
    if programs() is None or not (programs() / "zte-pppd").exists():
        pytest.skip("zte-pppd is not built: swift build")
    return Unit(tmp_path)


def test_it_becomes_pppd_with_a_fixed_command_line(unit):
    ended = unit.start(WHOLE + b"username=me\npassword=s3cret words\nroute-metric=700\n")
    assert ended.returncode == 16, ended.stderr
    assert (unit.root / "arguments").read_text().splitlines() == [
        str(unit.pppd), "/dev/ttyUSB2", "file", "/proc/self/fd/3"]
    assert [line for line in unit.options() if not OPTIONS.fullmatch(line)] == []
    assert {'user "me"', 'password "s3cret words"', 'set "ZTE_ROUTE_METRIC=700"', "refuse-eap"} <= set(unit.options())


def test_pppd_inherits_nothing(unit):
    unit.start(WHOLE, env={"LD_PRELOAD": "", "PPPD": "/bin/false", "SECRET": "1", "PATH": "/tmp"})
    # The shell itself adds what it keeps.
    assert "SECRET" not in (unit.root / "environment").read_text()
    # From 10 on are those that the shell keeps for itself.
    assert {number for number in map(int, (unit.root / "descriptors").read_text().split()) if number < 10} == {0, 1, 2, 3}


def test_what_it_says_goes_to_the_log_of_the_call(unit):
    ended = unit.start(WHOLE)
    assert (unit.root / "calls/ttyUSB2/log").read_text() == "said on one\n"
    assert ended.stderr == b"said on two\n"


HOSTILE = [
    b"", b"\n", b"\0", WHOLE[:-1], WHOLE + b"\n", WHOLE * 2, b"zte-call=2" + WHOLE[10:], WHOLE + b"plugin=/tmp/evil.so\n",
    WHOLE + b"connect=/bin/sh\n", WHOLE + b'username=x" plugin "/tmp/evil.so\n', WHOLE + b"username=x\\\n",
    WHOLE + b"username=x\rplugin /tmp/evil.so\n", WHOLE + b"password=\n", WHOLE + b"password=" + b"x" * 65 + b"\n",
    WHOLE + b"password=\xff\n", WHOLE + b"route-metric=1;id\n", WHOLE + b"route-metric=4294967296\n",
    WHOLE + b"route-metric=0x10\n", WHOLE + b"auth=pap\n", WHOLE + b"x" * 100000 + b"\n",
    WHOLE.replace(b"auth=any", b"auth=eap"), WHOLE.replace(b"=yes", b"=maybe"), b"\xef\xbb\xbf" + WHOLE,
    WHOLE.replace(b"\n", b"\r\n"),
]


@pytest.mark.parametrize("record", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_record_starts_nothing_and_is_not_repeated(unit, record):
    ended = unit.start(record)
    assert ended.returncode == 65
    assert not unit.has_run
    assert b"evil" not in ended.stderr and b"xxxx" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_whatever_is_changed_in_a_record_no_option_comes_of_it(unit):
    chance = random.Random(int(os.environ.get("ZTE_FUZZ_SEED", "7")))
    words = [b"plugin /tmp/x", b'"', b"\\", b"\n", b"=", b"\0", b"connect", b"auth=", b"username=", b"\nusername=a b\n", b"$(id)",
             b"`id`", b"\t", b"'", b"#", b"call x", b"\xc3\xa9", b"-", b"700", b"route-metric="]
    ran = 0
    for _ in range(150):
        record = bytearray(WHOLE + b"username=me\npassword=it\n")
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(record) + 1)
            record[place:place + chance.randrange(3)] = chance.choice(words)
        ended = unit.start(bytes(record))
        assert ended.returncode in (16, 65), (bytes(record), ended)
        assert unit.has_run == (ended.returncode == 16), bytes(record)
        if unit.has_run:
            ran += 1
            assert [line for line in unit.options() if not OPTIONS.fullmatch(line)] == [], bytes(record)
    assert ran, "nothing that was changed was harmless"


@pytest.mark.parametrize("node", ["", ".", "..", "../sda", "ttyS0", "ttyUSB", "ttyUSB00", "ttyUSB2 plugin", "ttyUSB2/x", "-h",
                                  "ttyUSB2\n", "/dev/ttyUSB2"])
def test_only_ttys_of_sticks_are_taken(unit, node):
    assert unit.start(WHOLE, node=node).returncode == 64
    assert not unit.has_run


def test_a_record_that_is_a_device_or_not_there_is_refused(unit):
    for record, status in ((unit.root / "none", 71), ("/dev/zero", 65), (unit.root, 71)):
        ended = subprocess.run(
            [unit.program, "start", "ttyUSB2", record, "--pppd", unit.pppd, "--folder", unit.root / "calls"],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=20, check=False)
        assert ended.returncode == status, ended.stderr
    assert not unit.has_run


def test_a_log_that_leads_elsewhere_is_not_followed(unit):
    victim = unit.root / "victim"
    victim.write_text("precious")
    (unit.root / "calls/ttyUSB2/log").symlink_to(victim)
    assert unit.start(WHOLE).returncode == 71
    assert victim.read_text() == "precious"
    assert not unit.has_run


def test_without_pppd_it_says_so(unit):
    unit.pppd.unlink()
    ended = unit.start(WHOLE)
    assert ended.returncode == 71
    assert b"pppd: No such file" in ended.stderr


class Listener:
    """What stands for systemd's socket of notifications."""

    def __init__(self, root):
        import socket
        self.path = root / "notify"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self.path))
        self._socket.settimeout(5)

    def said(self):
        return self._socket.recv(8192).decode()

    def close(self):
        self._socket.close()


def test_in_the_end_it_says_what_pppd_said_last(unit):
    log = unit.root / "calls/ttyUSB2/log"
    listener = Listener(unit.root)
    try:
        log.write_bytes(b"Connect: ppp0 <--> /dev/ttyUSB2\nLCP terminated by peer\n\x1b[31mred\xff\nConnection terminated.\n")
        assert unit.stop(environment={"NOTIFY_SOCKET": str(listener.path)}).returncode == 0
        assert listener.said() == (
            "STATUS=Connect: ppp0 <--> /dev/ttyUSB2 | LCP terminated by peer | [31mred? | Connection terminated.")
        log.write_bytes(b"again and again the same line of words\n" * 2000)
        assert unit.stop(environment={"NOTIFY_SOCKET": str(listener.path)}).returncode == 0
        assert len(listener.said()) < 2100
    finally:
        listener.close()
    # Nobody to be told, and nothing to tell.
    assert unit.stop().returncode == 0
    log.unlink()
    assert unit.stop().returncode == 0


def test_the_lock_of_a_dead_pppd_goes_and_that_of_another_stays(unit):
    lock = unit.root / "locks/LCK..ttyUSB2"
    gone = subprocess.run(["sh", "-c", "echo $$"], stdout=subprocess.PIPE, check=True).stdout
    lock.write_text(f"{int(gone):10}\n")
    unit.stop()
    assert not lock.exists()
    for text in (f"{os.getpid():10}\n", "         1\n", "words\n"):
        lock.write_text(text)
        unit.stop()
        assert lock.read_text() == text
