"""Planners load figures by form posts alone: a file sent, corrected, held, loaded, undone; nobody else may, and nothing typed is lost."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Load, Observation, Place, Upload
from assetmap.models.columns import now
from tests.conftest import changing

WARDS = [f"E050093{number}" for number in range(17, 37)]
SAID = {
    "all-publisher": "The council",
    "all-source": "Housing survey 2023",
    "all-licence": "OGL v3.0",
    "all-source_url": "https://example.org/survey",
}


def table(cells: Callable[[int], str] = lambda n: f"{n}.5", heading: str = "Ward code,Cold homes 2023") -> bytes:
    rows = "".join(f"{code},{cells(n)}\n" for n, code in enumerate(WARDS, 1))
    return f"Table 1: Cold homes\n\n{heading}\n{rows}\nNotes\n[c] held back\n".encode()


def send(client: FlaskClient, content: bytes, name: str = "cold homes.csv") -> str:
    answer = client.post("/indicators/loads/new/send", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the page's form, as it stands."""
    form = page[page.index("/look") : page.rindex("</form>")]
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" and "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, options in re.findall(r'<select\b[^>]*?name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options) or re.findall(r'<option value="([^"]*)"', options)
        found[name] = unescape(chosen[0])
    for name, text in re.findall(r'<textarea\b[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    found.pop("csrf_token", None)
    return found


def ticks(page: str) -> list[str]:
    return re.findall(r'name="meant" value="([^"]+)"', page)


@pytest.fixture
def planner(sign_in) -> FlaskClient:
    return sign_in("planner")


@pytest.fixture
def kept(app):
    """Counts rows of the database."""

    def count(model: type[db.Base]) -> int:
        with Session(app.extensions["engine"]) as session:
            return session.scalar(select(func.count()).select_from(model))

    return count


def test_a_planner_loads_a_table_and_undoes_it(planner, kept):
    before = kept(Observation)
    address = send(planner, table())
    page = planner.get(address).text
    assert "20 of 20 Wards (May 2025) are in the table." in page
    assert "The heading is in row 3, with 20 rows below it." in page
    assert "Say who publishes the figures" in page
    done = planner.post(f"{address}/load", data=fields(page) | SAID)
    assert done.status_code == 303, done.text
    assert done.headers["Location"] == "/indicators/cold_homes"
    shown = planner.get("/indicators/cold_homes").text
    assert "20 figures are loaded" in shown
    assert 'href="https://example.org/survey"' in shown
    assert "Cold homes" in planner.get("/indicators").text
    assert kept(Observation) == before + 20
    assert kept(Upload) == 0

    history = planner.get("/indicators/loads").text
    assert "cold homes.csv" in history
    assert "planner@example.org" in history
    (undo,) = re.findall(r'action="(/indicators/loads/undo/\d+)"', history)
    assert planner.post(undo).headers["Location"] == "/indicators/loads"
    assert kept(Observation) == before
    assert planner.get("/indicators/cold_homes").status_code == 404
    assert "Undone on" in planner.get("/indicators/loads").text


def test_faults_lead_to_their_fields_and_nothing_typed_is_lost(planner, kept):
    address = send(planner, table(lambda n: "many" if n == 4 else f"{n}.5"))
    typed = fields(planner.get(address).text) | {"all-publisher": "The <b>council</b>", "title-0": "Homes that are cold", "decimals-0": "2"}
    answer = planner.post(f"{address}/load", data=typed)
    assert answer.status_code == 422
    page = answer.text
    assert "Row 7, Cold homes 2023: &#39;many&#39; is not a number." in page
    targets = re.findall(r'<li><a href="#([^"]+)">', page)
    assert targets == ["role-1", "all-source", "all-licence"]
    assert all(f'id="{target}"' in page for target in targets)
    assert {"all-publisher": "The <b>council</b>", "title-0": "Homes that are cold", "decimals-0": "2"}.items() <= fields(page).items()
    assert "<b>council" not in page
    assert kept(Load) == 0


def test_what_is_held_waits_for_a_tick(planner, kept):
    address = send(planner, table(lambda n: "7.5"))
    page = planner.get(address).text
    (tick,) = ticks(page)
    refused = planner.post(f"{address}/load", data=fields(page) | SAID)
    assert refused.status_code == 422
    assert f'href="#meant-{tick}"' in refused.text
    assert planner.post(f"{address}/load", data=fields(page) | SAID | {"meant": [tick]}).status_code == 303
    assert kept(Load) == 1


def test_columns_can_be_corrected(planner):
    address = send(planner, table(lambda n: f"{n}.5,{n}", "Ward code,Cold homes 2023,Households 2023"))
    page = planner.get(address).text
    given = fields(page) | {"role-2": "ignore", "says-1": "Homes without heating", "when-1": "2024"}
    again = planner.post(f"{address}/look", data=given).text
    assert "1 column is left out" in again
    assert "20 figures in all." in again
    assert "Homes without heating" in again
    assert fields(again)["when-1"] == "2024"
    assert fields(again)["title-0"] == "Homes without heating"


def test_the_heading_can_be_corrected(planner):
    address = send(planner, table())
    page = planner.post(f"{address}/look", data=fields(planner.get(address).text) | {"header_row": "4", "header_rows": "1"}).text
    assert "The heading is in row 4, with 19 rows below it." in page
    assert fields(page)["heading-0"] == "E05009317"


def test_a_name_nobody_has_is_chosen_from_a_list(planner, kept):
    names = unescape(planner.get("/neighbourhoods").text)
    rows = dict(zip(WARDS, [f"Ward {code}" for code in WARDS], strict=True))
    for code in WARDS:
        found = re.search(rf'href="/neighbourhoods/{code}"[^>]*>\s*(?:<bdi>|<span[^>]*>)*([^<]+)', names)
        rows[code] = found[1].strip() if found else rows[code]
    rows["E05009317"] = "Bethnal Green"
    text = "Ward,Cold homes 2023\n" + "".join(f'"{name}",{n}.5\n' for n, name in enumerate(rows.values()))
    address = send(planner, text.encode())
    page = planner.get(address).text
    assert "no area here is called &#39;Bethnal Green&#39;" in page
    assert planner.post(f"{address}/load", data=fields(page) | SAID | {"area-0": "E05009317"}).status_code == 303
    assert kept(Load) == 1


def test_an_indicator_that_is_here_keeps_its_description(planner):
    address = send(planner, table(heading="Ward code,2031"))
    given = fields(planner.get(address).text) | {"key-0": "loneliness_pct"}
    assert planner.post(f"{address}/load", data=given).headers["Location"] == "/indicators/loneliness_pct"
    page = planner.get("/indicators/loneliness_pct?geography=ward25&period=2031").text
    assert "2031" in page
    assert "British Red Cross" in page


def test_a_file_of_somebody_else_is_not_shown(planner, sign_in):
    address = send(planner, table())
    other = sign_in("administrator")
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/load", data={}).status_code == 404
    assert "cold homes.csv" not in other.get("/indicators/loads").text
    assert "cold homes.csv" in planner.get("/indicators/loads").text


def test_a_file_is_forgotten_when_asked_and_after_a_day(app, planner, kept):
    address = send(planner, table())
    assert planner.post(f"{address}/forget").status_code == 303
    assert kept(Upload) == 0
    address = send(planner, table())
    with changing(app) as session:
        session.execute(update(Upload).values(made_at=now() - timedelta(hours=25)))
    assert planner.get(address).status_code == 404
    send(planner, table())
    assert kept(Upload) == 1


@pytest.mark.parametrize("role", ["visitor", "resident", "developer", "steward"])
def test_nobody_else_sees_or_does_it(sign_in, role, kept):
    client = sign_in(role)
    assert "Load figures" not in client.get("/indicators").text
    assert client.get("/indicators/loads").status_code in (303, 403)
    assert client.post("/indicators/loads/new/send", data={"file": (io.BytesIO(table()), "t.csv")}).status_code == 403
    assert client.post("/indicators/loads/undo/1").status_code == 403
    assert kept(Upload) == 0


def test_planners_find_it_on_the_page_of_indicators(planner):
    assert 'href="/indicators/loads"' in planner.get("/indicators").text


@pytest.mark.parametrize(("content", "words"), [(b"", "Choose a file"), (b"%PDF-1.4", "this is a PDF"), (b"PK\x03\x04junk", "damaged")])
def test_what_is_no_table_is_refused_beside_the_field(planner, content, words):
    answer = planner.post("/indicators/loads/new/send", data={"file": (io.BytesIO(content), "x.bin")})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#file"' in answer.text


def test_a_large_file_is_taken_from_a_planner_and_a_larger_one_is_not(app, planner, client):
    def given(content: bytes) -> dict[str, object]:
        head = b'--line\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n'
        return {"data": head + content + b"\r\n--line--\r\n", "content_type": "multipart/form-data; boundary=line"}

    large, too_large = table() + b"\n" * 600_000, table() + b"\n" * (32 * 1024 * 1024)
    answer = planner.post("/indicators/loads/new/send", **given(large))
    assert planner.get(answer.headers["Location"]).status_code == 200
    assert planner.post("/indicators/loads/new/send", **given(too_large)).status_code == 413
    assert client.post("/indicators/loads/new/send", **given(large)).status_code == 403


def test_a_strange_form_is_never_an_error_of_ours(planner):
    address = send(planner, table())
    for data in (
        {},
        {"heading-0": "x", "role-0": "nobody"},
        {"header_row": "999999", "sheet": "none", "geography": "none"},
        {"label-0": "y"},
    ):
        assert planner.post(f"{address}/look", data=data).status_code == 200
        assert planner.post(f"{address}/load", data=data).status_code == 422


class Probed(io.BytesIO):
    """The body of a request; somebody else writes while it arrives."""

    def __init__(self, content: bytes, engine: db.Engine) -> None:
        super().__init__(content)
        self.engine, self.written = engine, 0

    def probe(self) -> None:
        if not self.written:
            with Session(db.writer(self.engine)) as session, session.begin():
                self.written = session.execute(update(Place).values(description="Changed meanwhile")).rowcount

    def read(self, *size: int | None) -> bytes:
        self.probe()
        return super().read(*size)

    def readinto(self, buffer: bytearray) -> int:
        self.probe()
        return super().readinto(buffer)


def test_others_write_while_a_file_arrives_and_is_looked_at(app, planner, kept):
    head = b'--line\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n'
    sent = Probed(head + table() + b"\r\n--line--\r\n", app.extensions["engine"])
    length = len(sent.getvalue())
    answer = planner.post(
        "/indicators/loads/new/send", input_stream=sent, content_length=length, content_type="multipart/form-data; boundary=line"
    )
    assert (answer.status_code, sent.written, kept(Upload)) == (303, 1, 1)
    form = Probed(b"when-1=2024", app.extensions["engine"])
    kind = "application/x-www-form-urlencoded"
    seen = planner.post(f"{answer.headers['Location']}/look", input_stream=form, content_length=11, content_type=kind)
    assert (seen.status_code, form.written) == (200, 1)


def test_an_export_keeps_the_main_rows_of_each_indicator_through_the_form(planner):
    head = "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Time period,Value"
    kinds = ("Smoking,{0},,Persons,18+", "Smoking,{0},,Male,18+", "Screening,{0},,Female,53+")
    rows = [f"{place},{kind.format(code)},2022,{n}.5" for n, code in enumerate(WARDS, 1) for place, kind in enumerate(kinds)]
    where = send(planner, "\n".join([head, *rows]).encode(), "export.csv")
    page = planner.get(where).text
    for _ in range(2):
        assert fields(page)["only-4"] == "(main)"
        assert "the main one of each indicator" in page
        assert "20 rows, of: Smoking (20)." in page
        page = planner.post(f"{where}/look", data=fields(page)).text
