"""`harvester probe`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from harvester.cli.app import App
from harvester.clock import CLOSE
from harvester.config_file import add_source, source_text
from harvester.probe import Findings
from harvester.probe import probe as probe_server
from harvester.settings import SourceSettings, check_source
from index.cli.console import columns, counted, emit_json, note, say
from index.cli.options import json_option, typed
from index.errors import Error
from index.record import Document
from index.settings import CONFIG_NAME
from index.shapes import Shape

_NAME = "new-source"
_SETS_SHOWN = 10


@click.command()
@click.argument("url")
@click.option("--prefix", default="oai_dc", show_default=True, help="The metadata format.")
@click.option("--add", "name", metavar="NAME", help="Add it to config.toml under this name.")
@json_option
@click.pass_obj
def probe(app: App, url: str, prefix: str, name: str | None, as_json: bool) -> int:
    """Get to know a server: what it is, what it has, and what is wrong with it.

    Asks some seven questions, each of which may fail alone. Stores nothing. Ends with the lines for
    config.toml, or adds them.
    """
    from harvester.clock import SystemClock
    from harvester.hosts import Hosts
    from harvester.open import client_of

    settings = app.settings()
    values = {"name": name or _NAME, "url": typed(url), "prefix": typed(prefix)}
    check_source(values)
    source = SourceSettings.model_validate(values)
    clock = SystemClock()
    with client_of(settings, source, clock, Hosts(clock)) as client:
        found = probe_server(source.url, source.prefix, client, settings.harvest.max_bytes)
    if as_json:
        emit_json(findings_shape(found))
    else:
        for line in lines_of(found):
            say(line)
    if not found.works:
        return 1
    if name:
        path = app.config or Path(CONFIG_NAME)
        add_source(path, name, source.url, prefix=source.prefix)
        note(f"{name} is in {path} now. Next: harvester harvest {name}")
    elif not as_json:
        say(f"\n{source_text(source)}")
    return 0


def findings_shape(found: Findings) -> Shape:
    """What `probe --json` prints."""
    identity = found.identity
    return {
        "url": found.url,
        "works": found.works,
        "steps": [{"step": one.name, "error": _error_shape(one.error)} for one in found.steps],
        "name": identity.name if identity else None,
        "base_url": identity.base_url if identity else None,
        "admins": identity.admins if identity else (),
        "earliest": identity.earliest if identity else None,
        "deletions": identity.deleted if identity else None,
        "granularity": {
            "said": identity.granularity if identity else None,
            "real": found.granularity,
        },
        "software": found.software,
        "formats": found.formats,
        "sets": [{"spec": spec, "name": name} for spec, name in found.sets],
        "more_sets": found.more_sets,
        "skew": found.skew,
        "records": found.records,
        "deleted": found.deleted,
        "quarantined": found.quarantined,
        "promised": found.promised,
        "token": {
            "style": found.token_style,
            "life": found.token_life,
            "works": found.token_works,
        },
        "dates_work": found.dates_work,
        "repairs": found.repairs,
        "samples": found.samples,
    }


def _error_shape(error: Error | None) -> Shape | None:
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "hint": error.hint}


def lines_of(found: Findings) -> Iterator[str]:
    """What `probe` prints: facts in two columns, samples, and what failed."""
    yield from columns([(f"{name}:", value) for name, value in _facts(found) if value])
    for number, document in enumerate(found.samples, 1):
        yield f"\nsample {number}: {document.identifier}"
        yield from columns([(f"  {name}:", value) for name, value in _sample(document) if value])
    failed = [step for step in found.steps if step.error]
    if failed:
        yield "\nwhat failed"
    for step in failed:
        yield f"  {step.name}: {step.error.message if step.error else ''}"
        if step.error and step.error.hint:
            yield f"    {step.error.hint}"


def _facts(found: Findings) -> Iterator[tuple[str, str]]:
    identity, software = found.identity, found.software
    if identity:
        yield "name", identity.name or ""
        yield "operators", ", ".join(identity.admins)
        yield "earliest record", identity.earliest or ""
        yield "deletions", identity.deleted or ""
        if identity.base_url and identity.base_url != found.url:
            yield "calls itself", identity.base_url
    if software:
        version = f" {software.version}" if software.version else ""
        yield "software", f"{software.name}{version} (told by {software.mark})"
    yield "formats", ", ".join(found.formats)
    yield "sets", _sets(found)
    yield "granularity", _granularity(found)
    yield "clock", _clock(found.skew)
    yield "first page", _first_page(found)
    yield "token", _token(found)
    if found.dates_work is not None:
        yield "dates", "work" if found.dates_work else "do NOT work: a record is not in its own day"
    yield "repairs needed", ", ".join(f"{name} {n}" for name, n in found.repairs.items())


def _sets(found: Findings) -> str:
    shown = [spec for spec, _ in found.sets[:_SETS_SHOWN]]
    more = len(found.sets) > _SETS_SHOWN or found.more_sets
    return ", ".join(shown) + (", … (ask for ?verb=ListSets to see all)" if more else "")


def _granularity(found: Findings) -> str:
    said = found.identity.granularity if found.identity else None
    real = f"headers are by the {found.granularity}" if found.granularity else ""
    return "; ".join(filter(None, (said and f"promises {said}", real)))


def _clock(skew: float | None) -> str:
    if skew is None:
        return ""
    if abs(skew) <= CLOSE:
        return "as ours"
    return f"{abs(skew):,.0f} s {'ahead of' if skew > 0 else 'behind'} ours"


def _first_page(found: Findings) -> str:
    if found.records is None:
        return ""
    parts = [counted(found.records, "record"), f"{found.deleted} deleted"]
    if found.quarantined:
        parts.append(f"{found.quarantined} that cannot be read")
    if found.promised is not None:
        parts.append(f"{found.promised:,} in all by the server's word")
    return ", ".join(parts)


def _token(found: Findings) -> str:
    if found.token_style is None:
        return "none: one page is all there is" if found.works else ""
    life = f", good for {found.token_life:,.0f} s" if found.token_life is not None else ""
    works = "works" if found.token_works else "does NOT work: the second page did not come"
    return f"{found.token_style}{life}; {works}"


def _sample(document: Document) -> Iterator[tuple[str, str]]:
    for text in document.titles:
        yield f"title {text.lang or ''}".rstrip(), text.value
    yield "by", "; ".join(agent.name for agent in document.creators)
    journal = document.journal
    if journal and journal.titles:
        parts = (journal.titles[0].value, journal.volume, journal.issue, journal.pages)
        yield "in", ", ".join(part for part in parts if part)
    yield "date", document.date.edtf or document.date.raw if document.date else ""
    yield "type", document.type.label or document.type.raw if document.type else ""
    yield "identifiers", ", ".join(f"{one.scheme} {one.value}" for one in document.identifiers)
    yield "flags", ", ".join(dict.fromkeys(flag.code for flag in document.flags))
