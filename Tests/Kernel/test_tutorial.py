"""What docs/tutorial.md tells its readers to type is typed, and answered as it says."""

from tutorial import BLOCK, INSTALLED, Player, fit, steps


def test_the_tutorial(unlearnt, bare_stage):
    player = Player()
    try:
        player.play(INSTALLED.read_text(encoding="utf-8"))
    finally:
        player.close()


def test_the_tutorial_uses_busctl_for_what_is_on_the_bus():
    commands = [step.command for block in BLOCK.findall(INSTALLED.read_text(encoding="utf-8")) for step in steps(*block)]
    assert len([command for command in commands if command.startswith("busctl ")]) > 10
    assert not [command for command in commands if "zte-client" in command or "gdbus" in command]


def test_what_is_said_has_to_be_what_is_shown():
    assert fit(["a 1", "…", "z"], ["a 27", "b", "z"]) == (["a 27", "…", "z"], 3)
    assert fit(["a"], ["a", "b"]) is None
    assert fit(["a"], ["a", "b"], to_the_end=False) == (["a"], 1)
    assert fit(["a", "z"], ["a", "b", "z"]) is None
    assert fit([], ["an error"]) is None
