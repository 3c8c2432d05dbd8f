"""Switch with its options, on sticks that are there for the daemon alone: what is refused, and what is left a CD-ROM."""

import pytest
from machine import REPOSITORY, Machine

MODEM = "org.ztemodem1.Modem"
ERROR = "org.ztemodem1.Error."
INVALID = f"{ERROR}InvalidArguments"
DONE = "Close autorun state result(0:FAIL 1:SUCCESS):1"


@pytest.fixture(scope="module")
def careful(possible, tmp_path_factory):
    """A machine whose configuration says that no stick is switched by itself."""
    folder = tmp_path_factory.mktemp("careful")
    configuration = folder / "zte-modem.conf"
    configuration.write_text("[switch]\nauto-switch = no\n", encoding="ascii")
    machine = Machine(folder, daemon_options=["--config", configuration])
    yield machine
    machine.close()


@pytest.fixture
def disc(careful):
    careful.plug_storage()
    careful.wait("the stick", lambda: careful.state() is not None)
    yield careful
    careful.unplug()
    careful.wait("no object", lambda: careful.state() is None)


def switch(machine, options="{}"):
    return machine.call("Switch", options)


# --- The dictionary ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("options, word", [
    ("{'colour': <'blue'>}", "colour"), ("{'method': <'kick'>}", "method"), ("{'method': <uint32 1>}", "method"),
    ("{'force': <'yes'>}", "force"), ("{'target': <'disc'>}", "target"), ("{'cd-rom': <'maybe'>}", "cd-rom"),
    ("{'target': <'storage'>, 'method': <'eject'>}", "method"), ("{'target': <'storage'>, 'cd-rom': <'off'>}", "cd-rom"),
    ("{'cd-rom': <'on'>, 'method': <'eject'>}", "method"),
])
def test_what_nobody_knows_is_named(calling, stick, options, word):
    name, message = switch(calling, options)
    assert name == INVALID
    assert word in message
    assert calling.state() == "registered"


# --- Left a CD-ROM ----------------------------------------------------------------------------------------------------

def test_a_cd_rom_is_left_one_where_the_configuration_says_so(disc):
    seen = disc.stick()[MODEM]
    assert (seen["State"], seen["StateReason"], seen["Mode"]) == ("storage", "auto-switch-off", "storage")
    assert "Switch or Connect" in seen["StateMessage"]
    assert seen["SwitchAttempts"] == 0
    assert switch(disc, "{'target': <'storage'>}") is None, "it is one already"


def test_who_connects_has_it_switched(disc):
    # The mock has no such node: the attempts fail, and say so.
    assert disc.connect()[0] == f"{ERROR}SwitchFailed"
    assert disc.stick()[MODEM]["SwitchAttempts"] == 3
    assert (disc.state(), disc.reason()) == ("failed", "switch-ignored")


def test_the_method_of_the_caller_is_the_only_one(disc):
    assert switch(disc, "{'method': <'eject'>}")[0] == f"{ERROR}SwitchFailed"
    seen = disc.stick()[MODEM]
    assert (seen["SwitchMethod"], seen["SwitchAttempts"]) == ("eject", 3), "another would have had its turn"


def test_the_permanent_change_takes_a_modem(disc):
    name, message = switch(disc, "{'cd-rom': <'off'>}")
    assert name == f"{ERROR}WrongState"
    assert "modem first" in message


def test_one_kind_of_stick_alone_is_left_a_cd_rom(possible, tmp_path):
    own = tmp_path / "devices.d"
    own.mkdir()
    (own / "mine.conf").write_text(
        "[19d2:2000]\nmode = storage\nmethods = eject\ntargets = 0001\nauto-switch = no\nsource = this test\n",
        encoding="ascii")
    machine = Machine(tmp_path, daemon_options=["--devices", own])
    try:
        machine.plug_storage()
        machine.wait("the stick", lambda: machine.state() is not None)
        assert (machine.state(), machine.reason()) == ("storage", "auto-switch-off")
        # There is no message for it either.
        name, message = switch(machine, "{'method': <'message'>}")
        assert name == f"{ERROR}NotSupported"
        assert "No message is known" in message
    finally:
        machine.close()


# --- The way back -----------------------------------------------------------------------------------------------------

def test_the_way_back_waits_for_the_end_of_a_call(calling, stick):
    assert calling.connect() is None
    name, message = switch(calling, "{'target': <'storage'>}")
    assert (name, "disconnect first" in message) == (f"{ERROR}WrongState", True)
    assert calling.state() == "connected"
    assert calling.call("Disconnect") is None


def test_a_stick_without_a_way_back_stays_a_modem(calling, stick):
    # The mock has no node to reset.
    name, message = switch(calling, "{'target': <'storage'>}")
    assert name == f"{ERROR}SwitchFailed"
    assert "way back" in message
    calling.reaches("registered")
    assert calling.stick()[MODEM]["Mode"] == "modem"


# --- The permanent change ---------------------------------------------------------------------------------------------

def test_the_cd_rom_is_turned_off_by_name_only(calling, stick):
    assert not [line for line in stick.sent() if "ZCDRUN" in line]
    stick.answer("AT+ZCDRUN=8", DONE, "OK")
    stick.answer("AT+ZCDRUN=4", "Inquiry autorun open state result(0:NO 1:YES):0", "OK")
    assert switch(calling, "{'cd-rom': <'off'>}") is None
    assert stick.sent().count("AT+ZCDRUN=8") == 1
    assert calling.state() == "registered"


def test_a_firmware_that_does_not_know_it_is_named(calling, stick):
    stick.answer("AT+ZCDRUN=9", "ERROR")
    name, message = switch(calling, "{'cd-rom': <'on'>}")
    assert name == f"{ERROR}NotSupported"
    assert "firmware" in message


def test_both_ways_ask_for_the_same_permission():
    text = (REPOSITORY / "docs" / "dbus-api.md").read_text(encoding="utf-8")
    section = text.split("### Switch(")[1].split("###")[0]
    assert "Requires `org.ztemodem1.switch`" in section
