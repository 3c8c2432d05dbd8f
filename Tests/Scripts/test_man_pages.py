"""Manual pages say what the programs, the declarations and the files of settings say."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("ZTE_PROGRAMS", ROOT / ".build/debug"))
PAGES = sorted((ROOT / "man").iterdir())


def words(page):
    """The text of a page, with hyphens as they are read."""
    return (ROOT / "man" / page).read_text().replace("\\-", "-")


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=60, check=False)


@pytest.mark.skipif(not (PROGRAMS / "zte-client").exists(), reason="the programs are not built")
def test_pages_that_are_made_are_those_of_the_programs():
    answer = run(ROOT / "scripts/man-pages", "--check", PROGRAMS)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.skipif(not (PROGRAMS / "zte-modemd").exists(), reason="the programs are not built")
def test_every_option_of_the_service_is_described():
    options = set(re.findall(r"--[a-z-]+", run(PROGRAMS / "zte-modemd", "--help").stdout))
    described = set(re.findall(r"^\.BI? (--[a-z-]+)", words("zte-modemd.8"), re.MULTILINE))
    assert "--config" in options
    assert described == options


def test_every_setting_of_the_service_is_described():
    code = (ROOT / "Sources/ModemService/Program/ServiceConfiguration.swift").read_text()
    known = set(re.findall(r'case \("([a-z-]+)", "([a-z-]+)"\)', code))
    described, section = set(), None
    for line in words("zte-modem.conf.5").partition(".SH EXAMPLE")[0].splitlines():
        if heading := re.match(r"\.SS \[(.*)\]", line):
            section = heading[1]
        elif key := re.match(r'\.BI? "?([a-z-]+) "? ?=|\.BR "([a-z-]+) =', line):
            described.add((section, key[1] or key[2]))
    assert known and described == known


def test_the_file_that_is_installed_has_no_other():
    text = (ROOT / "data/zte-modem.conf").read_text()
    for key in re.findall(r"^#?([a-z-]+) = ", text, re.MULTILINE):
        assert key in words("zte-modem.conf.5")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_version_is_this_one(page):
    version = re.search(r'current = "(.*)"', (ROOT / "Sources/Version/Version.swift").read_text())[1]
    assert f'"zte-modem {version}"' in words(page.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_roff_has_no_complaint(page):
    assert run("groff", "-man", "-ww", "-z", page).stdout == ""


def test_the_changelog_of_the_packages_is_about_this_version():
    version = re.search(r'current = "(.*)"', (ROOT / "Sources/Version/Version.swift").read_text())[1]
    assert re.match(rf"zte-modem \({re.escape(version)}-\d+\) ", (ROOT / "debian/changelog").read_text())
