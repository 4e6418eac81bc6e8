"""`python -m tools.translations [LANGUAGE…]`: bring the translations of the pages up to date.

Each is one file, index/web/pages/translations/LANGUAGE.po; one that is named and not there is made.
What is not said any more goes, what is new comes without a translation.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from index.record import FLAGS

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "index/web/pages/translations"
PLACES = (
    "index/web/pages", "harvester/web_ops", "harvester/advice.py", "harvester/sayings.py",
)  # fmt: skip
_OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
_METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}


def messages() -> Catalog:
    """All that the pages say, in the order of the files."""
    catalog = Catalog(fuzzy=False)
    for message, place in _found():
        catalog.add(message, locations=[place])
    return catalog


def merged(name: str, said: Catalog) -> Catalog:
    """The translations into a language, with exactly what is said now."""
    path = FOLDER / f"{name}.po"
    held = Catalog(locale=name)
    if path.exists():
        with path.open("rb") as file:
            held = read_po(file, locale=name)
    held.update(said, no_fuzzy_matching=True, update_header_comment=False)
    held.obsolete.clear()
    return held


def written(catalog: Catalog) -> bytes:
    """A translation as a file: of the header only what readers need, so that it has no dates."""
    body = io.BytesIO()
    write_po(body, catalog, width=100, no_location=True, omit_header=True)
    said = f"Language: {catalog.locale}\\n", f"Plural-Forms: {catalog.plural_forms}\\n"
    kind = "Content-Type: text/plain; charset=utf-8\\n"
    head = "\n".join(f'"{line}"' for line in (*said, kind))
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + b"\n" + body.getvalue()


def _found() -> Iterator[tuple[str | tuple[str, ...], tuple[str, int]]]:
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")) or [ROOT / place]:
            method = _METHODS.get(path.suffix)
            if method:
                name = path.relative_to(ROOT).as_posix()
                options = _OPTIONS if path.suffix == ".html" else {}
                for _line, text, *_ in extract_from_file(method, path, options=options):
                    yield text, (name, 0)
    yield from ((meaning, ("index/record/flags.py", 0)) for meaning in FLAGS.values())


def main() -> None:
    """Write every translation that there is, and those that are named."""
    said = messages()
    for name in {*sys.argv[1:], *(path.stem for path in FOLDER.glob("*.po"))}:
        catalog = merged(name, said)
        (FOLDER / f"{name}.po").write_bytes(written(catalog))
        lacking = sum(1 for message in catalog if message.id and not _whole(message.string))
        print(f"{name}: {len(catalog)} messages, {lacking} not translated")


def _whole(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
