"""What can be taken away of a neighbourhood's profile: the same figures as on its page, nothing private, no formula."""

import csv
import json
import re
import subprocess
import sys
import zlib
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Subject
from assetmap.paths import STATIC
from assetmap.services import places, schedules
from assetmap.services.packages import times
from assetmap.web import printing
from assetmap.web.extracts import ASSET_HEADER, HEADER
from assetmap.web.sheets import Sheet, as_workbook
from tests.conftest import ROOT
from tests.web.test_neighbourhoods import profile_of, words
from tests.web.typed import published, suggest

WARD = "E05009317"


def table(reader, code: str = WARD) -> list[dict[str, str]]:
    text = reader.get(f"/neighbourhoods/{code}/profile.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def book(reader, code: str = WARD) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(reader.get(f"/neighbourhoods/{code}/profile.xlsx").data))


@pytest.mark.parametrize("code", [WARD, "E09000030", "E01004198", "E02000865"])
def test_the_table_has_the_figures_of_the_profile(reading, reader, code):
    profile = profile_of(reading, code)
    found = {row["key"]: row for row in table(reader, code) if row["state"] != "counted"}
    known = [*profile.readings, *([] if profile.is_whole else profile.only_of_whole)]
    assert set(found) == {each.figure.indicator.key for each in known}
    for each in known:
        figure, row = each.figure, found[each.figure.indicator.key]
        scale = 100 if figure.indicator.measure == "proportion" else 1
        assert row["period"] == figure.period
        assert (float(row["value"]) if row["value"] else None) == (
            None if figure.value is None else pytest.approx(figure.value * scale, abs=1e-10)
        )
        assert row["rank"] == (str(figure.rank) if figure.rank and figure.peers > 1 else "")
        assert row["state"] == figure.kind


def test_every_row_says_its_source_period_method_and_licence(reader):
    for row in table(reader):
        needed = ("part", "title", "area_code", "area", "period", "unit", "state", "method", "publisher", "source", "licence", "address")
        assert [name for name in needed if not row[name]] == [], row["key"]


def test_what_exists_for_the_borough_only_is_written_for_the_borough(reader):
    (row,) = [row for row in table(reader) if row["key"] == "ons_anxiety"]
    assert (row["area_code"], row["part"]) == ("E09000030", "only known for the whole place")


def test_the_table_has_the_rates_of_the_page(reader):
    rows = {(row["part"], row["key"]): row for row in table(reader)}
    assets = rows["register", "assets"]
    assert (assets["count"], round(float(assets["value"]), 2)) == ("3", 0.14)
    page = words(reader.get(f"/neighbourhoods/{WARD}").text)
    assert (
        f"{float(assets['value']):.2f} for every 1,000 people ({float(assets['lower']):.2f} to {float(assets['upper']):.2f})"
        in page.replace(" (", " (")
    )


def test_the_workbook_opened_again_has_the_same_rows_and_numbers_are_numbers(reader):
    rows = [row for row in table(reader) if row["state"] != "counted"]
    sheets = book(reader)
    assert sheets.sheetnames == ["Figures", "What is here", "Assets", "Sources and notes"]
    header, *cells = sheets["Figures"].iter_rows(values_only=True)
    assert header == HEADER
    assert len(cells) == len(rows)
    for row, values in zip(rows, cells, strict=True):
        for name, value in zip(HEADER, values, strict=True):
            if isinstance(value, float):
                assert float(row[name]) == pytest.approx(value, rel=1e-15), (row["key"], name)
            else:
                assert row[name] in ("" if value is None else str(value), f"{value}.0"), (row["key"], name)
    value = HEADER.index("value")
    assert {type(each[value]) for each in cells} <= {float, int, type(None)}


def test_the_workbook_lists_the_assets_of_the_list(reader):
    header, *cells = book(reader)["Assets"].iter_rows(values_only=True)
    assert header == ASSET_HEADER
    names = {feature["properties"]["name"] for feature in reader.get(f"/api/v1/assets?area={WARD}").json["features"]}
    assert {row[0] for row in cells} == names


def test_the_workbook_has_times_as_a_package_does(app, client):
    number = client.get(f"/api/v1/assets?area={WARD}").json["features"][0]["id"]
    text = '[{"rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-01-06", "starts_at": "10:00", "ends_at": "12:00", "kind": "hours"}]'
    with Session(db.writer(app.extensions["engine"])) as session, session.begin():
        places.changed(session)
        schedules.write(session, Subject.asset, number, times.read(text))
    _header, *cells = book(client)["Assets"].iter_rows(values_only=True)
    (found,) = [row[ASSET_HEADER.index("schedules")] for row in cells if row[ASSET_HEADER.index("schedules")]]
    assert json.loads(found) == json.loads(text)


def test_no_text_of_a_person_becomes_a_formula():
    made = as_workbook([Sheet("A", ("name",), [["=1+1"], ["+44"], ["@x"], ["a\x0bb"], [-3]])])
    sheet = openpyxl.load_workbook(BytesIO(made))["A"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [("=1+1", "s"), ("+44", "s"), ("@x", "s"), ("ab", "s"), (-3, "n")]


def test_the_api_has_the_figures_of_the_table(reader):
    answer = reader.get(f"/api/v1/neighbourhoods/{WARD}").json
    rows = {row["key"]: row for row in table(reader) if row["state"] != "counted"}
    for each in [*answer["indicators"], *answer["only_known_for_the_whole"]]:
        scale = 100 if each["measure"] == "proportion" else 1
        assert (each["value"] is None) == (rows[each["key"]]["value"] == "")
        if each["value"] is not None:
            assert each["value"] * scale == pytest.approx(float(rows[each["key"]]["value"]))
        assert each["source"]
        assert each["licence"]
    assert answer["assets"]["count"] == 3
    assert answer["known"]["entries"] == 3


def test_the_answer_is_sent_once(reader):
    for address in (f"/api/v1/neighbourhoods/{WARD}", f"/neighbourhoods/{WARD}/profile.csv"):
        first = reader.get(address)
        assert reader.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_nothing_private_is_in_any_file(app, client, steward):
    number = published(steward, app, suggest(client, address="17 Xanthic Mews", precision="area"))
    found = client.get(f"/api/v1/assets/{number}").json
    assert found["properties"]["approximate"]
    wards = [area["code"] for area in client.get("/api/v1/areas/ward25").json["features"][0:0]] or ["E05009332"]
    telling = re.compile(r"Xanthic|E1 ?0AA|-0\.0520|51\.5124|51\.5125")
    for code in (*wards, "E09000030"):
        for form in ("", "/sheet", "/profile.csv"):
            assert telling.findall(client.get(f"/neighbourhoods/{code}{form}").text) == [], form
        assert telling.findall(client.get(f"/api/v1/neighbourhoods/{code}").text) == []
        cells = [str(value) for sheet in book(client, code) for row in sheet.iter_rows(values_only=True) for value in row]
        assert telling.findall(" ".join(cells)) == []
    assert "Shadwell Tool Library" in " ".join(cells)


needs_pango = pytest.mark.skipif(not printing.is_possible(), reason="this system has no Pango")


def streams(pdf: bytes) -> bytes:
    """Everything in a PDF that is packed, unpacked."""
    found = b""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(packed)
        except zlib.error:
            found += packed
    return found


@needs_pango
@pytest.mark.parametrize("code", [WARD, "E09000030"])
def test_the_pdf_is_two_pages_at_most_and_has_the_area_s_name(reader, code):
    answer = reader.get(f"/neighbourhoods/{code}/profile.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    everything = answer.data + streams(answer.data)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", everything)) <= 2
    title = {WARD: "Bethnal Green East", "E09000030": "Tower Hamlets"}[code]
    assert (
        title.encode() in everything
        or title.encode("utf-16-be") in everything
        or title.encode("utf-16-be").hex().encode() in everything.lower()
    )
    assert b"Atkinson" in everything


@needs_pango
def test_the_same_pdf_is_not_made_twice(reader, monkeypatch):
    first = reader.get(f"/neighbourhoods/{WARD}/profile.pdf").data
    monkeypatch.setattr(printing, "as_pdf", lambda *given: pytest.fail("it was made again"))
    assert reader.get(f"/neighbourhoods/{WARD}/profile.pdf").data == first


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/a.css",
        "http://here.example/neighbourhoods/x",
        "file:///etc/passwd",
        "http://here.example/static/../pyproject.toml",
        "http://here.example/static/%2e%2e/pyproject.toml",
        "http://here.example/static/",
        "ftp://here.example/static/css/sheets.css",
    ],
)
def test_a_pdf_fetches_nothing_but_our_own_files(address):
    with pytest.raises(ValueError, match="Only our own files"):
        printing.file_of(address, "http://here.example/static/")
    assert printing.file_of("http://here.example/static/css/sheets.css?v=1", "http://here.example/static/") == STATIC / "css" / "sheets.css"


def test_without_the_system_s_libraries_there_is_no_pdf_but_everything_else():
    code = (
        "import cffi\n"
        "def refuse(*given): raise OSError('no such library')\n"
        "cffi.FFI.dlopen = refuse\n"
        "from assetmap.web import printing\n"
        "assert not printing.is_possible()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_whoever_asks_for_too_many_workbooks_is_asked_to_wait(app):
    from assetmap import create_app
    from tests.conftest import settings_for

    site = create_app(
        settings_for(str(app.extensions["engine"].url.render_as_string(hide_password=False)), assetmap_rate_files="2 per hour")
    )
    client = site.test_client()
    codes = ["E05009317", "E05009318", "E05009319"]
    assert [client.get(f"/neighbourhoods/{code}/profile.xlsx").status_code for code in codes] == [200, 200, 429]
    site.extensions["engine"].dispose()
