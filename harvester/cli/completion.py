"""`harvester completion` and `harvester manpage`: what shells and packages want of a command."""

from __future__ import annotations

import click

from index.cli.console import say

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script by which a shell completes commands and options.

    bash: harvester completion bash > /etc/bash_completion.d/harvester; zsh: into a folder of its
    fpath, as _harvester; fish: > ~/.config/fish/completions/harvester.fish.
    """
    from click.shell_completion import get_completion_class

    from harvester.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # click has all of SHELLS
    # Not `source()`, which asks the bash of this machine how old it is: it may have none.
    made = kind(cli, {}, "harvester", "_HARVESTER_COMPLETE")
    say(made.source_template % made.source_vars())


@click.command()
def manpage() -> None:
    """Print the manual page of all commands, for man(1)."""
    from harvester.cli import cli
    from harvester.cli.manual import page

    say(page(cli))
