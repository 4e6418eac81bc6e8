"""What all tables hang on, and the numbers that they draw."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

metadata = MetaData()

# One row a kind of number. Drawn in the transaction that uses the number, so that the row's lock
# makes numbers visible in order; `revision` also numbers the queue of changes. `floor` is no
# counter, but a revision: whoever followed us less far has to begin afresh.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# What an empty database begins with.
FIRST_ROWS = {"counters": [{"name": name, "value": 0} for name in ("record", "revision", "floor")]}
