"""`harvester serve`: what is held, over HTTP."""

from __future__ import annotations

import click

from harvester.cli.app import App
from index.web.settling import settle


@click.command()
@click.option("--host", help="Where to listen; 0.0.0.0: for every machine that reaches this one.")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port; 0: any that is free.")
@click.pass_obj
def serve(app: App, host: str | None, port: int | None) -> None:
    """Answer over HTTP: pages to search and to watch, the API at /api/v1."""
    from harvester.web_ops.rooms import all_pages
    from harvester.web_server import web
    from index.cli.console import note
    from index.core import open_index
    from index.web.app import create_app

    settle()
    settings = app.settings()
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    ours = settings.web.model_copy(update=given)
    with open_index(settings) as index:
        app_ = create_app(index, ours, routers=[all_pages(index, settings)])
        with web(app_, ours, lambda url: note(f"serving {url}/")) as server:
            server.run()
