"""The arrays that an index is read into. A mask has one entry for each document of a segment."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Docs: TypeAlias = npt.NDArray[np.signedinteger]  # numbers of documents in a segment, rising
Numbers: TypeAlias = npt.NDArray[np.int64]  # numbers of documents of a whole index, or any others
Floats: TypeAlias = npt.NDArray[np.float64]
Weights: TypeAlias = npt.NDArray[np.float32]  # Whoosh holds weights with this precision
Bytes: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]

NO_DOCS: Docs = np.zeros(0, np.int32)
NO_PLACES: Numbers = np.zeros(0, np.int64)
