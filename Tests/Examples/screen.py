"""A display without a screen and a session bus for one program with a window. Nobody else sees either."""

import json
import os
import pathlib
import shutil
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
SIZE = 900, 900


def missing():
    """Why this machine cannot run these tests, in words; None when it can."""
    for tool, package in {"Xvfb": "xvfb", "dbus-daemon": "dbus-daemon"}.items():
        if not shutil.which(tool):
            return f"{tool} is not installed (package {package})"
    for name, version in (("Gtk", "3.0"), ("Atspi", "2.0")):
        test = f"import gi; gi.require_version('{name}', '{version}')"
        if subprocess.run(["/usr/bin/python3", "-c", test], stderr=subprocess.DEVNULL, check=False).returncode:
            return f"gir1.2-{name.lower()}-{version} is not installed"
    return None


class Screen:
    def __init__(self, folder):
        self.folder, self._processes = folder, []
        self._environment = {
            **os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder),
            # No settings of whoever runs the tests.
            "GSETTINGS_BACKEND": "memory", "GTK_THEME": "Adwaita", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        }
        settings = folder / "gtk-3.0" / "settings.ini"
        settings.parent.mkdir()
        # A button that fades is neither on nor off in a picture.
        settings.write_text("[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell 11\n")
        # What would lead to the screen of whoever runs the tests.
        for name in ("WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "NO_AT_BRIDGE"):
            self._environment.pop(name, None)
        try:
            self._environment["DBUS_SESSION_BUS_ADDRESS"] = self.start(
                "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1").stdout.readline().strip()
            self._environment["DISPLAY"] = f":{self._display()}"
            self._reader = self.start("/usr/bin/python3", HERE / "reader.py", stdin=subprocess.PIPE)
        except BaseException:
            self.close()
            raise

    def _display(self):
        """Its number, of which Xvfb finds one that is free."""
        return int(self.start("Xvfb", "-displayfd", "1", "-screen", "0", "{}x{}x24".format(*SIZE), "-nolisten", "tcp",
                              "-dpi", "96").stdout.readline())

    def start(self, *command, environment=None, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        with (self.folder / "screen.log").open("a") as log:
            process = subprocess.Popen([str(word) for word in command], text=True, stdout=subprocess.PIPE, stderr=log,
                                       env={**self._environment, **(environment or {})}, **options)
        self._processes.append(process)
        return process

    def ask(self, action, **arguments):
        self._reader.stdin.write(json.dumps({"do": action, **arguments}) + "\n")
        self._reader.stdin.flush()
        answer = json.loads(self._reader.stdout.readline())
        assert "error" not in answer, answer
        return answer["answer"]

    def texts(self):
        """Everything that can be read."""
        try:
            return self.ask("texts")
        except AssertionError:
            # It changed while it was read.
            return []

    def shows(self, *wanted, limit=20):
        """Waits until each of these is, or is part of, a text on the screen."""
        deadline = time.monotonic() + limit
        while True:
            texts = self.texts()
            if all(any(text in shown for shown in texts) for text in wanted):
                return texts
            assert time.monotonic() < deadline, f"waited for {wanted}, seen: {texts}\n{self.log()}"
            time.sleep(0.1)

    def log(self):
        return (self.folder / "screen.log").read_text()

    def picture(self, path):
        width, height = self.ask("size")
        self.ask("picture", path=str(path), width=width, height=height)
        return path

    def close(self):
        for process in reversed(self._processes):
            if process.stdin:
                process.stdin.close()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
