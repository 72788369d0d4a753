"""Relations and clusters as people read them: numbers in words, what they do not prove, and the same figures everywhere."""

import csv
import io
import re
from html import unescape

import pytest

PAIR = "x=iod25_crime_score&y=iod25_environment_score"


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_the_page_says_the_numbers_and_what_they_do_not_prove(reader):
    text = words(reader.get(f"/relations?{PAIR}").text)
    assert "tend to have a higher value" in text
    assert re.search(r"rank correlation 0\.41 \(95 % interval 0\.\d+ to 0\.\d+\), 169 Small areas", text)
    assert "What this does not prove" in text
    assert "not about the people in them" in text
    assert "areas tell about as much as 26 independent ones" in text
    assert text.count("neighbouring areas are alike (Moran's I") == 2
    assert "Both come from the same source" in text


def test_every_measure_leads_to_its_source(reader):
    page = reader.get(f"/relations?{PAIR}").text
    assert "/indicators/iod25_crime_score?geography=lsoa21" in page
    assert "OGL v3.0" in page


def test_without_a_choice_there_is_a_form_and_nothing_is_claimed(reader):
    page = reader.get("/relations").text
    assert '<select class="form-select" id="x" name="x">' in page
    assert "rank correlation" not in words(page).replace("the rank correlation (Spearman)", "")


def test_the_same_thing_twice_is_explained(reader):
    assert "Choose two different things" in reader.get("/relations?x=assets&y=assets").text


def test_areas_without_figures_of_both_are_replaced_and_that_is_said(reader):
    text = words(reader.get("/relations?x=iod25_imd_rank&y=assets&geography=ward25").text)
    assert "There are no figures of both for the areas you chose, so this shows Small areas (LSOAs)" in text


def test_few_areas_and_the_register_are_warned_of(reader):
    text = words(reader.get("/relations?x=iod25_imd_score&y=assets&geography=ward25").text)
    assert "more entries can mean more registering" in text
    assert "is an estimate from smaller areas in 20 areas" in text


@pytest.mark.parametrize("asked", ["x=nope&y=assets", "x=ons_anxiety&y=assets"])
def test_what_is_not_there_is_not_found(reader, asked):
    assert reader.get(f"/relations?{asked}").status_code == 404


def test_a_period_left_over_from_another_choice_does_no_harm_on_the_page_and_is_refused_for_a_file(reader):
    page = reader.get(f"/relations?{PAIR}&x_period=1066")
    assert page.status_code == 200
    assert "Crime: 2025; Living environment: 2025." in words(page.text)
    assert reader.get(f"/charts/scatter.csv?{PAIR}&x_period=1066").status_code == 404


def test_the_csv_of_the_chart_has_both_values_of_every_area(reader):
    text = reader.get(f"/charts/scatter.csv?{PAIR}&geography=lsoa21").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    published = reader.get("/api/v1/indicators/iod25_crime_score/observations?geography=lsoa21").json["values"]
    assert {row["Code"]: float(row["Crime"]) for row in rows} == {code: each["value"] for code, each in published.items()}


def test_every_pair_that_can_be_chosen_has_its_page(reader):
    keys = re.findall(r'<option value="([^"]+)"', reader.get("/relations").text.split('id="y"')[0].split('id="x"')[1])
    assert len(keys) > 30
    for key in keys[::6]:
        if key != "loneliness_pct":
            assert reader.get(f"/relations?x={key}&y=loneliness_pct").status_code == 200, key


def test_clusters_say_the_same_on_the_page_and_in_the_api(reader):
    page = words(reader.get("/indicators/iod25_imd_score/clusters").text)
    found = reader.get("/api/v1/indicators/iod25_imd_score/clusters?geography=lsoa21").json
    assert [each["count"] for each in found["classes"]] == [
        sum(each["class"] == number for each in found["values"].values()) for number in range(5)
    ]
    for each in found["classes"][:4]:
        if each["count"]:
            assert f"{each['count']} {each['label'].lower().replace(',', '')}" in page
            assert page.count(each["label"]) >= each["count"]
    assert "What it cannot tell" in page


def test_clusters_come_in_the_shape_of_observations(reader):
    clusters = reader.get("/api/v1/indicators/iod25_imd_score/clusters?geography=ward25").json
    observations = reader.get("/api/v1/indicators/iod25_imd_score/observations?geography=ward25").json
    needed = {"indicator", "geography", "period", "periods", "classes", "no_data", "values", "legend"}
    assert needed <= set(observations)
    assert needed <= set(clusters)
    assert clusters["values"].keys() == observations["values"].keys()
    assert all(each["text"] for each in clusters["values"].values())


def test_clusters_can_be_told_apart_in_grey():
    from assetmap.web.resemblance import COLOURS
    from tests.test_look import luminance

    shades = sorted(round(116 * luminance(colour) ** (1 / 3) - 16) for colour in COLOURS.values())
    assert all(lighter - darker >= 12 for darker, lighter in zip(shades, shades[1:], strict=False)), shades


@pytest.mark.parametrize("address", ["ons_anxiety/clusters", "nope/clusters", "iod25_imd_score/clusters?geography=borough"])
def test_clusters_of_what_has_no_neighbours_are_not_found(reader, address):
    assert reader.get(f"/indicators/{address}").status_code == 404
