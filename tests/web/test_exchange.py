"""Networks go out as files that Kumu, graph programs and spreadsheets read, with what the viewer may see, and come in by form posts."""

import io
import re
import zipfile
from html import unescape

import networkx as nx
import openpyxl
import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import Fault, Faulty
from assetmap.models import Ask, Asset, Group, Link, Place, Submission, Upload, Visibility
from assetmap.models.columns import now
from assetmap.services import exchange, places
from assetmap.services.exchange import Choices, kumu
from tests.kumu_files import simple
from tests.networked import add_groups, add_link
from tests.web.inviting import limit


@pytest.fixture
def network(app):
    """A public link, one with a note like a formula to an asset, a shared one and a private one."""
    with Session(db.writer(app.extensions["engine"]), expire_on_commit=False) as session:
        one, two, three, four, _five = add_groups(
            session, "Apple Club", "=HYPERLINK(1)", "Plum <b>Circle</b>", "Apple Club", "Pear Society"
        )
        venue = session.scalars(select(Asset).where(Asset.name == "The Sundial Centre")).one()
        add_link(session, "funds", one, two, frequency="monthly", since=2019, note="+1 for them")
        add_link(session, "meets_at", three, venue, to_says=None, to_said_at=None)
        add_link(session, "co_runs", two, three, visibility=Visibility.shared)
        add_link(session, "co_runs", three, four, visibility=Visibility.private)
        session.commit()
        return {"one": one.id, "two": two.id, "three": three.id, "four": four.id, "venue": venue.id}


def book_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def rows_of(book, sheet):
    header, *rows = ([cell.value for cell in row] for row in book[sheet].iter_rows())
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_workbook_is_as_kumu_takes_it_and_holds_what_a_visitor_may_see(client, network):
    answer = client.get("/networks/export?format=kumu")
    assert re.fullmatch(r'attachment; filename="tower-hamlets-network-\d{4}-\d\d-\d\d.xlsx"', answer.headers["Content-Disposition"])
    book = book_of(answer)
    assert book.sheetnames == ["Elements", "Connections", "About (ignore)"]
    assert [cell.value for cell in book["Connections"][1]][:5] == ["From", "To", "Direction", "Type", "Description"]
    assert book["Elements"]["A1"].value == "Label"
    first, second = rows_of(book, "Connections")
    assert (first["From"], first["To"], first["Direction"], first["Since"]) == (
        f"Apple Club (g{network['one']})",
        "=HYPERLINK(1)",
        "directed",
        2019,
    )
    assert (second["To"], second["State"]) == ("The Sundial Centre", "One side says so")
    texts = [cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str) and cell.value.startswith(("=", "+"))]
    assert len(texts) >= 3
    assert {cell.data_type for cell in texts} == {"s"}
    elements = {row["Label"]: row for row in rows_of(book, "Elements")}
    assert elements["The Sundial Centre"]["Type"] == "Asset"
    assert elements["The Sundial Centre"]["Website"].endswith(f"/assets/{network['venue']}")


def test_connectors_also_get_what_is_shared_and_nobody_what_is_private(client, sign_in, network):
    counts = {}
    for role in ("visitor", "planner", "developer"):
        answer = sign_in(role).get("/networks/export?format=csv")
        counts[role] = answer.text.count("\r\n") - 1
        assert ("private" in answer.headers["Cache-Control"]) == (role == "developer")
    assert counts == {"visitor": 2, "planner": 2, "developer": 3}


def test_csvs_never_hold_a_formula(client, network):
    with zipfile.ZipFile(io.BytesIO(client.get("/networks/export?format=sheets").data)) as packed:
        assert packed.namelist() == ["elements.csv", "connections.csv", "about (ignore).csv"]
        texts = [packed.read(name).decode("utf-8-sig") for name in packed.namelist()]
    texts.append(client.get("/networks/export?format=csv").data.decode("utf-8-sig"))
    assert "'=HYPERLINK(1)" in texts[1]
    assert not any(re.search(r'(^|[,"])[=+@]', text, re.MULTILINE) for text in texts)


def test_graphml_is_read_by_networkx(client, network):
    graph = nx.read_graphml(io.BytesIO(client.get("/networks/export?format=graphml").data), force_multigraph=True)
    edges = {(source, target): data for source, target, data in graph.edges(data=True)}
    assert set(edges) == {(f"g{network['one']}", f"g{network['two']}"), (f"g{network['three']}", f"a{network['venue']}")}
    link = edges[f"g{network['one']}", f"g{network['two']}"]
    assert (link["kind"], link["since"], link["strength"], link["directed"], link["note"]) == ("funds", 2019, 3, True, "+1 for them")
    assert graph.nodes[f"g{network['three']}"]["label"] == "Plum <b>Circle</b>"
    assert "as_of" in graph.graph


def test_geojson_says_what_it_is(client, network):
    answer = client.get("/networks/export?format=geojson")
    assert answer.mimetype == "application/geo+json"
    assert [each["properties"]["kind"] for each in answer.get_json(force=True)["features"]] == ["funds", "meets_at"]
    assert "licence" in answer.get_json(force=True)


def test_the_page_offers_its_look_as_files_and_connectors_the_way_in(client, sign_in, network):
    page = client.get("/networks?kind=funds").text
    assert "/networks/export?format=graphml&amp;kind=funds" in page
    assert "/networks/import" not in page
    assert "/networks/import" in sign_in("developer").get("/networks").text


def test_names_that_are_the_same_to_the_reader_are_told_apart_and_found_again(app, client):
    with Session(db.writer(app.extensions["engine"])) as session:
        one, two, three = add_groups(session, "Caf\u00e9 Uno", "Cafe Uno", "Plum Circle")
        add_link(session, "funds", one, three)
        add_link(session, "refers_to", two, three)
        ends = {("funds", f"g{one.id}", f"g{three.id}"), ("refers_to", f"g{two.id}", f"g{three.id}")}
        session.commit()
    content = client.get("/networks/export?format=kumu").data
    with Session(db.writer(app.extensions["engine"])) as session:
        session.execute(delete(Link))
        assert {each.key for each in exchange.plan(session, kumu.read(content, "f.xlsx"), Choices()).links} == ends


def test_of_days_only_the_year_is_in_a_file_and_of_numbers_only_those_of_its_rows(app, client, sign_in, network):
    with Session(db.writer(app.extensions["engine"])) as session:
        last = session.scalars(select(Link.id).order_by(Link.id.desc())).first()
        session.add(Ask(group_id=network["one"], digest="x", expires_at=now(), used_at=now()))
        session.execute(delete(Link).where(Link.visibility == Visibility.public))
        add_link(session, "funds", *(session.get_one(Group, network[name]) for name in ("one", "two")))
        places.changed(session)
        session.commit()
    today, named = now().date().isoformat(), re.compile(rf"\bl?{last + 1}\b")
    for role in ("visitor", "developer"):
        book = book_of(sign_in(role).get("/networks/export?format=kumu"))
        links, groups = rows_of(book, "Connections"), rows_of(book, "Elements")
        assert [row["Row"] for row in links] == list(range(1, len(links) + 1))
        assert {row["Noted in"] for row in links} == {now().year}
        assert {row["Last answered in"] for row in groups} == {None, now().year}
        graph = nx.read_graphml(io.BytesIO(client.get("/networks/export?format=graphml").data), force_multigraph=True)
        assert not [each for *_ends, each in graph.edges(data=True) for value in each.values() if today in str(value)]
        assert not [each for _node, each in graph.nodes(data=True) for value in each.values() if today in str(value)]
        assert {each["made_in"] for *_ends, each in graph.edges(data=True)} == {now().year}
        assert [each["id"] for each in client.get("/networks/export?format=geojson").get_json(force=True)["features"]] == [1]
        assert not [key for *_ends, key in graph.edges(keys=True) if named.search(str(key))]


def test_a_look_is_exported_as_it_is_seen(client, network):
    assert client.get("/networks/export?format=csv&kind=funds").text.count("\r\n") == 2
    assert client.get(f"/networks/export?format=csv&around=g{network['three']}&steps=1").text.count("\r\n") == 2
    assert client.get("/networks/export?format=doc").status_code == 404
    assert client.get("/networks/export?format=csv&area=nowhere").status_code == 404


def test_the_example_says_so_in_its_name_and_in_the_file(reader):
    answer = reader.get("/networks/export?format=kumu")
    assert "tower-hamlets-network-example-" in answer.headers["Content-Disposition"]
    book = book_of(answer)
    assert all(row["Label"].endswith("(example)") and row["Website"] is None for row in rows_of(book, "Elements"))
    assert any("None of these groups" in str(row["Text"]) for row in rows_of(book, "About (ignore)"))
    assert "Example, invented" in reader.get("/networks/export?format=csv").text
    assert "None of these groups" in reader.get("/networks/export?format=graphml").text


@pytest.mark.parametrize("kind", ["kumu", "sheets"])
def test_what_goes_out_comes_in_the_same(app, client, network, kind):
    content = client.get(f"/networks/export?format={kind}").data
    with Session(db.writer(app.extensions["engine"])) as session:
        made = exchange.plan(session, kumu.read(content, "network"), Choices())
        assert (len(made.links), made.already, made.faults, made.notes) == (0, 2, [], [])
        for link in session.scalars(select(Link)):
            session.delete(link)
        session.flush()
        made = exchange.plan(session, kumu.read(content, "network"), Choices())
    found = {each.key: (each.frequency, each.since, each.note) for each in made.links}
    assert found == {
        ("funds", f"g{network['one']}", f"g{network['two']}"): ("monthly", 2019, "+1 for them"),
        ("meets_at", f"g{network['three']}", f"a{network['venue']}"): ("unknown", None, ""),
    }


def send(client, *files):
    return client.post("/networks/import", data={"file": [(io.BytesIO(content), name) for name, content in files]})


def fields(page):
    """What a browser would send of the page's form, as it stands."""
    form = page[page.index("/look") : page.rindex("</form>")]
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found[name] = unescape(value)
    for name, options in re.findall(r'<select\b[^>]*?name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options) or re.findall(r'<option value="([^"]*)"', options)
        found[name] = unescape(chosen[0])
    found.pop("csrf_token", None)
    return found


def count(app, model):
    with Session(app.extensions["engine"]) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_developer_sees_first_what_a_file_would_do_and_then_does_it_and_undoes_it(app, sign_in, network):
    client = sign_in("developer")
    content = simple(["Plum <b>Circle</b>", "Pear Society", "refers to"], ["Somebody New", "Pear Society", "funds"])
    answer = send(client, ("my map.xlsx", content))
    assert answer.status_code == 303
    address, before = answer.headers["Location"], count(app, Link)
    page = client.get(address).text
    assert "1 link would be noted down" in page
    assert "Plum &lt;b&gt;Circle&lt;/b&gt;" in page
    assert "They wait for a steward" in page
    assert count(app, Link) == before
    done = client.post(f"{address}/do", data=fields(page))
    assert done.status_code == 303, done.text
    assert (count(app, Link), count(app, Upload), count(app, Submission)) == (before + 1, 0, 0)
    listed = client.get("/networks/import").text
    assert "my map.xlsx" in listed
    undo = re.search(r'action="([^"]+/undo)"', listed)[1]
    assert sign_in("developer").post(undo).status_code == 303
    assert count(app, Link) == before


def test_a_steward_with_limits_takes_back_what_they_brought_in_and_no_one_elses(app, sign_in, network):
    for role, says in (("developer", "refers to"), ("steward", "funds")):
        client, content = sign_in(role), simple(["Plum <b>Circle</b>", "Pear Society", says])
        address = send(client, (f"{role}.xlsx", content)).headers["Location"]
        assert client.post(f"{address}/do", data=fields(client.get(address).text)).status_code == 303
    listed = sign_in("administrator").get("/networks/import").text
    both = re.findall(r'action="([^"]+/undo)"', listed)
    limit(app, "equipment")
    own = re.findall(r'action="([^"]+/undo)"', sign_in("steward").get("/networks/import").text)
    assert (len(both), len(own)) == (2, 1)
    (other,) = set(both) - set(own)
    assert [sign_in("steward").post(path).status_code for path in (other, *own)] == [403, 303]


def test_what_was_not_shown_is_not_done(app, sign_in, network):
    client = sign_in("steward")
    address = send(client, ("m.xlsx", simple(["Apple Clubb", "Pear Society", "refers to"], ["Somebody New", "Pear Society", "funds"])))
    address = address.headers["Location"]
    before, groups, page = count(app, Link), count(app, Group), client.get(address).text
    assert client.post(f"{address}/do", data=fields(page)).status_code == 422
    said = fields(page) | {"add_groups": "yes", "node-0": f"g{network['one']}"}
    refused = client.post(f"{address}/do", data=said)
    assert refused.status_code == 422
    assert "This is what would be done now" in refused.text
    assert (count(app, Link), count(app, Group)) == (before, groups)
    shown = client.post(f"{address}/look", data=said).text
    assert "2 links would be noted down" in shown
    done = client.post(f"{address}/do", data=fields(shown) | {"add_groups": "yes"})
    assert done.status_code == 303
    assert (count(app, Link), count(app, Group)) == (before + 2, groups + 1)


def test_a_developers_new_groups_wait_for_a_steward(app, sign_in, network):
    client = sign_in("developer")
    content = simple(["Somebody New", "Pear Society", "funds"], ["Plum <b>Circle</b>", "Pear Society", "funds"])
    address = send(client, ("m.xlsx", content)).headers["Location"]
    shown = client.post(f"{address}/look", data=fields(client.get(address).text) | {"add_groups": "yes"}).text
    groups = count(app, Group)
    client.post(f"{address}/do", data=fields(shown) | {"add_groups": "yes"})
    assert (count(app, Group), count(app, Submission)) == (groups, 1)


def test_an_import_that_breaks_midway_leaves_nothing(app, sign_in, network, monkeypatch):
    client = sign_in("steward")
    address = send(client, ("m.xlsx", simple(["Somebody New", "Pear Society", "funds"]))).headers["Location"]
    said = fields(client.post(f"{address}/look", data=fields(client.get(address).text) | {"add_groups": "yes"}).text) | {
        "add_groups": "yes"
    }
    before = count(app, Link), count(app, Group), count(app, Upload)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    with monkeypatch.context() as patch:
        patch.setattr("assetmap.services.links.observe_all", lambda *arguments: 1 / 0)  # as if the server broke just then
        assert client.post(f"{address}/do", data=said).status_code == 500

        def refuse(*arguments):
            raise Faulty([Fault("This has been taken off the map.")])

        patch.setattr("assetmap.services.links.observe_all", refuse)
        answer = client.post(f"{address}/do", data=said)
        assert (answer.status_code, "This has been taken off the map." in answer.text) == (422, True)
    assert (count(app, Link), count(app, Group), count(app, Upload)) == before
    assert client.post(f"{address}/do", data=said).status_code == 303


def test_files_that_are_no_network_are_refused_kindly(app, sign_in):
    client = sign_in("steward")
    for content, words in ((b"", "not empty"), (b"Name\nA\n", "no elements"), (b"From,To\n" + b"A,B\n" * 10_001, "at most 10,000")):
        answer = send(client, ("m.csv", content))
        assert answer.status_code == 422
        assert words in answer.text
    head = b'--line\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n'
    large = head + b"x" * (32 * 1024 * 1024) + b"\r\n--line--\r\n"
    assert client.post("/networks/import", data=large, content_type="multipart/form-data; boundary=line").status_code == 413
    assert count(app, Upload) == 0


def test_two_csvs_at_once_are_one_file_and_only_its_sender_sees_it(app, sign_in, network):
    client = sign_in("developer")
    files = ("c.csv", b"From,To,Type\nPlum <b>Circle</b>,Hall,knows\n"), ("e.csv", b"Label,Type\nHall,Venue\n")
    address = send(client, *files).headers["Location"]
    assert "Register it first" in client.get(address).text
    assert sign_in("steward").get(address).status_code == 404
    assert sign_in("planner").get(address).status_code == 403
    assert client.post(f"{address}/forget").status_code == 303
    assert client.get(address).status_code == 404


def test_a_waiting_network_is_no_table_of_figures(app, sign_in, network):
    client = sign_in("administrator")
    address = send(client, ("only a network.xlsx", simple(["A", "B", "funds"]))).headers["Location"]
    assert client.get(address.replace("/networks/import/", "/indicators/loads/")).status_code == 404
    assert "only a network.xlsx" not in client.get("/indicators/loads").text
    assert "only a network.xlsx" in client.get("/networks/import").text


def test_the_register_says_that_it_has_changed(app, sign_in, network):
    def version():
        with Session(app.extensions["engine"]) as session:
            return session.get_one(Place, 1).register_version

    client, before = sign_in("steward"), version()
    address = send(client, ("m.xlsx", simple(["Plum <b>Circle</b>", "Pear Society", "knows"]))).headers["Location"]
    client.post(f"{address}/do", data=fields(client.get(address).text) | {"visibility": "shared"})
    assert version() != before
