"""Answers of walls that stand before a server: they want a browser, and we are none.

Recognised by headers and by the page (Gluejar/regluit#1154, DSpace/dspace-angular#5478), so that
the source is `blocked` and not asked again and again.
"""

from __future__ import annotations

from harvester.stages import Fetched

HEAD = 20_000

# Headers that only such answers have.
_HEADERS = {
    "cf-mitigated": "a challenge of Cloudflare",
    "x-amzn-waf-action": "a challenge of AWS WAF",
    "x-sucuri-block": "a block of Sucuri",
}
# What only such pages hold, in lower case.
_MARKS = {
    b"/cdn-cgi/challenge-platform/": "a challenge of Cloudflare",
    b"cf-browser-verification": "a challenge of Cloudflare",
    b"cf-error-details": "a block of Cloudflare",
    b"awswafcookiedomainlist": "a challenge of AWS WAF",
    b"/.well-known/ddos-guard/": "a challenge of DDoS-Guard",
    b"<title>ddos-guard</title>": "a challenge of DDoS-Guard",
    b"_incapsula_resource": "a challenge of Imperva",
    b"anubis_challenge": "a challenge of Anubis",
}


WALLS = frozenset(whose.rpartition(" of ")[2] for whose in (*_HEADERS.values(), *_MARKS.values()))


def challenge_of(fetched: Fetched) -> str | None:
    """Whose challenge an answer is, in words; None where it is none."""
    head = fetched.body[:HEAD].lower()
    told = [whose for name, whose in _HEADERS.items() if name in fetched.headers]
    told += [whose for mark, whose in _MARKS.items() if mark in head]
    return told[0] if told else None
