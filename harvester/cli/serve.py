"""`harvester serve`: what is held, over HTTP."""

from __future__ import annotations

import click

from harvester.cli.app import App


@click.command()
@click.option("--host", help="Where to listen; 0.0.0.0: for every machine that reaches this one.")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port; 0: any that is free.")
@click.pass_obj
def serve(app: App, host: str | None, port: int | None) -> None:
    """Answer over HTTP: pages to search and to watch, the API at /api/v1."""
    from harvester.web_ops.rooms import all_pages
    from harvester.web_server import serve as listen
    from index.cli.console import note
    from index.core import open_index

    settings = app.settings()
    given = {"host": host, "port": port}
    web = settings.web.model_copy(update={k: v for k, v in given.items() if v is not None})
    with open_index(settings) as index:
        rooms = [all_pages(index, settings)]
        listen(index, web, routers=rooms, ready=lambda url: note(f"serving {url}"))
