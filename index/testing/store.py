"""What every store has to keep: subclass `StoreContract` and give it a `store` fixture.

    class TestMyStore(StoreContract):
        @pytest.fixture
        def store(self, tmp_path):
            with contextlib.closing(open_my_store(tmp_path)) as store:
                yield store

The fixture gives an empty store for each test. Nothing here knows how a store keeps what it keeps.
"""

from __future__ import annotations

from index.testing.store_changes import ChangeContract
from index.testing.store_claims import ClaimContract
from index.testing.store_copies import CopyContract
from index.testing.store_following import FollowContract
from index.testing.store_keeping import KeepContract
from index.testing.store_quarantine import QuarantineContract
from index.testing.store_reading import ReadingContract
from index.testing.store_records import RecordContract
from index.testing.store_renewal import RenewalContract
from index.testing.store_runs import RunContract
from index.testing.store_sources import SourceContract
from index.testing.store_sweeps import SweepContract
from index.testing.store_tombstones import TombstoneContract
from index.testing.store_turns import TurnContract
from index.testing.store_windows import WindowContract

__all__ = ["StoreContract"]


class StoreContract(
    RecordContract,
    TombstoneContract,
    ReadingContract,
    ChangeContract,
    RenewalContract,
    SourceContract,
    ClaimContract,
    WindowContract,
    RunContract,
    QuarantineContract,
    SweepContract,
    TurnContract,
    KeepContract,
    FollowContract,
    CopyContract,
):
    """Every promise of `index.store.base`."""
