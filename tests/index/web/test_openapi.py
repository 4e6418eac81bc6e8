"""The OpenAPI document against the running server: schemathesis makes the requests.

What is checked: no 5xx, no status, type or shape of an answer that the document does not tell, what
breaks the document is refused. `python -m pytest --hypothesis-profile=…` does not change how many;
for a long run: `schemathesis run URL/api/v1/openapi.json` against `harvester serve`.
"""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from tests.web import API, Client

OPERATIONS = (
    "export", "export_as", "feed", "feed_as", "lookup", "lookup_many", "search", "search_as",
    "record", "facets", "histogram", "suggest", "similar", "sources", "source", "runs", "changes",
    "dump", "dump_file",
)  # fmt: skip
# A cursor is one that the server gave, which no schema can say.
_LEFT_OUT = ("positive_data_acceptance",)


def test_every_operation_is_told(api: Client) -> None:
    paths = api.json("/openapi.json")["paths"]
    assert sorted(one["operationId"] for path in paths.values() for one in path.values()) == sorted(
        OPERATIONS
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_answer_that_is_not_told(api: Client, name: str) -> None:
    schema = schemathesis.openapi.from_url(f"{api.url}{API}/openapi.json")
    operation = schema.find_operation_by_id(name)
    left_out = [check for check in CHECKS.get_all() if check.__name__ in _LEFT_OUT]

    @settings(max_examples=8, deadline=None, database=None, derandomize=True,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def hold(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=left_out, headers={"Accept-Encoding": "identity"})

    hold()
