"""OAI-PMH 2.0 over a store: what others, our demo and our tests harvest from."""

from index.provider.http import Answering, serve
from index.provider.verbs import Provider

__all__ = ["Answering", "Provider", "serve"]
