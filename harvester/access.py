"""[source.access]: what a server asks of those who come: a proxy, a certificate, a password.

Secrets never stand in config.toml: `env:NAME` and `file:PATH` say where they are, and they are read
when a harvest begins.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer

from index.errors import SettingsError
from index.mistakes import Expected
from index.settings import Section

_ELSEWHERE = r"^((env|file):[^\x00-\x1f]+)?$"
_HEADER = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"  # RFC 9110, section 5.6.2: token

Headers: TypeAlias = tuple[tuple[str, str], ...]


def _headers(value: object) -> Headers:
    if value == ():
        return ()
    if not isinstance(value, Mapping) or not all(map(_is_header, value.items())):
        raise ValueError("not a table of headers")
    return tuple(value.items())


def _is_header(item: tuple[object, object]) -> bool:
    name, value = item
    plain = isinstance(value, str) and value.isprintable() and value.isascii()
    return plain and isinstance(name, str) and bool(re.fullmatch(_HEADER, name))


class AccessSection(Section):
    """[source.access]"""

    proxy: Annotated[
        str,
        Field(pattern=r"^((env|file):[^\x00-\x1f]+|https?://[!-?A-~]+|)$"),
        Expected('"" or the URL of a proxy (no password), "env:NAME" or "file:PATH"'),
    ] = Field(default="", description="the proxy to ask by; with a password by env: or file: only")
    ca_file: Annotated[
        str, Field(pattern=r"^[^\x00-\x1f]*$"), Expected('"" or the path of a PEM file')
    ] = Field(
        default="", description="whose certificates are trusted, in place of the usual authorities"
    )
    auth: Annotated[
        str,
        Field(pattern=_ELSEWHERE),
        Expected('"" or where USER:PASSWORD stands: "env:NAME" or "file:PATH"', secret=True),
    ] = Field(default="", description="basic authentication: where USER:PASSWORD stands")
    headers: Annotated[
        Headers,
        BeforeValidator(_headers),
        PlainSerializer(dict),
        Expected('a table of headers, such as { "X-Key" = "env:SITE_KEY" } (ASCII)'),
    ] = Field(default=(), description="headers sent with each request; values may be env: or file:")
    cookies: Annotated[
        str,
        Field(pattern=_ELSEWHERE),
        Expected(
            '"" or where "name=value; name=value" stands: "env:NAME" or "file:PATH"', secret=True
        ),
    ] = Field(default="", description="where the Cookie header stands")


@dataclass(frozen=True, slots=True)
class Access:
    """What is sent and trusted, secrets and all: never printed."""

    proxy: str | None = None
    ca_file: str | None = None
    auth: tuple[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


OPEN = Access()


def access_of(
    section: AccessSection, source: str, base: Path, environ: Mapping[str, str] = os.environ
) -> Access:
    """The section with its secrets read; paths are seen from the folder `base`.

    Raises `SettingsError` where one of them is not where the section says.
    """

    def read(key: str, value: str) -> str:
        return secret_of(value, f"[[source]] {source} access {key}", base, environ)

    def line(key: str, value: str, charset: str = "ascii") -> str:
        found = read(key, value)
        # Else requests says what cannot be sent, and with it the secret.
        if not found.isprintable() or found.encode(charset, "replace").decode(charset) != found:
            name = f"[[source]] {source} access {key}"
            raise SettingsError([f"{name}: expected one line of plain text there"])
        return found

    headers = {name: line(f"headers {name}", value) for name, value in section.headers}
    if section.cookies:
        headers["Cookie"] = line("cookies", section.cookies)
    user, colon, password = line("auth", section.auth, "latin-1").partition(":")
    if section.auth and not colon:
        raise SettingsError([f"[[source]] {source} access auth: expected USER:PASSWORD there"])
    ca_file = base / section.ca_file if section.ca_file else None
    if ca_file and not ca_file.is_file():
        raise SettingsError([f"[[source]] {source} access ca_file: {ca_file}: no such file"])
    return Access(
        read("proxy", section.proxy) or None,
        str(ca_file) if ca_file else None,
        (user, password) if colon else None,
        headers,
    )


def secret_of(value: str, key: str, base: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The value, from where it says that it stands: `env:NAME`, `file:PATH`, else it is itself.

    Its own words are never told. Raises `SettingsError`, whose message begins with `key`.
    """
    kind, _, where = value.partition(":")
    if kind == "env":
        if where not in environ:
            raise SettingsError([f"{key}: the environment has no {where}"])
        return environ[where].strip("\r\n")
    if kind == "file":
        try:
            return (base / where).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise SettingsError([f"{key}: {base / where}: {why}"]) from error
    return value
