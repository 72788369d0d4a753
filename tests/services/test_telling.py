"""Public words that name the very address that is to be kept back are refused, wherever they stand."""

import pytest
from sqlalchemy import select

from assetmap.errors import Faulty
from assetmap.models import Category
from assetmap.services import entries
from tests.conftest import TOLERANCE_M

TIMES = {"kind": "hours", "rule": "FREQ=WEEKLY;BYDAY=MO", "starts_on": "2026-01-05", "starts_at": "10:00", "ends_at": "12:00"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"description": "Ring at 17 Xanthic Mews"}, "description"),
        ({"schedules": [TIMES | {"note": "Ring at 17 Xanthic Mews"}]}, "schedules-0-note"),
        ({"schedules": [TIMES, TIMES | {"title": "At E10AA"}]}, "schedules-1-title"),
    ],
)
def test_words_and_times_do_not_name_a_place_kept_back(session, more, field):
    slug = session.scalars(select(Category.slug).limit(1)).one()
    said = {"name": "Sewing", "summary": "On Mondays", "category": slug, "holder": "community", "cost": "free", "precision": "hidden"}
    said |= {"lon": -0.0601, "lat": 51.5205, "address": "17 Xanthic Mews", "postcode": "E1 0AA"}
    with pytest.raises(Faulty) as refused:
        entries.check_asset(session, said | more, TOLERANCE_M)
    assert [fault.field for fault in refused.value.faults] == [field]
    entries.check_asset(session, said | more | {"precision": "exact"}, TOLERANCE_M)
