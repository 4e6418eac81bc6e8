"""What every store has to keep: subclass `StoreContract` and give it a `store` fixture.

    class TestMyStore(StoreContract):
        @pytest.fixture
        def store(self, tmp_path):
            with contextlib.closing(open_my_store(tmp_path)) as store:
                yield store

The fixture gives an empty store for each test. Nothing here knows how a store keeps what it keeps.
"""

from __future__ import annotations

from index.testing.store_copies import CopyContract
from index.testing.store_following import FollowContract
from index.testing.store_harvests import HarvestContract
from index.testing.store_keeping import KeepContract
from index.testing.store_records import RecordContract
from index.testing.store_renewal import RenewalContract
from index.testing.store_sweeps import SweepContract
from index.testing.store_turns import TurnContract

__all__ = ["StoreContract"]


class StoreContract(
    RecordContract,
    RenewalContract,
    HarvestContract,
    SweepContract,
    TurnContract,
    KeepContract,
    FollowContract,
    CopyContract,
):
    """Every promise of `index.store.base`."""
