"""Whoever guesses where something is that is kept back is told nothing by the answer to what they suggest."""

import pytest
from sqlalchemy import select

from assetmap.models import Act, Asset, Subject, Submission, Version
from assetmap.services import contents, publish
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.web.test_exact_places import SPOTS, secret  # noqa: F401  (fixture)
from tests.web.test_suggestions import form_of
from tests.web.typed import sessions, value

RIGHT, WRONG = "Ask at 17 Xanthic Mews.", "Ask at 18 Xanthic Mews."


def answered(client, path, query="", **typed):
    """The status and where it leads, without what is another each time."""
    answer = client.post(f"{path}/suggest{query}", data=form_of(client, f"{path}/suggest{query}") | typed)
    return answer.status_code, answer.headers.get("Location", "")[:6]


@pytest.mark.parametrize("name", ["blurred", "area", "hidden"])
def test_a_right_guess_is_answered_like_a_wrong_one(client, secret, name):  # noqa: F811
    path, (lon, lat) = f"/assets/{secret.numbers[name]}", SPOTS[name]
    place = {"located": "map", "lat": str(lat), "address": "17 Xanthic Mews", "postcode": "E1 0AA", "radius_m": "500"}
    for right, wrong in (
        ({"description": RIGHT}, {"description": WRONG}),
        ({"description": "Its code is E1 0AA"}, {"description": "Its code is E1 0AB"}),
        ({"summary": "Other", "message": RIGHT}, {"summary": "Others", "message": WRONG}),
        (place | {"lon": str(lon)}, place | {"lon": str(lon + 0.0001)}),
    ):
        assert answered(client, path, **right) == answered(client, path, **wrong) == (303, "/sent/"), right
    assert answered(client, path, "?wish=close", message=RIGHT) == answered(client, path, "?wish=close", message=WRONG) == (303, "/sent/")


@pytest.mark.parametrize("typed", [{"description": RIGHT}, {"summary": "Other", "message": RIGHT}])
def test_a_steward_is_told_before_words_that_name_it_become_public(app, client, steward, secret, typed):  # noqa: F811
    path = f"/assets/{secret.numbers['hidden']}"
    answered(client, path, **typed)
    with sessions(app) as session:
        number = session.scalars(select(Submission.id).order_by(Submission.id.desc())).first()
    shown = f"/moderation/{number}"
    refused = steward.post(f"{shown}/approve", data={"seen": value(steward.get(shown).text, "seen")})
    assert (refused.status_code, "kept back" in refused.text) == (422, True)
    with sessions(app) as session:
        said = [f"{version.content} {version.why}" for version in session.scalars(select(Version))]
        assert "Xanthic" not in session.get(Asset, secret.numbers["hidden"]).description + "".join(said)
    if "message" in typed:
        answer = steward.post(f"{shown}/approve", data={"seen": value(steward.get(shown).text, "seen"), "why": "It moved"})
        assert answer.status_code == 303


def test_a_steward_is_told_of_the_words_with_which_something_is_to_close(app, client, steward, secret):  # noqa: F811
    path = f"/assets/{secret.numbers['area']}"
    answered(client, path, "?wish=close", message=RIGHT)
    with sessions(app) as session:
        number = session.scalars(select(Submission.id).order_by(Submission.id.desc())).first()
    shown = f"/moderation/{number}"
    refused = steward.post(f"{shown}/approve", data={"seen": value(steward.get(shown).text, "seen")})
    assert (refused.status_code, "kept back" in refused.text) == (422, True)
    assert client.get(path).status_code == 200


def test_words_of_before_that_named_the_place_are_not_told_by_its_history(client, steward, secret, write):  # noqa: F811
    number = secret.numbers["narrowed"]

    def say(more, why):
        def change(session):
            said = contents.of_entry(session, Subject.asset, number).everything | {"consents": []} | more
            publish.change(session, Subject.asset, number, said, TOLERANCE_M, Made(Act.changed, why=why))

        write(change)

    say(
        {"precision": "exact", "radius_m": None, "place_ticked": True, "description": RIGHT, "summary": "On Tuesdays"},
        "See 17 Xanthic Mews",
    )
    assert "17 Xanthic Mews" in client.get(f"/assets/{number}/history").text
    say({"precision": "hidden", "description": "Ask at the desk", "place_ticked": False}, "")
    page = client.get(f"/assets/{number}/history").text
    assert "Xanthic" not in page and "On Tuesdays" in page
    assert "See 17 Xanthic Mews" in steward.get(f"/assets/{number}/history").text
