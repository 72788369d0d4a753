"""One's own data, taken away and deleted; and people, for administrators."""

import json

import pytest
from sqlalchemy import select

from assetmap.db import Base
from assetmap.models import Act, Asset, Departure, Keeper, Letter, Remit, Sender, Step, Subject, Submission, Ticket, User
from assetmap.models.columns import now
from assetmap.services import departures, mine
from assetmap.services.retention import KINDS
from assetmap.services.versions import Made
from tests.web.inviting import choir, writing
from tests.web.letterbox import link
from tests.web.typed import published, sessions, suggest

EMAIL = "resident@example.org"


def tables(spec):
    return {(table, column) for table, columns in spec.items() for column in columns}


def test_every_column_that_names_a_person_with_an_account_is_thought_of():
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys if key.column.table.name == "users"]
    named = {(key.parent.table.name, key.parent.name) for key in keys}
    assert tables(mine.OWN) | tables(mine.DEALT) == named - {("roles_users", "user_id")}


def test_every_column_with_an_address_is_thought_of():
    named = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.c if "email" in column.name}
    assert tables(mine.WRITTEN) == named - {("users", "email")}


def number_of(app, email=EMAIL):
    with sessions(app) as session:
        return session.scalar(select(User.id).where(User.email == email))


def lived_in(app, client):
    """Somebody sent an entry, answers for a group, asked to answer for another, and was written to."""
    suggest(client, sender_email=EMAIL)
    group = choir(app, "resident")
    client.post("/claims/groups/1/ask", data={"words": "I run it"})
    app.test_client().post("/sign-in/by-mail", data={"email": EMAIL})
    return group


def test_the_file_holds_what_they_did_and_no_key_to_anything(app, sign_in):
    client = sign_in("resident")
    lived_in(app, client)
    answer = client.get("/me/data.json")
    known = json.loads(answer.text)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert known["account"]["email"] == EMAIL
    assert {"claims", "keepers", "steps", "submissions", "tickets"} <= set(known["made_or_about_you"])
    assert {"keepers", "letters"} <= set(known["under_your_address"])
    for key in mine.NEVER - {"source", "point"}:  # words of an entry's content, too
        assert f'"{key}"' not in answer.text
    assert link(app, "enter").rsplit("/", 1)[-1] not in answer.text


def test_deleting_needs_the_address_typed(app, sign_in):
    client = sign_in("resident")
    assert client.post("/me/delete", data={"email": "other@example.org"}).status_code == 422
    assert number_of(app) is not None


def test_the_person_goes_and_entries_stay(app, sign_in, steward):
    client = sign_in("resident")
    group, user = lived_in(app, client), number_of(app)
    with sessions(app) as session:
        sent = session.scalars(select(Submission).order_by(Submission.id)).first()
    asset = published(steward, app, sent.reference)
    assert client.post("/me/delete", data={"email": EMAIL}).status_code == 303
    with sessions(app) as session:
        assert session.get(User, user) is None
        assert session.get(Asset, asset) is not None
        assert session.get(Submission, sent.id).user_id is None
        assert session.scalars(select(Keeper).where(Keeper.group_id == group)).all() == []
        for model in (Sender, Letter, Ticket):
            assert session.scalars(select(model).where(model.email == EMAIL)).all() == []
    assert client.get("/me").status_code == 303


def test_a_person_is_forgotten_in_what_hung_on_a_group_that_has_gone(app, sign_in):
    group, client = choir(app, "resident"), sign_in("resident")
    with app.app_context():
        session = writing(app)
        departures.depart(session, Subject.group, group, Made(Act.closed))
        session.commit()
    client.post("/me/delete", data={"email": EMAIL})
    with sessions(app) as session:
        assert session.get(Departure, (Subject.group, group)).rows["keepers"] == []


def test_the_last_administrator_stays(app, sign_in):
    client = sign_in("administrator")
    assert client.post("/me/delete", data={"email": "administrator@example.org"}).status_code == 403
    number = number_of(app, "administrator@example.org")
    assert client.post(f"/people/{number}/roles", data={"roles": ["steward"]}).status_code == 403
    assert client.post(f"/people/{number}/switch", data={"to": "off"}).status_code == 403
    assert client.get("/people").status_code == 200


def test_an_administrator_gives_roles_and_limits_and_it_leaves_a_trail(app, sign_in):
    admin, number = sign_in("administrator"), number_of(app)
    assert admin.post(f"/people/{number}/roles", data={"roles": ["steward"]}).status_code == 303
    assert sign_in("resident").get("/moderation").status_code == 200
    for _twice in range(2):
        assert admin.post(f"/people/{number}/limits", data={"area": "E05009317"}).status_code == 303
    assert admin.post(f"/people/{number}/limits", data={"area": "", "category": ""}).status_code == 422
    with sessions(app) as session:
        limit = session.scalars(select(Remit).where(Remit.user_id == number)).one()
        acts = list(session.scalars(select(Step.act).where(Step.about_user_id == number).order_by(Step.id)))
    assert acts == ["role.given", "remit.given"]
    assert "Everything. Choose something" not in admin.get(f"/people/{number}").text
    assert admin.post(f"/people/{number}/limits/{limit.id}/take").status_code == 303
    assert "Everything. Choose something" in admin.get(f"/people/{number}").text


def test_an_account_that_is_switched_off_is_signed_out(app, sign_in):
    client, admin = sign_in("resident"), sign_in("administrator")
    assert client.get("/me").status_code == 200
    admin.post(f"/people/{number_of(app)}/switch", data={"to": "off"})
    assert client.get("/me").status_code == 303


def test_somebody_invited_to_a_role_has_it_with_one_press(app, sign_in):
    sign_in("administrator").post("/people/invite", data={"email": "amina@example.org", "name": "Amina", "role": "steward"})
    guest = app.test_client()
    guest.post(link(app, "invite"), data={"say": "yes"})
    assert guest.get("/moderation").status_code == 200


@pytest.mark.parametrize("role", ["steward", "planner", "developer"])
def test_people_are_for_administrators(app, sign_in, role):
    assert sign_in(role).get("/people").status_code == 403


def test_what_somebody_is_called_is_changed_on_their_page(sign_in):
    client = sign_in("resident")
    assert client.post("/me/name", data={"name": "Amina"}).status_code == 303
    assert "Amina" in client.get("/me").text
    assert client.post("/me/name", data={"name": "x" * 121}).status_code == 422


def test_when_somebody_last_signed_in_is_kept_and_not_from_where(app, sign_in):
    sign_in("resident")
    with sessions(app) as session:
        user = session.scalar(select(User).where(User.email == EMAIL))
        assert abs((now().replace(tzinfo=None) - user.last_login_at).total_seconds()) < 60
        assert (user.last_login_ip, user.current_login_ip) == (None, None)


def test_the_privacy_notice_names_every_kind_of_thing_that_is_forgotten_and_every_cookie(client):
    page = client.get("/privacy").text
    for words in ("one remembers for a year which shortlist is yours", "one holds that link", "Accounts that nobody signs in with"):
        assert words in page
    assert page.count('data-label="Forgotten after"') == len(KINDS)
    assert "whoever answers for the same group with an account" in client.get("/about").text
