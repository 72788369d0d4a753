"""Times typed into the forms, said in words, found by when, and taken away as a calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar
from sqlalchemy.orm import Session

from assetmap.errors import Faulty
from assetmap.models import Act, Subject
from assetmap.services import publish
from assetmap.services.submissions import CHECKS
from assetmap.services.times import terms
from assetmap.services.times.calendars import Entry, calendar
from assetmap.services.times.spans import from_content, spans
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.web.typed import INSIDE, asset, chosen, faults, group, submission, suggest, value

ZONE = "Europe/London"
TUESDAYS = {
    "schedules-0-kind": "hours",
    "schedules-0-days": ["1"],
    "schedules-0-starts_at": "10:00",
    "schedules-0-ends_at": "12:00",
    "schedules-0-every": "1",
}
FAIR = {
    **{"schedules-7-kind": "event", "schedules-7-title": "Fair", "schedules-7-starts_on": "2026-12-05"},
    **{"schedules-7-starts_at": "12.00", "schedules-7-ends_at": "4pm"},
}
CHRISTMAS = {"exceptions-0-date": "2026-12-25", "exceptions-0-how": "closed"}
HOURS = {"kind": "hours", "starts_at": "10:00", "ends_at": "12:00", "rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-01-01"}
ROUND_THE_CLOCK = HOURS | {"starts_at": "00:00", "ends_at": "00:00", "rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"}


def public(app, subject: Subject = Subject.asset, **more) -> int:
    """An entry with these times, made public; gives its number."""
    typed = asset() if subject == Subject.asset else group()
    content = {name: typed[name] for name in typed if name not in ("located", "postcode")} | {"lon": INSIDE[0], "lat": INSIDE[1]} | more
    with Session(app.extensions["engine"]) as session:
        checked = CHECKS[subject](session, content, TOLERANCE_M)
        number = publish.add(session, subject, checked, TOLERANCE_M, Made(Act.added))
        session.commit()
    return number


def test_rows_become_schedules_and_come_back_as_rows(app, client, steward):
    reference = suggest(client, **TUESDAYS, **FAIR, **CHRISTMAS)
    sent = submission(app, reference)
    tuesdays, fair = sent.content["schedules"]
    assert (tuesdays["rule"], tuesdays["starts_at"], tuesdays["exceptions"]) == (
        "FREQ=WEEKLY;BYDAY=TU",
        "10:00",
        [{"date": "2026-12-25", "closed": True}],
    )
    assert (fair["kind"], fair["title"], fair["starts_on"], fair["starts_at"], fair["ends_at"]) == (
        "event",
        "Fair",
        "2026-12-05",
        "12:00",
        "16:00",
    )
    page = steward.get(f"/moderation/{sent.id}").text
    assert chosen(page, "schedules-0-days") == ["1"]
    assert value(page, "schedules-1-title") == "Fair"
    assert value(page, "exceptions-0-date") == "2026-12-25"


@pytest.mark.parametrize(
    ("every", "rule"),
    [
        ("1", "FREQ=WEEKLY;BYDAY=TU"),
        ("2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("month1", "FREQ=MONTHLY;BYDAY=1TU"),
        ("month-1", "FREQ=MONTHLY;BYDAY=-1TU"),
    ],
)
def test_how_often_is_chosen_in_plain_words(app, client, every, rule):
    reference = suggest(client, **TUESDAYS | {"schedules-0-every": every, "schedules-0-starts_on": "2026-11-03"})
    assert submission(app, reference).content["schedules"][0]["rule"] == rule


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"schedules-0-days": []}, "schedules-0-days"),
        ({"schedules-0-starts_at": "soon"}, "schedules-0-starts_at"),
        ({"schedules-0-ends_at": ""}, "schedules-0-ends_at"),
        ({"schedules-0-every": "2"}, "schedules-0-starts_on"),
        ({"schedules-0-starts_on": "2026-12-02", "schedules-0-until": "2026-12-01"}, "schedules-0-until"),
        ({"schedules-0-title": "t" * 141}, "schedules-0-title"),
        ({"exceptions-0-date": "Christmas"}, "exceptions-0-date"),
        ({"exceptions-0-date": "2026-12-25", "exceptions-0-how": "hours"}, "exceptions-0-date"),
        ({"schedules-1-kind": "event", "schedules-1-starts_on": "2026-12-05"}, "schedules-1-title"),
    ],
)
def test_every_fault_is_said_at_its_field_and_nothing_is_lost(reader, typed, field):
    answer = reader.post("/assets/new", data=asset(**TUESDAYS | typed))
    assert answer.status_code == 422
    assert field in faults(answer.text)
    assert f'id="{field}"' in answer.text
    assert value(answer.text, "name") == asset()["name"]


def test_a_fault_in_a_row_of_times_names_the_box_it_is_about(reader):
    found = faults(reader.post("/assets/new", data=asset(**TUESDAYS | {"schedules-0-ends_at": ""})).text)
    assert found["schedules-0-ends_at"].startswith("To: ")


def test_asking_for_another_row_sends_nothing_and_loses_nothing(reader):
    for path, typed in (("/assets/new", asset()), ("/groups/new", group())):
        answer = reader.post(path, data=typed | TUESDAYS | {"more": "hours"})
        assert answer.status_code == 200
        assert chosen(answer.text, "schedules-0-days") == ["1"]
        assert 'name="schedules-1-starts_at"' in answer.text
        assert faults(answer.text) == {}


def test_more_times_than_anybody_has_are_refused(reader):
    many = {name.replace("-0-", f"-{number}-"): each for number in range(31) for name, each in TUESDAYS.items()}
    assert "schedules" in faults(reader.post("/assets/new", data=asset(**many)).text)


def test_a_page_says_the_times_in_words_and_how_it_stands(app, client):
    number = public(app, schedules=[ROUND_THE_CLOCK, HOURS | {"title": "Chess", "term_time": True}])
    page = client.get(f"/assets/{number}").text
    assert "Every day all day" in page
    assert "Chess: Tuesdays 10:00 to 12:00, in school terms" in page
    assert "Open now, until" in page
    assert f'href="/assets/{number}/times.ics"' in page


def test_a_group_meets_and_is_not_open(app, client):
    number = public(app, Subject.group, schedules=[ROUND_THE_CLOCK | {"starts_at": "00:00", "ends_at": "00:01"}])
    page = client.get(f"/groups/{number}").text
    assert "When it happens" in page
    assert "Next:" in page or "On now" in page
    assert "Closed" not in page


def test_who_asks_what_is_open_now_finds_it_in_list_map_and_api_and_hears_of_the_silent(app, client):
    number = public(app, schedules=[ROUND_THE_CLOCK])
    everybody = client.get("/api/v1/assets?limit=1").json["numberMatched"]
    found = client.get("/api/v1/assets?when=now").json
    assert [each["id"] for each in found["features"]] == [number]
    assert 'data-count="1"' in client.get("/assets?when=now").text
    assert 'data-count="1"' in client.get("/map/list?when=now").text
    assert f"{everybody - 1} more under the other filters do not say when they are open" in client.get("/assets?when=now").text
    assert sum(each["properties"]["count"] for each in client.get("/api/v1/assets/tiles/0/0/0?when=now").json["features"]) == 1


def test_the_two_fields_of_when_may_both_be_sent_and_the_day_counts(reader):
    page = reader.get("/assets?when=now&when=2026-12-25").text
    assert "On Friday 25 December 2026" in page
    assert reader.get("/api/v1/assets?when=soon").status_code == 400
    assert "is no day we can look up" in reader.get("/assets?when=soon").text


def test_the_api_says_the_times_as_hsds_does(app, client):
    number = public(app, schedules=[HOURS | {"exceptions": [{"date": "2026-12-22", "closed": True}]}])
    (said,) = client.get(f"/api/v1/assets/{number}").json["properties"]["schedules"]
    assert said["freq"] == "WEEKLY"
    assert said["byday"] == "TU"
    assert (said["opens_at"], said["closes_at"], said["dtstart"]) == ("10:00", "12:00", "2026-01-01")
    assert said["exceptions"] == [{"date": "2026-12-22", "closed": True}]
    assert said["timezone"] == ZONE
    assert said["description"].startswith("Tuesdays 10:00 to 12:00")


def test_terms_are_loaded_whole_or_not_at_all_and_every_fault_is_said(app):
    with Session(app.extensions["engine"]) as session:
        with pytest.raises(Faulty) as told:
            terms.load(session, ["first,last,name", "2026-09-01,2026-08-01,Autumn", "x,y,z", "2026-07-01,2026-09-30,Summer"], "terms.csv")
        assert len(told.value.faults) == 3
        assert terms.load(session, ["first,last,name", "2026-01-05,2026-02-13,Spring", "2026-02-23,2026-03-27,Spring"], "terms.csv") == 2
        assert terms.terms(session)[0] == (date(2026, 1, 5), date(2026, 2, 13))


class TestCalendars:
    """Feeds, read again by a parser that is not ours, and worked out by a library that is not ours."""

    TERMS = ((date(2026, 2, 23), date(2026, 3, 31)), (date(2026, 4, 14), date(2026, 5, 22)))
    CASES = (
        HOURS,
        HOURS | {"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "starts_on": "2026-02-04", "until": "2026-11-30"},
        HOURS | {"rule": "FREQ=MONTHLY;BYDAY=-1SU", "starts_at": "22:00", "ends_at": "23:00"},
        HOURS | {"term_time": True},
        HOURS
        | {
            "exceptions": [
                {"date": "2026-03-31", "closed": True},
                {"date": "2026-10-27", "opens": "14:00", "closes": "15:00"},
                {"date": "2026-10-28", "opens": "09:00", "closes": "09:30"},
            ]
        },
        {"kind": "event", "title": "Fair", "starts_on": "2026-06-06", "starts_at": "20:00", "ends_at": "02:00"},
    )

    @pytest.mark.parametrize("content", CASES)
    def test_what_a_calendar_shows_is_what_we_show(self, content):
        own = from_content(content)
        entry = Entry("asset-1", "Hall", "https://map.example.org/assets/1", "", datetime(2026, 1, 1, tzinfo=UTC), [own])
        made = Calendar.from_ical(calendar("Hall", "example", [entry], self.TERMS, ZONE))
        ours = {(each.begins, each.ends) for each in spans([own], self.TERMS, ZONE, date(2026, 1, 1), date(2026, 12, 31))}
        assert len(ours) > 0
        assert self.shown(made) == ours

    def shown(self, made: Calendar) -> set[tuple[datetime, datetime]]:
        """The begins and ends of a calendar in 2026 (UTC)."""
        found = set()
        for event in made.walk("VEVENT"):
            begins, length = (
                event.decoded("dtstart"),
                event.decoded("dtend").replace(tzinfo=None) - event.decoded("dtstart").replace(tzinfo=None),
            )
            days = rruleset()
            plain = begins.replace(tzinfo=None)
            if "rrule" in event:
                rule = event["rrule"].to_ical().decode()
                if "UNTIL" in event["rrule"]:
                    last = event["rrule"]["UNTIL"][0].astimezone(ZoneInfo(ZONE)).strftime("%Y%m%dT%H%M%S")
                    rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL")) + f";UNTIL={last}"
                days.rrule(rrulestr(rule, dtstart=plain))
            else:
                days.rdate(plain)
            for name, put in (("exdate", days.exdate), ("rdate", days.rdate)):
                if name in event:
                    listed = event[name] if isinstance(event[name], list) else [event[name]]
                    for each in (each for dates in listed for each in dates.dts):
                        put(each.dt.replace(tzinfo=None))
            zone = ZoneInfo(ZONE)
            for each in days.between(datetime(2026, 1, 1), datetime(2027, 1, 1)):
                found.add((each.replace(tzinfo=zone).astimezone(UTC), (each + length).replace(tzinfo=zone).astimezone(UTC)))
        return found

    def test_a_feed_names_its_clock_and_keeps_the_names_of_its_events(self, app, client):
        number = public(app, schedules=[HOURS, HOURS | {"title": "Chess"}])
        answer = client.get(f"/assets/{number}/times.ics")
        made = Calendar.from_ical(answer.data)
        assert answer.mimetype == "text/calendar"
        assert [str(zone["tzid"]) for zone in made.walk("VTIMEZONE")] == [ZONE]
        assert [str(each["uid"]) for each in made.walk("VEVENT")] == [f"asset-{number}-{at}@tower-hamlets.assetmap" for at in (0, 1)]
        assert client.get(f"/assets/{number}/times.ics", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert client.get(f"/assets/{number}/times.ics").data == answer.data

    @pytest.mark.parametrize("precision", ["area", "hidden", "blurred"])
    def test_no_feed_tells_a_private_place_or_a_contact(self, app, client, precision):
        private = {
            "address": "7 Hidden Row",
            "postcode": "E1 0AA",
            "precision": precision,
            "radius_m": 500 if precision == "blurred" else None,
        }
        number = public(app, schedules=[HOURS], public_email="a@example.org", consents=["public_email"], **private)
        for path in (f"/assets/{number}/times.ics", "/assets/times.ics", "/neighbourhoods/E05009332/times.ics"):
            text = client.get(path).text
            assert not [each for each in ("Hidden Row", "E1 0AA", "GEO", "LOCATION", "a@example.org", "51.51", "-0.05") if each in text]

    def test_a_search_is_a_calendar_of_what_it_finds_and_a_group_of_what_it_runs(self, app, client):
        group_number = public(app, Subject.group, schedules=[HOURS])
        number = public(app, schedules=[HOURS], group_name=group()["name"])
        uids = {
            str(each["uid"]).split("@")[0]
            for each in Calendar.from_ical(client.get(f"/groups/{group_number}/times.ics").data).walk("VEVENT")
        }
        assert uids == {f"group-{group_number}-0", f"asset-{number}-0"}
        assert f"asset-{number}-0" in client.get("/assets/times.ics?q=tool").text
        assert f"asset-{number}-0" not in client.get("/assets/times.ics?category=libraries").text
        assert client.get("/assets/times.ics?when=soon").status_code == 400
