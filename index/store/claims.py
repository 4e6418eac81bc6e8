"""Claims: a lease for each source, so that no source is harvested twice at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from index.store.schema import claims
from index.store.session import Session


class Claims(Session):
    """The part of the store that says who harvests what."""

    def claim(self, source: str, owner: str, now: datetime, until: datetime) -> str | None:
        held = select(claims.c.owner).where(
            claims.c.source == source, claims.c.owner != owner, claims.c.until > now
        )
        with self._writing() as connection:
            holder: str | None = connection.execute(held).scalar()
            if holder is not None:
                return holder
            connection.execute(delete(claims).where(claims.c.source == source))
            connection.execute(
                insert(claims).values(source=source, owner=owner, until=until, renewed=now)
            )
        return None

    def release(self, source: str, owner: str) -> None:
        with self._writing() as connection:
            connection.execute(
                delete(claims).where(claims.c.source == source, claims.c.owner == owner)
            )

    def break_claim(self, source: str, owner: str) -> None:
        self.release(source, owner)
