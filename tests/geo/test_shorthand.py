"""Outlines in shorthand say exactly what was written, in letters that need nothing done to them in JSON or in an address."""

import json
from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo import shorthand
from tests.geo.outlined import Ring, read

RINGS: list[Ring] = [
    [(1, 2), (100, 2), (100, -40)],
    [(20, 3), (30, 3), (30, 9)],
    [(1023, 1030)],
    [(0, 0), (5000, 0), (5000, 70000)],
]
SAME_IN_JAVASCRIPT = "CEmGAAzC._E2CUAAM i-B6_B 9_BrgCw4JAAg3oE"  # tests/js/shorthand.test.mjs reads the same text

corner = st.tuples(st.integers(-(2**24), 2**24), st.integers(-(2**24), 2**24))
ring = st.tuples(st.integers(0, 3), st.integers(0, 3), st.lists(corner, min_size=1, max_size=9))


def write(rings: list[Ring], groups: list[int], areas: list[int]) -> list[str]:
    corners = np.array([corner for ring in rings for corner in ring], np.int64)
    return shorthand.write(corners, np.array([len(ring) for ring in rings]), np.array(groups), np.array(areas))


def test_a_hand_made_example_reads_the_same_in_python_and_in_javascript():
    assert write(RINGS, [0, 0, 0, 0], [0, 0, 1, 2]) == [SAME_IN_JAVASCRIPT]
    assert read(SAME_IN_JAVASCRIPT) == [RINGS[:2], RINGS[2:3], RINGS[3:]]


@given(st.lists(ring, min_size=1, max_size=12))
def test_what_is_written_is_read_again_group_by_group_and_area_by_area(given_rings):
    rows = sorted(given_rings, key=lambda row: row[:2])
    texts = write([row[2] for row in rows], [row[0] for row in rows], [row[1] for row in rows])
    expected = [
        [[row[2] for row in area] for _, area in groupby(group, key=lambda row: row[1])]
        for _, group in groupby(rows, key=lambda row: row[0])
    ]
    assert [read(text) for text in texts] == expected


def test_the_letters_stay_as_they_are_in_json():
    assert json.dumps(shorthand.LETTERS + shorthand.RING + shorthand.AREA)[1:-1] == shorthand.LETTERS + shorthand.RING + shorthand.AREA
    assert len(set(shorthand.LETTERS)) == 2 * shorthand.MORE == 64
