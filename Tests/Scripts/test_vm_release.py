"""Which release the virtual machine is made of, where it comes from, and what apt is asked for it. apt itself is played."""

import os
import pathlib
import subprocess

import pytest

RELEASE = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "vm" / "release"
ASKED_BY = """set -euo pipefail
say() { echo "$*" >&2; }
die() { say "$*"; exit 1; }
. "$RELEASE"
own_lists=$OWN_LISTS
"""
# As apt-get indextargets prints what a Debian 12 knows.
TARGETS = """Debian|http://deb.debian.org/debian-security/|bookworm-security|main
Debian|http://deb.debian.org/debian/|bookworm-updates|main
Debian|http://deb.debian.org/debian/|bookworm|main
NodeSource|https://deb.nodesource.com/node_20.x/|nodistro|main
"""
BOOKWORM = 'ID=debian\nVERSION_CODENAME=bookworm\n'
MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n'
APT_GET = """#!/bin/sh
case $* in
    *indextargets*) cat "$TARGETS" ;;
    *update*)
        echo "$APT_CONFIG" >>"$HOME/updates"
        [ ! -e "$HOME/refused" ] ;;
esac
"""
# This machine's apt knows libold alone, that of the other release libnew alone.
APT_CACHE = """#!/bin/sh
for name; do :; done
case ${APT_CONFIG:+other}:$name in
    :libold | other:libnew | *:bash) echo "Package: $name" ;;
    :linux-image-amd64) echo "Version: 6.1" ;;
    other:linux-image-amd64) echo "Version: 6.12" ;;
esac
"""


@pytest.fixture
def machine(tmp_path):
    class Machine:
        cache = tmp_path / "cache"
        own_lists = tmp_path / "own-lists"

        def __init__(self):
            for name, script in (("apt-get", APT_GET), ("apt-cache", APT_CACHE), ("dpkg", "#!/bin/sh\necho amd64\n")):
                program = tmp_path / "bin" / name
                program.parent.mkdir(exist_ok=True)
                program.write_text(script)
                program.chmod(0o755)
            self.own_lists.mkdir()
            self.has(BOOKWORM, TARGETS)

        def has(self, os_release, targets):
            (tmp_path / "os-release").write_text(os_release)
            (tmp_path / "targets").write_text(targets)

        def run(self, suite, script):
            return subprocess.run(
                ["bash", "-c", f'{ASKED_BY}choose_release "$1" "$2" "$3"; mkdir -p "$cache"\n{script}', "-", suite,
                 self.cache, tmp_path / "os-release"],
                text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, cwd=tmp_path,
                env={"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "HOME": str(tmp_path), "RELEASE": str(RELEASE),
                     "TARGETS": str(tmp_path / "targets"), "OWN_LISTS": str(self.own_lists)})

        def says(self, suite, script):
            run = self.run(suite, script)
            assert run.returncode == 0, run.stderr
            return run.stdout.splitlines()

        def updates(self):
            """Settings with which lists were fetched, in order."""
            file = tmp_path / "updates"
            return file.read_text().splitlines() if file.exists() else []

        def refuses(self):
            (tmp_path / "refused").touch()

        def renew(self):
            """As apt-get update on this machine."""
            fetched = (self.cache / "trixie/lists/fetched").stat().st_mtime
            os.utime(self.own_lists, (fetched + 5, fetched + 5))

    return Machine()


@pytest.mark.parametrize("wanted", ["", "bookworm"])
def test_without_another_wish_it_is_this_machines(machine, wanted):
    assert machine.says(wanted, 'echo "$suite $kernel $cache [$lists]"') == [
        f"bookworm linux-image-amd64 {machine.cache} []"]
    assert machine.says(wanted, "sources") == [
        f"deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {place}" for place in (
            "http://deb.debian.org/debian-security/ bookworm-security main",
            "http://deb.debian.org/debian/ bookworm-updates main",
            "http://deb.debian.org/debian/ bookworm main")]
    machine.says(wanted, "fetch_lists")
    assert machine.updates() == []


def test_another_one_has_a_folder_of_its_own(machine):
    assert machine.says("trixie", 'echo "$suite $cache $lists"') == [
        f"trixie {machine.cache}/trixie {machine.cache}/trixie/lists"]


@pytest.mark.parametrize("own", ["bookworm", "stable"])
def test_another_one_comes_from_the_same_places(machine, own):
    machine.has(BOOKWORM, TARGETS.replace("bookworm", own))
    places = [line.partition("] ")[2] for line in machine.says("trixie", "sources")]
    assert sorted(places) == [
        "http://deb.debian.org/debian-security/ trixie-security main",
        "http://deb.debian.org/debian/ trixie main",
        "http://deb.debian.org/debian/ trixie-updates main"]


def test_a_derivative_of_ubuntu_is_ubuntus_release(machine):
    machine.has(MINT, "Ubuntu|http://archive.ubuntu.com/ubuntu/|noble|universe\n")
    assert machine.says("", 'echo "$origin $suite $kernel"') == ["Ubuntu noble linux-image-generic"]
    line, = machine.says("plucky", "sources")
    assert line.endswith("ubuntu-archive-keyring.gpg] http://archive.ubuntu.com/ubuntu/ plucky universe")


@pytest.mark.parametrize("wanted", ["../other", "Debian 13", "13", "trixie-updates", "tr\nixie"])
def test_what_is_no_name_of_a_release_is_refused(machine, wanted):
    run = machine.run(wanted, "echo gone on")
    assert (run.returncode, run.stdout) == (1, "")
    assert "ZTE_VM_SUITE is the name of a release of Debian" in run.stderr
    assert not machine.cache.exists()


def test_an_apt_that_knows_nothing_says_what_to_do(machine):
    machine.has(BOOKWORM, "NodeSource|https://deb.nodesource.com/node_20.x/|nodistro|main\n")
    for wanted in ("", "trixie"):
        run = machine.run(wanted, "sources")
        assert run.returncode == 1
        assert "run apt-get update" in run.stderr


def test_lists_of_another_one_are_fetched_when_this_machines_were(machine):
    settings = f"{machine.cache}/trixie/lists/apt.conf"
    machine.says("trixie", "fetch_lists")
    assert machine.updates() == [settings]
    machine.says("trixie", "fetch_lists")
    assert machine.updates() == [settings]
    machine.renew()
    machine.says("trixie", "fetch_lists")
    assert machine.updates() == [settings] * 2


def test_lists_are_fetched_anew_when_they_are_elsewhere(machine):
    machine.says("trixie", "fetch_lists")
    machine.has(BOOKWORM, TARGETS.replace("deb.debian.org", "mirror.example"))
    machine.says("trixie", "fetch_lists")
    assert len(machine.updates()) == 2
    assert "mirror.example" in (machine.cache / "trixie/lists/sources").read_text()


def test_lists_that_cannot_be_fetched_are_not_taken_for_fetched(machine):
    machine.refuses()
    for _ in range(2):
        run = machine.run("trixie", "fetch_lists; echo gone on")
        assert (run.returncode, run.stdout) == (1, "")
        assert "there is no Debian trixie for /usr/share/keyrings/debian-archive-keyring.gpg" in run.stderr
    assert len(machine.updates()) == 2


def test_packages_are_those_of_the_release(machine, tmp_path):
    names = tmp_path / "packages"
    names.write_text("# a comment\nbash\n\nlibnew | libold   # alternatives\nlibold | libnew\nlibnone | libneither\n")
    assert machine.says("", f"packages {names}") == ["bash,libold,libold,libneither,"]
    assert machine.says("trixie", f"packages {names}") == ["bash,libnew,libnew,libneither,"]


def test_the_kernel_is_that_of_the_release(machine):
    assert machine.says("", "kernel_version") == ["6.1"]
    assert machine.says("trixie", "fetch_lists; kernel_version") == ["6.12"]
    assert machine.says("", "kernel_version") == ["6.1"]


def test_what_apt_said_of_a_kernel_is_asked_anew_with_new_lists(machine):
    machine.says("trixie", "fetch_lists; kernel_version")
    remembered = machine.cache / "trixie" / "kernel-version"
    remembered.write_text("6.11\n")
    assert machine.says("trixie", "fetch_lists; kernel_version") == ["6.11"]
    fetched = machine.cache / "trixie/lists/fetched"
    os.utime(fetched, (remembered.stat().st_mtime + 5,) * 2)
    assert machine.says("trixie", "kernel_version") == ["6.12"]
