"""zte-modemd as systemd runs it, zte-client as a user runs it."""

import contextlib
import json
import pathlib

from timeline import OutputTimeline, run

UNIT = "zte-modemd.service"
PROGRAM = "/usr/libexec/zte-modemd"
CLIENT = "/usr/bin/zte-client"
# The drop-in for machines without polkit.
AS_ROOT = pathlib.Path("/usr/share/doc/zte-modem/as-root.conf.example")


class Daemon:
    """The service. It keeps nothing here: systemd and the journal know everything about it."""

    def start(self):
        """Returns when the daemon is ready: it owns its name and knows the sticks that are plugged in."""
        # Stories start it more often than a crash loop would be allowed to.
        run("systemctl", "reset-failed", UNIT)
        answer = run("systemctl", "start", UNIT, limit=60)
        if answer.returncode != 0:
            raise AssertionError(f"zte-modemd did not start: {answer.stderr.strip()}\n{self.last_words()}")

    def stop(self):
        run("systemctl", "stop", UNIT, limit=60)

    @property
    def pid(self):
        """Its process, or None while it does not run."""
        return int(self._show("MainPID")) or None

    @property
    def result(self):
        """How its last run ended, in systemd's words: success, exit-code, signal, timeout…"""
        return self._show("Result")

    def _show(self, name):
        return run("systemctl", "show", "--value", f"--property={name}", UNIT).stdout.strip()

    def last_words(self, count=15):
        """The end of its log, for a person."""
        return run("journalctl", "--boot", f"--unit={UNIT}", f"--lines={count}", "--output=short-monotonic",
                   "--no-pager", "--quiet").stdout.rstrip()

    def log(self, since):
        """Its messages since that second of the monotonic clock."""
        # A failure is told even where it is the load that makes things fail.
        answer = run("journalctl", "--boot", f"--unit={UNIT}", "--output=json", "--no-pager", "--quiet", limit=120)
        lines = [json.loads(line) for line in answer.stdout.splitlines()]
        # A message that is not UTF-8 comes as a list of bytes.
        return [line["MESSAGE"] if isinstance(line["MESSAGE"], str) else bytes(line["MESSAGE"]).decode(errors="replace")
                for line in lines if int(line["__MONOTONIC_TIMESTAMP"]) >= since * 1e6 and line.get("MESSAGE")]

    @contextlib.contextmanager
    def drop_in(self, name, lines):
        """Lines for its unit, beside those that are shipped; begins and ends with a service that does not run."""
        file = pathlib.Path(f"/run/systemd/system/{UNIT}.d/{name}.conf")
        self.stop()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(lines, encoding="utf-8")
        run("systemctl", "daemon-reload")
        try:
            yield
        finally:
            self.stop()
            file.unlink()
            run("systemctl", "daemon-reload")


class ClientError(AssertionError):
    def __init__(self, command, answer):
        super().__init__(f"'{' '.join(command)}' ended with status {answer.returncode}: "
                         f"{answer.stderr.strip() or answer.stdout.strip()}")
        self.status = answer.returncode
        self.message = answer.stderr


def client(*words, limit=180, **options):
    """What `zte-client … --json` answers."""
    command = [CLIENT, *words, "--json"]
    answer = run(*command, limit=limit, **options)
    if answer.returncode != 0:
        raise ClientError(command, answer)
    return json.loads(answer.stdout) if answer.stdout.strip() else None


class ClientMonitor(OutputTimeline):
    """`zte-client monitor --json`: a line of JSON for each change."""

    def __init__(self):
        super().__init__([CLIENT, "monitor", "--json"])

    def parse(self, line):
        return json.loads(line)
