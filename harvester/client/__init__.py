"""OAI-PMH over Sickle and requests: asks for one page and hands back the bytes as they came.

The only package that imports Sickle and requests.
"""

from __future__ import annotations

from harvester.client.client import Client
from harvester.client.failures import explain, translated
from harvester.client.limits import Limits

__all__ = ["Client", "Limits", "explain", "translated"]
