"""Tokens of operators and the cookies made of them: neither guessed nor made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.web_ops.rooms import token_of
from harvester.web_ops.signing import (
    COOKIE,
    LASTS,
    form_key,
    is_form_key,
    is_token,
    session,
    signed_in,
)
from index.errors import SettingsError
from tests.harvester.web_ops.conftest import NOW, TOKEN, settings_in


@pytest.mark.parametrize("kind", ["env:NOWHERE", "file:nowhere"])
def test_a_token_that_is_not_there(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SettingsError, match=r"\[web\] token"):
        token_of(settings_in(tmp_path, f'token = "{kind}"'), {})


def test_a_token_that_is_guessed_easily(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("123456\n", "utf-8")
    with pytest.raises(SettingsError, match="16 letters"):
        token_of(settings_in(tmp_path, 'token = "file:secret"'), {})
    (tmp_path / "secret").write_text(f"{TOKEN}\n", "utf-8")
    assert token_of(settings_in(tmp_path, 'token = "file:secret"'), {}) == TOKEN


def test_a_token_in_the_settings_themselves_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_in(tmp_path, f'token = "{TOKEN}"')
    assert TOKEN not in str(caught.value)


def test_cookies_cannot_be_made_up() -> None:
    cookie = session(TOKEN, NOW)
    assert signed_in(TOKEN, cookie, NOW)
    until, _, signature = cookie.partition(".")
    for wrong in (
        None, "", ".", cookie + "0", f"{int(until) + 1}.{signature}", f"{until}.", "x." + signature,
        session("another token of 16", NOW), "٣." + signature, f"{until}.ü",
    ):  # fmt: skip
        assert not signed_in(TOKEN, wrong, NOW), wrong
    assert not signed_in(None, cookie, NOW)
    assert not signed_in("", session("", NOW), NOW)
    assert is_form_key(TOKEN, cookie, form_key(TOKEN, cookie))
    assert not is_form_key(TOKEN, cookie, form_key(TOKEN, session(TOKEN, NOW + LASTS)))
    assert is_token(TOKEN, TOKEN)
    assert not is_token(TOKEN, TOKEN + " ")
    assert COOKIE
