"""What Python programs use: the names that `index` exports, and the methods of `Index`."""

from __future__ import annotations

import inspect
from typing import Any

import index
from tools.markdown import code, sentence, table

_ABOUT = """\
```python
import index

with index.open_index("data") as ix:
    results = ix.search("физика", limit=10)
    for hit in results.hits:
        print(hit.source, hit.identifier, hit.document.titles[0].value)
    record = ix.get("herald-ras", "oai:example.org:1")  # None where there is none
```

The fields of `Results`, `Hit`, `Record` and `Document` have the names of the JSON keys above.
Times are `datetime` in UTC. Lists are tuples, and nothing can be changed in place."""


def render_python() -> str:
    """The section: exported names, then methods."""
    names = [name for name in index.__all__ if not name.startswith("_")]
    exported = [(code(_call(name, getattr(index, name))), _words(name)) for name in sorted(names)]
    methods = [
        (code(_call(name, method)), sentence(inspect.getdoc(method) or ""))
        for name, method in public_methods().items()
    ]
    return "\n\n".join(
        [
            _ABOUT,
            "### Names of `index`",
            table(("name", "meaning"), exported),
            "### Methods of `Index`",
            table(("method", "meaning"), methods),
        ]
    )


def public_methods() -> dict[str, Any]:
    """The methods of `Index` that are for everybody, in their order; its bases have the rest."""
    kinds = [kind for kind in index.Index.__mro__ if kind is not object]
    return {
        name: member
        for kind in kinds
        for name, member in vars(kind).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }


def _words(name: str) -> str:
    return sentence(inspect.getdoc(getattr(index, name)) or "")


def _call(name: str, what: Any) -> str:
    if inspect.isclass(what):
        return name
    signature = inspect.signature(what)
    plain = [_parameter(each) for each in signature.parameters.values() if each.name != "self"]
    result = inspect.get_annotations(what).get("return")
    return f"{name}({_listed(signature, plain)}) -> {result}"


def _listed(signature: inspect.Signature, plain: list[str]) -> str:
    kinds = [each.kind for each in signature.parameters.values() if each.name != "self"]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        plain.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    return ", ".join(plain)


def _parameter(parameter: inspect.Parameter) -> str:
    default = parameter.default
    if default is inspect.Parameter.empty:
        return parameter.name
    # The repr of a function holds its address in memory.
    return f"{parameter.name}={'…' if callable(default) else repr(default)}"
