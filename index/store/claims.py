"""Claims: a lease for each source, so that no source is harvested twice at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from index.store.schema import claims
from index.store.session import Session

_HELD = select(claims.c.owner).where(
    claims.c.source == bindparam("of"),
    claims.c.owner != bindparam("me"),
    claims.c.until > bindparam("now"),
)
_FREED = delete(claims).where(claims.c.source == bindparam("of"))
_RELEASED = _FREED.where(claims.c.owner == bindparam("me"))
_TAKEN = insert(claims)


class Claims(Session):
    """The part of the store that says who harvests what."""

    def claim(self, source: str, owner: str, now: datetime, until: datetime) -> str | None:
        with self._writing() as connection:
            holder: str | None = connection.execute(
                _HELD, {"of": source, "me": owner, "now": now}
            ).scalar()
            if holder is not None:
                return holder
            connection.execute(_FREED, {"of": source})
            lease = {"source": source, "owner": owner, "until": until, "renewed": now}
            connection.execute(_TAKEN, lease)
        return None

    def release(self, source: str, owner: str) -> None:
        with self._writing() as connection:
            connection.execute(_RELEASED, {"of": source, "me": owner})

    def break_claim(self, source: str, owner: str) -> None:
        self.release(source, owner)
