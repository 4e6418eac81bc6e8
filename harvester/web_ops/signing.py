"""Who may act: a token of the settings, a cookie that proves it, a key in every form. Pure.

Nothing is kept on the server: the cookie names when it ends and is signed with the token, so that
another token ends every session.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

COOKIE = "operator"
LASTS = timedelta(hours=12)
LEAST = 16  # letters of a token: nobody guesses one over HTTP


def session(token: str, now: datetime) -> str:
    """A cookie that is good from now on."""
    until = str(int((now + LASTS).timestamp()))
    return f"{until}.{_signed(token, 'session', until)}"


def signed_in(token: str | None, cookie: str | None, now: datetime) -> bool:
    """Whether the cookie was given for this token, and is still good."""
    until, _, signature = (cookie or "").partition(".")
    if not token or not (until.isascii() and until.isdigit() and len(until) < 20):
        return False
    return _same(_signed(token, "session", until), signature) and now.timestamp() < int(until)


def form_key(token: str, cookie: str) -> str:
    """What a form of this session holds: no other site can know it."""
    return _signed(token, "form", cookie)


def is_form_key(token: str, cookie: str, given: str) -> bool:
    """Whether a form came from our own page of this session."""
    return _same(form_key(token, cookie), given)


def is_token(token: str, given: str) -> bool:
    """Whether somebody knows the token; takes as long for any answer."""
    return _same(_signed(token, "token", token), _signed(token, "token", given))


def _signed(token: str, what: str, text: str) -> str:
    return hmac.new(token.encode(), f"{what}\0{text}".encode(), "sha256").hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
