"""Settings of the web: the section [web] of config.toml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from index.mistakes import Expected
from index.section import Section

_Count = Annotated[int, Field(ge=1, le=10**9), Expected("a whole number from 1")]
_Seconds = Annotated[int, Field(ge=1, le=86_400), Expected("seconds, from 1 to 86400")]


class WebSettings(Section):
    """[web]: where `harvester serve` listens, and what one client may cost."""

    name: Annotated[str, Field(min_length=1, max_length=60), Expected("1 to 60 letters")] = Field(
        default="Harvester", description="what pages and feeds call themselves"
    )
    host: Annotated[str, Field(min_length=1), Expected('an address, such as "127.0.0.1"')] = Field(
        default="127.0.0.1", description="where to listen; 127.0.0.1: for this machine alone"
    )
    port: Annotated[int, Field(ge=0, le=65_535), Expected("a port, from 0 to 65535")] = Field(
        default=8080, description="the port; 0: any that is free"
    )
    url: Annotated[
        str,
        Field(pattern=r"^(https?://[^\s?#\x00-\x20]+)?$"),
        Expected('"" or an address, such as "https://search.example.org"'),
    ] = Field(default="", description="the address that readers know; empty: as they asked for it")
    token: Annotated[
        str,
        Field(pattern=r"^((env|file):.+)?$"),
        Expected('"" or where a token of operators stands: "env:NAME" or "file:PATH"', secret=True),
    ] = Field(
        default="",
        description="who has it may pause and start harvests on the pages; empty: nobody may",
    )
    proxies: Annotated[list[str], Expected('addresses, such as ["127.0.0.1"]')] = Field(
        default=["127.0.0.1"], description="whose word of a client's address is believed"
    )
    cors: Annotated[list[str], Expected('origins, such as ["https://example.org"]')] = Field(
        default=[], description='pages of these origins may read the API; ["*"]: of any'
    )
    threads: _Count = Field(default=8, description="questions that are answered at the same time")
    waiting: _Count = Field(default=200, description="questions that may wait for their turn")
    answer_seconds: _Seconds = Field(
        default=30, description="how many seconds a question may take, with its wait"
    )
    max_letters: _Count = Field(default=2000, description="letters of a query, or of any value")
    max_page: _Count = Field(default=200, description="records on a page")
    max_facets: _Count = Field(default=200, description="values of each field that are counted")
    max_values: _Count = Field(
        default=100, description="values of all filters of a question together"
    )
    max_body: _Count = Field(default=65_536, description="bytes that a client may send")
    exports: _Count = Field(default=4, description="exports that are written at the same time")
    max_export: _Count = Field(
        default=1_000_000, description="records of an export; more are a matter for a dump"
    )
    export_seconds: _Seconds = Field(
        default=3600, description="how many seconds an export may take"
    )
    client_seconds: _Seconds = Field(
        default=30, description="how long to wait for a client that neither reads nor writes"
    )
    rate_mode: Annotated[Literal["on", "report", "off"], Expected('"on", "report" or "off"')] = (
        Field(default="on", description="report: the headers say it, and nobody is refused")
    )
    rate: _Count = Field(default=20, description="points a second that a client gets back")
    burst: _Count = Field(
        default=600, description="points that a client may spend at once; a search costs one"
    )
    dump: Annotated[str, Expected('"" or the path of a folder')] = Field(
        default="", description="the folder of `harvester dump` that is given out"
    )
