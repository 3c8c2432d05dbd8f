"""Who may do what: every declared member, tried by every kind of caller."""

import grp
import pwd

import declared
from machine import BUS_NAME, STICK

NOT_AUTHORIZED = "org.ztemodem1.Error.NotAuthorized"
NOBODY = pwd.getpwnam("nobody").pw_uid
DIALOUT = grp.getgrnam("dialout").gr_gid
PATHS = {"org.ztemodem1.Manager": "/org/ztemodem1"}
CALLERS = ("root", "member", "stranger")


def members(machine):
    """(name, polkit action, call) of all that is declared and on an object of this machine."""
    # Profiles come and go with the calls themselves.
    shown = {name: path for path, interfaces in machine.objects().items() if "/profile/" not in path for name in interfaces}
    shown.update({**dict.fromkeys(machine.stick(), STICK), **PATHS})
    for interface, member, signature, arguments, action in declared.methods():
        if interface in shown:
            yield f"{interface}.{member}", action, (
                BUS_NAME, shown[interface], interface, member, signature if arguments else None, arguments)
    for interface, property, action in declared.writable():
        if interface in shown:
            yield f"{interface}.{property}", action, None


def answer(caller, name, call):
    if call is None:
        # A property: there is no way of JSON to say a variant, so it is said here.
        return caller.ask("set_text", BUS_NAME, STICK, *name.rsplit(".", 1), "auto")
    return caller.ask("call", *call)


def allowed(machine, callers):
    """{member: who may}"""
    return {name: [who for who in CALLERS if answer(callers[who], name, call) != NOT_AUTHORIZED]
            for name, _, call in members(machine)}
