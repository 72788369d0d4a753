"""Who asks for a time gets the same answer from list, counts, tiles and facets: the one that each asset's times give by themselves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from assetmap.geo import cells
from assetmap.models import Asset, Subject, TermTime
from assetmap.services import assets, clusters, facets, places, schedules
from assetmap.services.filters import Filters
from assetmap.services.times import silence
from assetmap.services.times.asked import WEEKDAYS, when
from assetmap.services.times.check import check
from assetmap.services.times.spans import from_content, spans

ZONE = "Europe/London"
MOMENT = datetime(2026, 10, 24, 23, 30, 12, tzinfo=UTC)  # a Sunday on the clock of the place, half an hour in; the clocks go back
TERM = (date(2026, 9, 1), date(2026, 10, 25))


def own_times(number: int) -> list[dict]:
    """Times of every kind, of a few days and nights; none for every fifth asset."""
    rule = ["FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=WEEKLY;BYDAY=TU,TH", ""][
        number % 5
    ]
    row = {"kind": "hours", "rule": rule, "starts_on": str(date(2026, 1, 1) + timedelta(number)), "until": "", "title": ""}
    row |= {"starts_at": f"{number % 24:02}:00", "ends_at": f"{(number * 5) % 24:02}:30", "term_time": number % 4 == 0}
    if not rule:
        row |= {"kind": "event", "title": "Fair", "starts_on": "2026-10-25"}
    if number % 3 == 0 and rule:
        row["exceptions"] = [{"date": "2026-10-25", "closed": True}, {"date": "2026-10-26", "opens": "00:00", "closes": "12:00"}]
    return [] if number % 6 == 5 else [row]


@pytest.fixture
def timed(session):
    for number, asset_id in enumerate(session.scalars(select(Asset.id).order_by(Asset.id))):
        checked, faults = check(own_times(number), MOMENT.date())
        assert faults == []
        schedules.write(session, Subject.asset, asset_id, checked)
    session.add(TermTime(first=TERM[0], last=TERM[1]))
    places.current(session).timezone = ZONE
    places.changed(session)
    session.flush()
    return session


def worked_out(session, asked) -> set[int]:
    """The assets that are open when it is asked for, from their own times alone."""
    found = set()
    for asset_id in session.scalars(select(Asset.id)):
        own = [from_content(row) for row in schedules.content_of(session, Subject.asset, asset_id)]
        if asked.minute:
            all_spans = spans(own, (TERM,), ZONE, asked.days[0] - timedelta(2), asked.days[0] + timedelta(2))
            on = any(each.begins <= asked.minute < each.ends for each in all_spans)
        elif asked.hours:
            all_spans = spans(own, (TERM,), ZONE, asked.days[0] - timedelta(2), asked.days[-1] + timedelta(2))
            windows = [[datetime.combine(day, at, ZoneInfo(ZONE)) for at in asked.hours] for day in asked.days]
            on = any(each.begins < last and first < each.ends for each in all_spans for first, last in windows)
        else:
            on = any(spans(own, (TERM,), ZONE, day, day) for day in asked.days)
        found |= {asset_id} if on else set()
    return found


@pytest.mark.parametrize(
    "word", ["now", "today", "tomorrow", "weekend", "sunday", "tuesday", "weekdays", "evenings", "2026-10-26", "2026-12-27"]
)
def test_list_counts_tiles_and_facets_say_what_each_asset_s_times_say(timed, word):
    asked = Filters(when=when(word, MOMENT, ZONE))
    expected = worked_out(timed, asked.when)
    assert {item.id for item in assets.after(timed, asked, 0, 5000)} == expected
    total, placed = assets.counted(timed, asked)
    assert total == len(expected) == assets.listed(timed, asked).total
    counted = facets.count(timed, asked)
    assert counted.total == total == sum(counted.counts["category"].values())
    assert sum(each.count for each in clusters.tile(timed, 0, 0, 0, asked)) == placed
    positions = timed.execute(select(Asset.x, Asset.y).where(Asset.cell.is_not(None))).all()
    tiles = {(x >> (cells.ZOOM - 12), y >> (cells.ZOOM - 12)) for x, y in positions}
    assert sum(each.count for x, y in tiles for each in clusters.tile(timed, 12, x, y, asked)) == placed


def test_something_is_found_and_something_is_not(timed):
    for word in ("now", "weekend", *WEEKDAYS[1:2]):
        total, _placed = assets.counted(timed, Filters(when=when(word, MOMENT, ZONE)))
        assert 0 < total < assets.counted(timed, Filters())[0]


def test_who_says_nothing_is_counted_apart_and_not_as_closed(timed):
    given = [own_times(number) for number in range(timed.scalar(select(func.count()).select_from(Asset)))]
    asked = Filters(when=when("now", MOMENT, ZONE))
    assert silence.silent(timed, asked) == sum(not rows for rows in given) > 0


def test_where_no_term_is_known_what_is_only_in_terms_says_nothing_either(timed):
    given = [own_times(number) for number in range(timed.scalar(select(func.count()).select_from(Asset)))]
    timed.execute(TermTime.__table__.delete())
    places.changed(timed)
    assert silence.silent(timed, Filters()) == sum(all(row["term_time"] for row in rows) for rows in given)
