"""Options of all commands that stand behind one: `harvester search x --data DIR`."""

from __future__ import annotations

from collections.abc import Collection

import click


def sent_home(error: click.ClickException, known: Collection[str]) -> click.ClickException:
    """The error; where it is about one of the `known` options, it says where that belongs.

    Click would name the nearest option of the command: `--data`? Did you mean `--facet`?
    """
    if not isinstance(error, click.NoSuchOption) or error.option_name not in known:
        return error
    name = error.option_name
    said = f"{name} stands before the command: harvester {name} …"
    return click.NoSuchOption(name, said, ctx=error.ctx)
