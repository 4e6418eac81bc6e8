"""The query language: syntax, fields, and examples with what is understood of each."""

from __future__ import annotations

from index.pieces import MAX_DEPTH, MAX_LEAVES
from index.query import ALIASES, KEYWORD_FIELDS, MAX_LETTERS, TEXT_FIELDS, parse
from tools.markdown import code, table
from tools.meanings import FIELDS, complete

_ABOUT = f"""\
What you type is taken literally, and never an error: what cannot be meant as syntax is a word.
`interpreted_as` says what was understood, in the same notation.

- Words are all to be found, in any text field; their inflections are found too. Upper and lower
  case are the same.
- `"words in quotes"` stand side by side, just so. Quotes may be `"…"`, `“…”`, `„…“` or `«…»`.
- `OR` between parts: any of them. `AND` may be written and binds closer. Brackets group.
- `-` before a part, or `NOT`: without it.
- `field:value` asks one field; a value with blanks stands in quotes. An unknown field is a word.
- A DOI, ISSN, ORCID iD, OAI identifier or address finds its records as it is, in any dress.
- Nothing, or `*`: everything.

What counts: the first {MAX_LETTERS} letters, {MAX_LEAVES} parts, {MAX_DEPTH} levels of brackets."""

EXAMPLES = (
    "физика плазмы",
    '"quantum field" -gravity',
    "title:физика OR title:physics",
    "(дом OR сад) NOT лес",
    "creator:Иванов year:2020..2023",
    'author:"van der Berg" lang:en',
    "year:>2019 type:article",
    "date:2023-05 set:journal:art",
    "https://doi.org/10.1000/ABC.123",
    "ISSN 0869-5873",
    "https://orcid.org/0000-0002-1825-0097",
    "id:oai:journals.example.org:article/1001",
    "titel:физика",
    "",
)

_SHELL = """\
```sh
harvester search физика плазмы
harvester search 'creator:Иванов year:2020..2023'
harvester search '"quantum field" -gravity' --language en --sort newest
```"""


def render_query() -> str:
    """The section: syntax, fields, examples."""
    meanings = complete("FIELDS", (*TEXT_FIELDS, *KEYWORD_FIELDS), FIELDS)
    fields = [(code(name), _aliases(name), _kind(name), words) for name, words in meanings]
    examples = [(code(text) if text else "(nothing)", _understood(text)) for text in EXAMPLES]
    return "\n\n".join(
        [
            _ABOUT,
            _SHELL,
            "### Fields",
            "A field of words finds inflections and takes phrases; a field of values is compared"
            " as a whole. Fields of values are also the names of filters.",
            table(("field", "also", "holds", "meaning"), fields),
            "### Examples",
            table(("typed", "understood"), examples),
        ]
    )


def _understood(text: str) -> str:
    return code(parse(text).interpreted_as)


def _aliases(name: str) -> str:
    return ", ".join(code(alias) for alias, field in ALIASES.items() if field == name)


def _kind(name: str) -> str:
    return "words" if name in TEXT_FIELDS else "values"
