"""Something in the place of systemd: it runs units of calls as the unit's file says, and says on the bus what becomes of them."""

import subprocess
import threading

from machine import programs
from message import (CALL, DESTINATION, ERROR, ERROR_NAME, INTERFACE, MEMBER, PATH, PROPERTIES, REPLY_SERIAL, RETURN, SENDER, SIGNAL,
                     SIGNATURE, Closed, Connection, encode)
from wire import marshal

SYSTEMD = "org.freedesktop.systemd1"
MANAGER_PATH = "/org/freedesktop/systemd1"
JOB_PATH = f"{MANAGER_PATH}/job/7"
OWN_PATH = f"{MANAGER_PATH}/unit/zte_2dmodemd_2eservice"
CLD_EXITED, CLD_KILLED = 1, 2


class Unit:
    def __init__(self, name):
        self.name = name
        self.node = name.removeprefix("zte-pppd@").removesuffix(".service")
        self.path = f"{MANAGER_PATH}/unit/" + "".join(
            letter if letter.isalnum() else f"_{ord(letter):02x}" for letter in name)
        self.process = None
        self.properties = {"ActiveState": "inactive", "ExecMainCode": 0, "ExecMainStatus": 0, "StatusText": ""}


class MockSystemd:
    def __init__(self, machine):
        self._machine = machine
        self._serial = 1000
        self._lock = threading.RLock()
        self._jobs = 0
        self.units = {}
        self.calls = []
        # What the daemon's own unit is told to do, if anything.
        self.own_job = None
        self._bus = Connection(machine.address)
        assert self._bus.call_bus("RequestName", "su", SYSTEMD, 4).values() == [1]
        threading.Thread(target=self._serve, daemon=True).start()

    def unit(self, node):
        return self.units[f"zte-pppd@{node}.service"]

    def running(self):
        return [unit.node for unit in self.units.values() if unit.properties["ActiveState"] == "active"]

    # --- The bus ------------------------------------------------------------------------------------------------------

    def _serve(self):
        while True:
            try:
                message = self._bus.receive(3600)
            except (Closed, OSError):
                return
            if message.type == CALL:
                with self._lock:
                    self._handle(message)

    def _handle(self, message):
        path, member, values = message.fields[PATH], message.member, message.values()
        self.calls.append(member)
        answers = {"Subscribe": lambda: ("", []), "Ref": lambda: ("", []),
                   "LoadUnit": lambda: ("o", [self._loaded(values[0]).path]), "GetUnitByPID": lambda: ("o", [OWN_PATH]),
                   "ListUnitsByPatterns": lambda: ("a(ssssssouso)", [self._listed()]),
                   "Get": lambda: ("v", [self._property(path, values[1])]),
                   "StartUnit": lambda: ("o", [self._job()]), "StopUnit": lambda: ("o", [self._job()])}
        if member not in answers:
            return self._send(ERROR, {DESTINATION: message.fields[SENDER], REPLY_SERIAL: message.serial, SIGNATURE: "s",
                                      ERROR_NAME: "org.freedesktop.DBus.Error.UnknownMethod"}, marshal("s", [member]))
        signature, body = answers[member]()
        self._send(RETURN, {DESTINATION: message.fields[SENDER], REPLY_SERIAL: message.serial,
                            **({SIGNATURE: signature} if signature else {})}, marshal(signature, body))
        if member == "StartUnit":
            self._start(self._loaded(values[0]), body[0])
        elif member == "StopUnit":
            self._stop(self._loaded(values[0]), body[0])

    def _send(self, type, fields, body=b""):
        self._serial += 1
        self._bus.send_raw(encode(type, self._serial, fields, body))

    def _signal(self, path, interface, member, signature, values):
        self._send(SIGNAL, {PATH: path, INTERFACE: interface, MEMBER: member, SIGNATURE: signature}, marshal(signature, values))

    def _job(self):
        self._jobs += 1
        return f"{MANAGER_PATH}/job/{self._jobs}"

    def _job_done(self, unit, job, result="done"):
        self._signal(MANAGER_PATH, f"{SYSTEMD}.Manager", "JobRemoved", "uoss", [self._jobs, job, unit.name, result])

    def _loaded(self, name):
        return self.units.setdefault(name, Unit(name))

    def _listed(self):
        return [(unit.name, "", "loaded", unit.properties["ActiveState"], "", "", unit.path, 0, "", "/")
                for unit in self.units.values() if unit.properties["ActiveState"] != "inactive"]

    def _property(self, path, name):
        if path == JOB_PATH:
            return ("s", self.own_job)
        if path == OWN_PATH:
            return ("(uo)", (7, JOB_PATH) if self.own_job else (0, "/"))
        value = next(unit for unit in self.units.values() if unit.path == path).properties[name]
        return ("i" if isinstance(value, int) else "s", value)

    # --- Units --------------------------------------------------------------------------------------------------------

    def _becomes(self, unit, **properties):
        unit.properties.update(properties)
        self._signal(unit.path, PROPERTIES, "PropertiesChanged", "sa{sv}as",
                     [f"{SYSTEMD}.Unit", {"ActiveState": ("s", unit.properties["ActiveState"])}, []])

    def _start(self, unit, job):
        folder = f"/run/zte-pppd/{unit.node}"
        self._machine.run("mkdir", "-p", folder)
        record = self._machine.folder / f"{unit.node}.credential"
        record.write_bytes((self._machine.folder / f"run/ppp/{unit.node}.call").read_bytes())
        unit.process = self._machine.start(
            programs() / "zte-pppd", "start", unit.node, record, "--pppd", self._machine.folder / "pppd",
            stdout=subprocess.DEVNULL, env={})
        self._becomes(unit, ActiveState="active", StatusText="")
        self._job_done(unit, job)
        threading.Thread(target=self._follow, args=(unit, unit.process, folder), daemon=True).start()

    def _follow(self, unit, process, folder):
        status = process.wait()
        said = self._machine.run("sh", "-c", f"tail -n 3 {folder}/log | tr '\\n' '|' | sed 's/|$//; s/|/ | /g'; rm -r {folder}").stdout
        with self._lock:
            code = CLD_EXITED if status >= 0 else CLD_KILLED
            self._becomes(unit, ActiveState="inactive", ExecMainCode=code, ExecMainStatus=abs(status), StatusText=said)

    def _stop(self, unit, job):
        if unit.properties["ActiveState"] == "active":
            self._becomes(unit, ActiveState="deactivating")
            unit.process.terminate()
        self._job_done(unit, job)

    def close(self):
        for unit in self.units.values():
            if unit.process and unit.process.poll() is None:
                unit.process.terminate()
        self._bus.close()
