"""Random streams: stable, apart from each other, and even."""

from __future__ import annotations

import numpy as np
import pytest

from greenport.demand.draws import Stream, uniform


def feeder(count: int) -> list[float]:
    return [float(number) for number in uniform(count, 1, "feeder", 2030, Stream.STEM_DAYS)]


def test_a_stream_is_numpys_own_child_of_the_seed() -> None:
    """NumPy makes its doubles from the same words, so `Generator.random` is the independent truth.

    The name is the one of which the CRC-32 is published: 0xCBF43926.
    """
    child = np.random.SeedSequence(7, spawn_key=(0xCBF43926, 2030, 0))
    drawn = uniform(100, 7, "123456789", 2030, Stream.STEM_DAYS)
    assert drawn.tolist() == np.random.default_rng(child).random(100).tolist()


@pytest.mark.parametrize(
    ("seed", "name", "year", "stream"),
    [
        (2, "feeder", 2030, Stream.STEM_DAYS),
        (1, "bulker", 2030, Stream.STEM_DAYS),
        (1, "feeder", 2031, Stream.STEM_DAYS),
        (1, "feeder", 2030, Stream.CLOSURE_TIMES),
    ],
)
def test_another_seed_name_year_or_purpose_is_another_stream(
    seed: int, name: str, year: int, stream: Stream
) -> None:
    assert not np.isin(uniform(50, seed, name, year, stream), feeder(50)).any()


def test_a_longer_draw_begins_with_the_shorter_one() -> None:
    assert feeder(9)[:4] == feeder(4)


def test_numbers_are_even_over_the_unit_interval() -> None:
    """Kolmogorov's distance of 10,000 even numbers exceeds 0.0195 once in a thousand streams."""
    drawn = np.sort(feeder(10_000))
    assert drawn[0] >= 0
    assert drawn[-1] < 1
    assert np.abs(drawn - (np.arange(10_000) + 0.5) / 10_000).max() < 0.0195


def test_drawing_nothing_gives_nothing() -> None:
    assert feeder(0) == []
