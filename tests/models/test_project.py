"""The steps that train the tagger fit together: what one needs is there, given by the user, or made by one before it."""

from pathlib import Path

from weasel.cli.run import load_project_config

MODELS = Path(__file__).parents[2] / "models"


def test_steps_have_what_they_need():
    project = load_project_config(MODELS)
    commands = {command["name"]: command for command in project["commands"]}
    made: set[str] = set()
    for name in project["workflows"]["all"]:
        given = made | set(project["vars"].values())
        assert [need for need in commands[name]["deps"] if need not in given and not (MODELS / need).exists()] == []
        made |= set(commands[name]["outputs"])
