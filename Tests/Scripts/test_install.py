"""What "make install" puts where, with which mode."""

import pathlib
import re
import stat
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

PROGRAMS = {"usr/bin/zte-client", "usr/libexec/zte-modemd", "usr/libexec/zte-modem/zte-emulator",
            "usr/libexec/zte-modem/zte-pppd", "usr/libexec/zte-modem/zte-step"}
EXAMPLES = "usr/share/doc/zte-modem/examples/"
SCRIPTS = {"usr/libexec/zte-modem/ppp-up", "usr/libexec/zte-modem/ppp-down",
           "usr/libexec/zte-modem/ppp-names", "usr/libexec/zte-modem/hand-over", f"{EXAMPLES}shell/zte-connect",
           f"{EXAMPLES}python/zte-connect.py", f"{EXAMPLES}applet/zte-applet",
           f"{EXAMPLES}messages/zte-sms-actions"}
FILES = {
    "etc/zte-modem/zte-modem.conf",
    "usr/share/doc/zte-modem/50-zte-modem-group.rules.example",
    "usr/share/doc/zte-modem/as-root.conf.example",
    "usr/lib/systemd/system/zte-modemd.service",
    "usr/lib/systemd/system/zte-pppd@.service",
    "usr/lib/systemd/system/zte-step@.service",
    "usr/lib/sysusers.d/zte-modem.conf",
    "usr/lib/udev/rules.d/60-zte-modem.rules",
    "usr/lib/udev/rules.d/61-zte-modem-takeover.rules",
    "usr/share/dbus-1/system-services/org.ztemodem1.service",
    "usr/share/dbus-1/system.d/org.ztemodem1.conf",
    "usr/share/polkit-1/actions/org.ztemodem1.policy",
    "usr/share/polkit-1/rules.d/60-zte-modem.rules",
    "usr/share/bash-completion/completions/zte-client",
    "usr/share/fish/vendor_completions.d/zte-client.fish",
    "usr/share/zsh/site-functions/_zte-client",
    f"{EXAMPLES}README.md",
    f"{EXAMPLES}applet/tray.py", f"{EXAMPLES}messages/zte-sms-actions.service",
    f"{EXAMPLES}swift/Program.swift",
}
# Folders whose files are listed in the sources.
FOLDERS = {
    **{f"usr/share/man/man{section}/": f"man/*.{section}" for section in (1, 5, 8)},
    "usr/share/dbus-1/interfaces/": "dbus/introspection/*.xml",
    "usr/share/zte-modem/devices/": "data/devices/*.conf",
    "usr/share/doc/zte-modem/docs/": "docs/*.md",
    "usr/share/doc/zte-modem/docs/decisions/": "docs/decisions/*.md",
    "usr/share/doc/zte-modem/docs/images/": "docs/images/*.png",
}
DOCUMENTS = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}


@pytest.fixture
def install(tmp_path):
    """Installs programs that are none, since building the real ones takes minutes and changes nothing here."""
    build = tmp_path / "build"
    build.mkdir()
    for program in PROGRAMS:
        (build / pathlib.Path(program).name).write_text("#!/bin/sh\n")

    def install(*variables):
        tree = tmp_path / "tree"
        # A careless umask of whoever installs must not matter.
        run = subprocess.run(["make", "install", f"BUILD={build}", f"DESTDIR={tree}", *variables], cwd=ROOT, umask=0o077,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             timeout=60)
        assert run.returncode == 0, run.stdout.splitlines()[-2:]
        return tree

    return install


def installed(tree):
    return {str(path.relative_to(tree)): path for path in tree.rglob("*") if not path.is_dir()}


def test_exactly_these_files(install):
    expected = PROGRAMS | SCRIPTS | FILES | {f"usr/share/doc/zte-modem/{name}" for name in DOCUMENTS}
    for folder, pattern in FOLDERS.items():
        sources = list(ROOT.glob(pattern))
        assert sources, f"{pattern} is empty"
        expected |= {folder + path.name for path in sources}
    assert set(installed(install())) == expected


def test_modes(install):
    tree = install()
    for name, path in installed(tree).items():
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if name in PROGRAMS | SCRIPTS else 0o644), name
    for path in tree.rglob("*"):
        if path.is_dir():
            expected = 0o700 if path == tree / "etc/zte-modem/profiles" else 0o755
            assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_links_in_the_documents_lead_somewhere(install):
    folder = install() / "usr/share/doc/zte-modem"
    links = {(document, link)
             for document in folder.rglob("*.md")
             for link in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())}
    assert any(document.name == "README.md" for document, _ in links)
    assert [f"{document.name}: {link}" for document, link in links if not (document.parent / link).exists()] == []


def test_another_prefix_is_known_to_what_starts_the_programs(install):
    tree = install("PREFIX=/usr/local")
    assert {"usr/local/bin/zte-client", "usr/local/libexec/zte-modemd"} <= set(installed(tree))
    unit = (tree / "usr/lib/systemd/system/zte-modemd.service").read_text()
    activation = (tree / "usr/share/dbus-1/system-services/org.ztemodem1.service").read_text()
    assert "ExecStart=/usr/local/libexec/zte-modemd\n" in unit
    assert "Exec=/usr/local/libexec/zte-modemd\n" in activation


def test_the_setting_of_modemmanagers_name_is_a_link_to_what_is_shipped(install):
    tree = install()
    before = set(installed(tree))
    run = subprocess.run(["make", "install-modemmanager", f"DESTDIR={tree}"], cwd=ROOT, umask=0o077, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    assert run.returncode == 0, run.stdout
    added = installed(tree)
    assert set(added) - before == {
        "etc/zte-modem/conf.d/modemmanager.conf", "usr/share/zte-modem/modemmanager.conf",
        "usr/share/dbus-1/system.d/org.ztemodem1.modemmanager.conf",
        "usr/lib/systemd/system/zte-modemd.service.d/modemmanager.conf",
        "usr/lib/systemd/system/ModemManager.service.d/zte-modem.conf"}
    assert {stat.S_IMODE(path.lstat().st_mode) for name, path in added.items() if name not in before} == {0o644, 0o777}
    link = added["etc/zte-modem/conf.d/modemmanager.conf"]
    assert str(link.readlink()) == "/usr/share/zte-modem/modemmanager.conf"
    # What keeps ModemManager from being started is that link, by that name.
    drop_in = added["usr/lib/systemd/system/ModemManager.service.d/zte-modem.conf"].read_text()
    assert f"ConditionPathExists=!/{link.relative_to(tree)}\n" in drop_in
