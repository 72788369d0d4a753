"""Map, list, table, counts and API say the same number for the same address."""

import json
import re
from html import unescape
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.models import Asset

CHOICES = {
    "category": ["libraries", "equipment", "community-spaces", "online"],
    "holder": ["personal", "community", "statutory", "private"],
    "audience": ["everyone", "children"],
    "language": ["english", "somali"],
    "access": ["step-free", "lift"],
    "cost": ["free", "paid", "unknown"],
    "q": ["garden", "e10aa", "caf", "zzz"],
    "area": ["E05009332", "E05009317"],
}
single = {"q", "area"}
parts = st.one_of(*(st.tuples(st.just(name), st.sampled_from(values)) for name, values in CHOICES.items()))
questions = st.lists(parts, max_size=3, unique_by=lambda part: part[0] if part[0] in single else part).map(urlencode)
Z = 12


def number(page: str, pattern: str) -> int:
    found = re.search(pattern, page)
    assert found
    return int(found.group(1).replace(",", ""))


def test_every_view_of_the_same_question_has_the_same_count(crowded):
    reader = crowded.test_client()
    with Session(crowded.extensions["engine"]) as session:
        positions = session.execute(select(Asset.x, Asset.y).where(Asset.cell.is_not(None))).all()
    tiles = sorted({(x >> (cells.ZOOM - Z), y >> (cells.ZOOM - Z)) for x, y in positions})

    @settings(max_examples=8)
    @given(questions)
    def holds(question):
        api = reader.get(f"/api/v1/assets?limit=1000&{question}").json
        matched = api["numberMatched"]
        placed = sum(feature["geometry"] is not None for feature in api["features"])
        on_tiles = [reader.get(f"/api/v1/assets/tiles/{Z}/{x}/{y}?{question}").json["features"] for x, y in tiles]
        assert sum(feature["properties"]["count"] for tile in on_tiles for feature in tile) == placed
        fragment = reader.get(f"/map/list?{question}").text
        assert number(fragment, r'data-count="(\d+)"') == matched
        in_view = reader.get(f"/map/list?bbox=-1,51,1,52&{question}").text
        assert number(in_view, r'data-count="(\d+)"') == placed
        for path in ("/assets", "/map"):
            assert number(reader.get(f"{path}?{question}").text, r"([\d,]+) assets?\b[^<]*</(?:h2|p)>") == matched, path

    holds()


def test_the_counts_in_the_map_s_list_are_those_of_the_filters(crowded):
    reader = crowded.test_client()
    fragment = reader.get("/map/list?holder=personal").text
    counts = json.loads(unescape(re.search(r"data-facets='([^']*)'", fragment).group(1)))
    for value in ("libraries", "equipment"):
        assert counts["category"][value] == reader.get(f"/api/v1/assets?holder=personal&category={value}").json["numberMatched"]
    for value in ("community", "private"):
        assert counts["holder"][value] == reader.get(f"/api/v1/assets?holder={value}").json["numberMatched"]
