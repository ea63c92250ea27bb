"""Random numbers that belong to a name, so that one thing's draw never moves another's.

Each draw has a stream of its own, found from the scenario's seed, the name of what is drawn, the
year and the purpose. Adding a segment, a year or a signal leaves all other draws as they were, and
neither the order of drawing nor the number of workers has a say.
"""

from __future__ import annotations

from enum import IntEnum
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


class Stream(IntEnum):
    """What a draw is for. The numbers are part of every stream: they are never given to another purpose."""

    STEM_DAYS = 0
    CLOSURE_TIMES = 1
    CLOSURE_PARENTS = 2


def uniform(count: int, seed: int, name: str, year: int, stream: Stream) -> NDArray[np.float64]:
    """Numbers spread evenly over [0, 1), the same ones on every machine.

    They are made from the raw words of PCG64, whose sequence NumPy promises to keep (NEP 19), and not
    by a method of `Generator`, whose sequence may change with a version. A longer draw begins with the
    shorter one.

    Parameters
    ----------
    count
        How many numbers.
    seed
        The scenario's seed; not negative.
    name, year, stream
        Whose draw it is.

    Returns
    -------
    numpy.ndarray
        `count` numbers.

    Examples
    --------
    >>> one = uniform(3, 1, "feeder", 2030, Stream.STEM_DAYS)
    >>> bool((uniform(5, 1, "feeder", 2030, Stream.STEM_DAYS)[:3] == one).all())
    True
    """
    child = np.random.SeedSequence(seed, spawn_key=(crc32(name.encode()), year, stream))
    words = np.random.PCG64(child).random_raw(count)
    return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53
