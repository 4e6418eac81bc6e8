"""What a server asks of us; secrets are elsewhere, and stay there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import pytest

from harvester import errors
from harvester.access import OPEN, Access, AccessSection, access_of
from harvester.client import Client, Limits
from index.errors import SettingsError
from tests import faults
from tests.faults import Args, Fault
from tests.provider import ScriptedServer
from tests.world import START

LIMITS = Limits(5.0, 5.0, 1_000_000)


class Fixed:
    def answer(self, args: Args, now: object) -> bytes:
        return b"<OAI-PMH/>"


def read(folder: Path, environ: Mapping[str, str] | None = None, **values: object) -> Access:
    return access_of(AccessSection.model_validate(values), "s", folder, environ or {})


def test_nothing_is_asked_by_default(tmp_path: Path) -> None:
    assert read(tmp_path) == OPEN


def test_secrets_come_from_the_environment_and_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k1\n")
    (tmp_path / "ca.pem").write_text("")
    found = read(
        tmp_path,
        {"SITE": "anna:p:w", "JAR": "a=1; b=2"},
        auth="env:SITE",
        cookies="env:JAR",
        headers={"X-Key": "file:key", "From": "me@example.org"},
        ca_file="ca.pem",
        proxy="http://proxy.example:3128",
    )
    assert found.auth == ("anna", "p:w")
    assert found.headers == {"X-Key": "k1", "From": "me@example.org", "Cookie": "a=1; b=2"}
    assert (found.ca_file, found.proxy) == (str(tmp_path / "ca.pem"), "http://proxy.example:3128")
    assert "p:w" not in repr(found)
    assert "k1" not in repr(found)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"auth": "env:NONE"}, "[[source]] s access auth: the environment has no NONE"),
        ({"auth": "env:BARE"}, "[[source]] s access auth: expected USER:PASSWORD there"),
        ({"cookies": "file:none"}, "No such file or directory"),
        ({"headers": {"X-Key": "file:bytes"}}, "[[source]] s access headers X-Key: "),
        ({"ca_file": "none.pem"}, "none.pem: no such file"),
    ],
)
def test_what_is_not_there_is_told(tmp_path: Path, values: Mapping[str, object], said: str) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff")
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, {"BARE": "hidden-word"}, **values)
    assert said in str(caught.value)
    assert "hidden-word" not in str(caught.value)


def test_password_and_headers_are_sent_to_the_source_and_to_nobody_else() -> None:
    access = Access(auth=("anna", "pw"), headers={"X-Key": "k1"})
    with (
        ScriptedServer(Fixed(), host="127.0.0.2") as other,
        ScriptedServer(Fixed(), [Fault.once(faults.redirect(other.url), at=2)]) as server,
        Client(
            server.url, limits=LIMITS, user_agent="t", now=lambda: START, access=access
        ) as client,
    ):
        client.identify()
        client.identify()
    wanted = "Basic " + base64.b64encode(b"anna:pw").decode()
    assert [seen.headers.get("authorization") for seen in server.seen] == [wanted, wanted]
    assert [seen.headers.get("x-key") for seen in server.seen] == ["k1", "k1"]
    (astray,) = other.seen
    assert "authorization" not in astray.headers
    assert "x-key" not in astray.headers


def test_a_proxy_of_the_settings_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with (
        ScriptedServer(Fixed()) as proxy,
        Client(
            "http://source.example/oai",
            limits=LIMITS,
            user_agent="t",
            now=lambda: START,
            access=Access(proxy=proxy.url),
        ) as client,
    ):
        assert client.identify().body == b"<OAI-PMH/>"
    assert proxy.seen[0].path.startswith("http://source.example/oai")


def test_a_proxy_that_fails_is_named_without_its_password() -> None:
    access = Access(proxy="http://anna:hidden-word@127.0.0.1:9/")
    with (
        Client(
            "http://source.example/oai",
            limits=LIMITS,
            user_agent="t",
            now=lambda: START,
            access=access,
        ) as client,
        pytest.raises(errors.ProxyFailed) as caught,
    ):
        client.identify()
    assert "hidden-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "secret"),
    [
        ({"headers": {"X-Key": "env:KEY"}}, "hidden\nword"),
        ({"cookies": "env:KEY"}, "hidden-wörd"),
        ({"auth": "env:KEY"}, "anna:hidden-слово"),
    ],
)
def test_a_secret_that_cannot_be_sent_is_not_told(
    tmp_path: Path, values: dict[str, object], secret: str
) -> None:
    with pytest.raises(SettingsError, match="expected one line of plain text") as caught:
        read(tmp_path, {"KEY": secret}, **values)
    assert "hidden" not in str(caught.value)


def test_a_line_break_behind_a_secret_is_none_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, {"KEY": "k1\r\n"}, cookies="env:KEY").headers == {"Cookie": "k1"}
