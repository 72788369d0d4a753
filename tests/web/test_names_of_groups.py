"""Nobody comes by what another group runs by taking its name."""

import pytest
from sqlalchemy import select

from assetmap.models import Act, Asset, Group, Subject
from assetmap.services import contents, publish
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups
from tests.web.inviting import choir, writing
from tests.web.test_claims import edited
from tests.web.typed import asset as typed_asset
from tests.web.typed import sessions, value


@pytest.fixture
def two(app):
    """A group that the resident keeps, and a younger one; the asset each runs."""
    number = choir(app, "resident")
    with app.app_context():
        session = writing(app)
        other = add_groups(session, "The pantry")[0].id
        mine, theirs = session.scalars(select(Asset).where(Asset.group_id.is_(None), Asset.cell.is_not(None)).order_by(Asset.id).limit(2))
        mine.group_id, theirs.group_id = number, other
        session.commit()
        return number, other, mine.id, theirs.id


def change(session, number, **more):
    said = contents.of_entry(session, Subject.asset, number).everything | more
    publish.change(session, Subject.asset, number, said, TOLERANCE_M, Made(Act.changed))


def test_an_asset_stays_with_the_group_that_runs_it_when_an_older_one_takes_its_name(app, two):
    number, other, _mine, theirs = two
    with app.app_context():
        session = writing(app)
        session.get_one(Group, number).name = "The pantry"
        session.flush()
        change(session, theirs, summary="Food for all")
        assert session.get_one(Asset, theirs).group_id == other
        session.commit()


def test_a_keeper_who_gives_a_group_the_name_of_another_waits_for_a_steward(app, sign_in, two):
    number, _other, _mine, _theirs = two
    answer = edited(sign_in("resident"), f"/groups/{number}/edit", name="the Pantry")
    assert answer.headers["Location"].startswith("/sent/")
    with sessions(app) as session:
        assert session.get_one(Group, number).name == "The choir"
    assert edited(sign_in("resident"), f"/groups/{number}/edit", name="The large choir").headers["Location"] == f"/groups/{number}"


def test_a_keeper_who_says_that_another_group_runs_an_asset_waits_for_a_steward(app, sign_in, two):
    number, _other, mine, _theirs = two
    keeper = sign_in("resident")
    page = keeper.get(f"/assets/{mine}/edit").text
    data = typed_asset(name=value(page, "name"), base=value(page, "base"), group_name="The pantry")
    answer = keeper.post(f"/assets/{mine}/edit", data=data)
    assert answer.headers.get("Location", "").startswith("/sent/"), answer.text
    with sessions(app) as session:
        assert session.get_one(Asset, mine).group_id == number
