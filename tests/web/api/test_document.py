"""The API's own description: sound by its specification, and true for whatever is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

OPERATIONS = [
    *("/assets", "/assets/{id}", "/assets/tiles/{z}/{x}/{y}", "/groups", "/groups/{id}", "/areas/{geography}"),
    *("/networks", "/networks/lines", "/networks/find", "/similar"),
    *("/indicators", "/gaps", "/indicators/{key}/observations", "/areas/{geography}/{code}", "/areas/{geography}/tiles/{z}/{x}/{y}"),
    *(
        "/neighbourhoods/{code}",
        "/indicators/{key}/clusters",
        "/indicators/{key}/by-assets",
        "/indicators/{key}/tiles/{geography}/{z}/{x}/{y}",
        "/indicators/{key}/areas/{geography}/{code}",
    ),
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
QUICK = settings(max_examples=12, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def schema(reading):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", reading)


def test_the_description_is_sound(reader):
    document = reader.get("/api/v1/openapi.json").json
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_address_of_the_api_is_described(reading, reader):
    routes = {str(rule).removeprefix("/api/v1") for rule in reading.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    plain = {
        route.replace("int:", "").replace("asset_id", "id").replace("group_id", "id").replace("<", "{").replace(">", "}")
        for route in routes
    }
    assert plain - {"/", "/openapi.json"} == set(reader.get("/api/v1/openapi.json").json["paths"]) == set(OPERATIONS)


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_is_as_described(schema, path):
    operation = schema[path]["GET"]

    @QUICK
    @given(operation.as_strategy())
    def holds(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    holds()


@pytest.mark.parametrize(
    "path", sorted(set(OPERATIONS) - {"/areas/{geography}", "/areas/{geography}/{code}", "/indicators", "/neighbourhoods/{code}"})
)  # where any words are a question
def test_wrong_questions_are_refused_and_never_break_anything(schema, path):
    operation = schema[path]["GET"]

    @QUICK
    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    def holds(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    holds()


def test_the_page_for_people_names_every_address(reader):
    page = reader.get("/api/v1/").text
    assert [path for path in OPERATIONS if path.split("{")[0] not in page] == []
