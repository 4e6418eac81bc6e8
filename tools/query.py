"""The query language: syntax, fields, and examples with what is understood of each."""

from __future__ import annotations

from index.query import ALIASES, KEYWORD_FIELDS, TEXT_FIELDS, parse
from index.query_limits import MAX_DEPTH, MAX_LEAVES, MAX_LETTERS, MAX_PATTERNS
from tools.markdown import code, table
from tools.meanings import FIELDS, complete

_ABOUT = f"""\
What you type is taken literally, and never an error: what cannot be meant as syntax is a word.
`interpreted_as` says what was understood, in the same notation. [The query language](query.md)
shows each of these at work.

- Words are all to be found, in any text field; their inflections are found too. Upper and lower
  case are the same.
- `"words in quotes"` stand side by side, just so. Quotes may be of any kind. `exact:word` means a
  word as it stands.
- `OR` between parts: any of them. `AND` may be written and binds closer. Brackets group.
- `-` before a part, or `NOT`: without it.
- `field:value` asks one field; a value with blanks stands in quotes, several in brackets. An
  unknown field is a word. `field:*`: there is a value.
- `year:2019..2024`, `year:>=2020`, `date:2019-05..2020`: years and dates, both ends included.
- `neuro*`, `organi?ation`: words that begin or are spelt so, behind two letters at least; `word~`,
  `word~2`: a letter or two may differ; `"near words"~5`: with five other words among them.
- A DOI, ISSN, ORCID iD, OAI identifier or address finds its records as it is, in any dress.
- Nothing, or `*`: everything.

What counts: the first {MAX_LETTERS} letters, {MAX_LEAVES} parts, {MAX_PATTERNS} of them patterns, \
{MAX_DEPTH} levels of brackets."""

EXAMPLES = (
    "физика плазмы",
    '"quantum field" -gravity',
    "title:физика OR title:physics",
    "(дом OR сад) NOT лес",
    "creator:Иванов year:2020..2023",
    'author:"van der Berg" lang:en',
    "year:>2019 type:article",
    "title:(плазма OR plasma) -gravity",
    'exact:universities neuro* "dark matter"~5',
    "кистанав~ date:2019-05..2020",
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
