"""How nodes are put together."""

from __future__ import annotations

from collections.abc import Iterable

from index.tree.nodes import And, Node, Not, Or


def all_of(nodes: Iterable[Node]) -> Node:
    """All of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(And, nodes)


def any_of(nodes: Iterable[Node]) -> Node:
    """Any of the nodes (at least one): flat, each once, a single one as it is."""
    return _joined(Or, nodes)


def negated(node: Node) -> Node:
    """The opposite of the node."""
    return node.node if isinstance(node, Not) else Not(node)


def first_leaves(node: Node, most: int) -> Node:
    """The node with its first leaves, at most so many (at least one)."""
    return _first(node, most)[0] or node


def _first(node: Node, most: int) -> tuple[Node | None, int]:
    """The node as far as its leaves are allowed, and how many more are."""
    match node:
        case And(nodes) | Or(nodes):
            kept = []
            for part in nodes:
                some, most = _first(part, most)
                kept.extend([some] if some is not None else [])
            return (_joined(type(node), kept) if kept else None), most
        case Not(inner):
            some, most = _first(inner, most)
            return (negated(some) if some is not None else None), most
        case _:
            return (node, most - 1) if most > 0 else (None, 0)


def _joined(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node:
    parts = (node.nodes if isinstance(node, kind) else (node,) for node in nodes)
    flat = tuple(dict.fromkeys(part for group in parts for part in group))
    return flat[0] if len(flat) == 1 else kind(flat)
