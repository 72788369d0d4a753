"""Who answers for a group: asked, proved, invited, handed over, given up, revoked; and what keepers may then do."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assetmap.models import Act, Asset, Claim, ClaimState, Group, Keeper, Proof, Remit, Step, Subject, Submission, User, Version
from assetmap.models.columns import now
from assetmap.services import areas, proofs
from tests.web.inviting import choir, writing
from tests.web.letterbox import letters, link
from tests.web.typed import group, published, send, sessions, value


def keepers(app, group_id):
    with sessions(app) as session:
        return set(session.scalars(select(User.email).join(Keeper, Keeper.user_id == User.id).where(Keeper.group_id == group_id)))


def one_claim(app):
    with sessions(app) as session:
        return session.scalars(select(Claim)).one()


def ask(client, number, email="", words="I run it"):
    return client.post(f"/claims/groups/{number}/ask", data={"words": words, "email": email})


@pytest.mark.parametrize(
    ("email", "website", "yes"),
    [
        ("hello@choir.example.org", "", True),
        ("amina@choir.example.org", "https://www.choir.example.org/", True),
        ("amina@choir.example.org.evil.example", "https://www.choir.example.org/", False),
        ("amina@council.example", "https://council.example/choir", False),
        ("amina@gmail.com", "https://gmail.com/", False),
        ("amina@example.org", "https://www.choir.example.org/", False),
        ("amina@", "", False),
    ],
)
def test_only_an_address_of_the_groups_own_proves_anything(email, website, yes):
    group = Group(name="The choir", website=website, public_email="hello@choir.example.org")
    assert bool(proofs.fields(group, email)) == yes


@pytest.mark.parametrize("host", ["live.co.uk", "virginmedia.com", "sites.google.com", "choir.wordpress.com", "www.facebook.com"])
def test_a_host_that_lends_its_name_to_everybody_proves_nothing(host):
    domain = host.removeprefix("www.")
    assert proofs.fields(Group(name="The choir", website=f"https://{host}/", public_email=""), f"x@{domain}") == []


def test_the_groups_own_address_says_yes_once_and_a_scanner_changes_nothing(app, sign_in):
    number, client = choir(app), sign_in("resident")
    assert ask(client, number, "hello@choir.example.org").status_code == 303
    assert [letter.email for letter in letters(app)] == ["hello@choir.example.org"]
    path = link(app, "claim")
    for _scan in range(2):
        assert "resident@example.org" in app.test_client().get(path).text
    assert keepers(app, number) == set()
    assert app.test_client().post(path, data={"say": "yes"}).status_code == 200
    assert keepers(app, number) == {"resident@example.org"}
    assert (one_claim(app).state, one_claim(app).proof) == (ClaimState.approved, Proof.domain)
    assert app.test_client().post(path, data={"say": "yes"}).status_code == 410


def test_the_groups_own_address_says_no(app, sign_in):
    number = choir(app)
    ask(sign_in("resident"), number, "hello@choir.example.org")
    app.test_client().post(link(app, "claim"), data={"say": "no"})
    assert (keepers(app, number), one_claim(app).state) == (set(), ClaimState.declined)


def test_an_address_that_is_not_the_groups_is_refused_with_a_word_on_what_to_do(app, sign_in):
    answer = ask(sign_in("resident"), choir(app), "amina@gmail.com")
    assert (answer.status_code, letters(app)) == (422, [])
    assert "a steward looks at your request" in answer.text


def test_an_address_that_came_from_the_connection_they_ask_from_proves_nothing_however_long_it_stood(app, sign_in, client, steward):
    mail = {"public_email": "mallory@example.net", "agreed_email": "y"}
    reference = send(client, "/groups/new", group(**mail))
    number = published(steward, app, reference)
    with app.app_context():
        session, long_ago = writing(app), now() - timedelta(days=40)
        session.execute(update(Version).where(Version.entry_id == number, Version.subject == Subject.group).values(made_at=long_ago))
        session.commit()
    assert ask(sign_in("resident"), number, "mallory@example.net").status_code == 422
    elsewhere = sign_in("resident")
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    assert ask(elsewhere, number, "mallory@example.net").status_code == 303


def test_asking_twice_is_asking_once(app, sign_in):
    number, client = choir(app), sign_in("resident")
    for _again in range(3):
        ask(client, number, "hello@choir.example.org")
    assert len(letters(app)) == 1
    assert one_claim(app).state == ClaimState.waiting


def test_a_steward_settles_it_once_and_it_leaves_a_trail(app, sign_in):
    number, steward = choir(app), sign_in("steward")
    ask(sign_in("resident"), number)
    assert "I run it" in steward.get("/claims").text
    assert steward.post("/claims/1/decline", data={"reason": ""}).status_code == 422
    assert steward.post("/claims/1/approve").status_code == 303
    assert steward.post("/claims/1/approve").status_code == 409
    assert steward.post("/claims/1/decline", data={"reason": "x"}).status_code == 409
    assert keepers(app, number) == {"resident@example.org"}
    with sessions(app) as session:
        assert list(session.scalars(select(Step.act).order_by(Step.id))) == ["claim.asked", "claim.approved.steward"]


def test_a_steward_of_elsewhere_neither_sees_nor_settles_it(app, sign_in):
    number = choir(app)
    ask(sign_in("resident"), number)
    with app.app_context():
        session = writing(app)
        steward = session.scalars(select(User).where(User.email == "steward@example.org")).one()
        session.add(Remit(user_id=steward.id, area_id=areas.neighbourhoods(session)[0].id))
        session.commit()
    steward = sign_in("steward")
    assert "I run it" not in steward.get("/claims").text
    assert steward.post("/claims/1/approve").status_code == 403
    assert steward.get(f"/claims/groups/{number}").status_code == 403
    assert steward.get(f"/groups/{number}/edit").status_code == 403


def test_somebody_invited_needs_one_press_and_has_an_account(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    assert keeper.post(f"/claims/groups/{number}/invite", data={"email": "amina@example.org", "name": "Amina"}).status_code == 303
    path, guest = link(app, "invite"), app.test_client()
    guest.get(path)
    with sessions(app) as session:
        assert session.scalar(select(User).where(User.email == "amina@example.org")) is None
    assert guest.post(path, data={"say": "yes"}).status_code in (302, 303)
    assert keepers(app, number) == {"resident@example.org", "amina@example.org"}
    assert "The choir" in guest.get("/me").text
    assert guest.get(f"/groups/{number}/edit").status_code == 200


def test_who_says_no_is_forgotten(app, sign_in):
    number = choir(app, "resident")
    sign_in("resident").post(f"/claims/groups/{number}/invite", data={"email": "amina@example.org", "name": "Amina"})
    app.test_client().post(link(app, "invite"), data={"say": "no"})
    assert keepers(app, number) == {"resident@example.org"}
    with sessions(app) as session:
        assert session.scalar(select(User).where(User.email == "amina@example.org")) is None


def test_handing_over_ends_it_for_whoever_hands_over_once_the_other_says_yes(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    keeper.post(f"/claims/groups/{number}/invite", data={"email": "planner@example.org", "do": "over"})
    assert keepers(app, number) == {"resident@example.org"}
    app.test_client().post(link(app, "invite"), data={"say": "yes"})
    assert keepers(app, number) == {"planner@example.org"}
    assert keeper.get(f"/groups/{number}/edit").status_code == 403


def test_an_invitation_is_worth_nothing_once_who_wrote_it_answers_no_more(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    keeper.post(f"/claims/groups/{number}/invite", data={"email": "amina@example.org"})
    path = link(app, "invite")
    keeper.post(f"/claims/groups/{number}/leave")
    assert app.test_client().post(path, data={"say": "yes"}).status_code == 410
    assert keepers(app, number) == set()


def test_an_invitation_that_was_taken_back_is_worth_nothing(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    keeper.post(f"/claims/groups/{number}/invite", data={"email": "amina@example.org"})
    path, page = link(app, "invite"), keeper.get(f"/claims/groups/{number}").text
    keeper.post(f"/claims/groups/{number}/take-back", data={"ticket": re.search(r'name="ticket" value="(\d+)"', page).group(1)})
    assert app.test_client().get(path).status_code == 404


def test_a_steward_revokes_with_a_reason_and_the_person_is_told(app, sign_in):
    number, steward = choir(app, "resident"), sign_in("steward")
    with sessions(app) as session:
        keeper = session.scalars(select(Keeper.id).where(Keeper.group_id == number)).one()
    assert steward.post(f"/claims/groups/{number}/revoke", data={"keeper": keeper}).status_code == 422
    assert steward.post(f"/claims/groups/{number}/revoke", data={"keeper": keeper, "reason": "Left in May"}).status_code == 303
    assert keepers(app, number) == set()
    assert "Left in May" in letters(app, "keeping")[-1].body


@pytest.mark.parametrize("role", ["resident", "developer", "planner"])
def test_who_does_not_answer_for_a_group_changes_nothing_of_it(app, sign_in, role):
    number, client = choir(app), sign_in(role)
    for path in (f"/claims/groups/{number}", f"/groups/{number}/edit"):
        assert client.get(path).status_code == 403
    for path in ("invite", "take-back", "leave", "revoke"):
        assert client.post(f"/claims/groups/{number}/{path}", data={"email": "a@example.org"}).status_code == 403


def edited(client, path, **changes):
    page = client.get(path).text
    names = ("name", "purpose", "website", "public_email", "public_phone", "base")
    return client.post(path, data={name: value(page, name) for name in names} | {"kind": "other"} | changes)


def test_a_keepers_change_is_public_at_once_and_what_it_said_is_kept(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    assert edited(keeper, f"/groups/{number}/edit", purpose="We sing on Mondays.").status_code == 303
    assert "We sing on Mondays." in app.test_client().get(f"/groups/{number}").text
    with sessions(app) as session:
        last = session.scalars(
            select(Version).where(Version.subject == Subject.group, Version.entry_id == number).order_by(Version.id.desc())
        ).first()
    assert (last.act, last.number, last.why) == (Act.changed, 2, "By its keepers")


def test_a_change_says_in_which_role_it_was_made(app, sign_in):
    number = choir(app, "resident")
    edited(sign_in("steward"), f"/groups/{number}/edit", purpose="We sing on Mondays.")
    edited(sign_in("steward"), f"/groups/{number}/edit", website="https://elsewhere.example/")
    edited(sign_in("resident"), f"/groups/{number}/edit", purpose="We sing on Fridays.")
    with sessions(app) as session:
        here = select(Version.why).where(Version.subject == Subject.group, Version.entry_id == number, Version.act == Act.changed)
        assert list(session.scalars(here.order_by(Version.id))) == ["By a steward", "By its keepers"]
        assert session.scalars(select(Submission.message)).one() == "Changed by a steward."


def test_a_new_link_of_a_keepers_is_held_and_says_so(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    answer = edited(keeper, f"/groups/{number}/edit", website="https://elsewhere.example/")
    assert answer.headers["Location"].startswith("/sent/")
    assert "A steward looks at this first" in keeper.get(answer.headers["Location"]).text
    assert "elsewhere.example" not in app.test_client().get(f"/groups/{number}").text
    with sessions(app) as session:
        held = session.scalars(select(Submission)).one()
        assert (held.target_id, held.held[0]["code"]) == (number, "link")


def test_two_who_change_an_entry_at_once_are_told(app, sign_in):
    number, keeper = choir(app, "resident", "planner"), sign_in("resident")
    edited(sign_in("planner"), f"/groups/{number}/edit", purpose="We sing on Mondays.")
    answer = edited(keeper, f"/groups/{number}/edit", purpose="We sing on Fridays.", base="0")
    assert (answer.status_code, "Somebody changed this entry" in answer.text, "We sing on Fridays." in answer.text) == (422, True, True)


def test_of_two_keepers_who_send_at_the_same_moment_one_is_told(app, sign_in):
    number, people = choir(app, "resident", "planner"), (sign_in("resident"), sign_in("planner"))
    path = f"/groups/{number}/edit"
    with ThreadPoolExecutor(2) as both:
        send = both.map(lambda keeper, word: edited(keeper, path, base="0", purpose=word).status_code, people, ("Mondays.", "Fridays."))
        answers = list(send)
    assert sorted(answers) == [303, 422]


def test_a_keeper_changes_the_assets_the_group_runs_and_no_others(app, sign_in):
    with sessions(app) as session:
        mine = session.scalars(select(Asset).where(Asset.group_id.is_not(None)).order_by(Asset.id).limit(1)).one()
        other = session.scalars(select(Asset.id).where(Asset.group_id != mine.group_id).order_by(Asset.id).limit(1)).one()
    with app.app_context():
        session = writing(app)
        user = session.scalars(select(User).where(User.email == "resident@example.org")).one()
        session.add(Keeper(group_id=mine.group_id, user_id=user.id))
        session.commit()
    client = sign_in("resident")
    assert client.get(f"/assets/{mine.id}/edit").status_code == 200
    assert client.get(f"/assets/{other}/edit").status_code == 403


def test_whoever_may_edit_an_entry_finds_that_on_its_page_and_nobody_else(app, sign_in, client, steward):
    number = choir(app, "resident")
    with sessions(app) as session:
        asset = session.scalars(select(Asset.id).order_by(Asset.id)).first()
    edit, other = f'href="/groups/{number}/edit"', f'href="/assets/{asset}/edit"'
    pages = {
        name: who.get(f"/groups/{number}").text
        for name, who in (("visitor", client), ("keeper", sign_in("resident")), ("steward", steward))
    }
    assert {name: page.count(edit) for name, page in pages.items()} == {"visitor": 0, "keeper": 1, "steward": 1}
    assert other in steward.get(f"/assets/{asset}").text
    assert other not in sign_in("resident").get(f"/assets/{asset}").text


def test_staff_find_their_pages_from_the_menu_the_footer_and_the_list_of_what_waits(client, steward):
    page = steward.get("/moderation").text
    for address in ('href="/claims"', 'href="/moderation/photos"', 'href="/moderation/pairs"', 'href="/moderation/reports"'):
        assert address in page
    assert page.count('<span class="number">(') >= 7
    assert page.count('href="/paper"') == 3  # both menus and the footer
    assert client.get("/").text.count('href="/paper"') == 1
    assert 'href="/who-may-do-what"' in client.get("/").text


def test_a_keeper_sends_few_invitations_to_one_address(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    found = [keeper.post(f"/claims/groups/{number}/invite", data={"email": "amina@example.org"}).status_code for _again in range(5)]
    assert found == [303, 303, 303, 429, 429]


def test_an_invitations_words_carry_no_link(app, sign_in):
    number, keeper = choir(app, "resident"), sign_in("resident")
    given = {"email": "amina@example.org", "name": "Win at https://evil.example"}
    assert keeper.post(f"/claims/groups/{number}/invite", data=given).status_code == 422
    assert letters(app, "invite") == []


def test_everybody_who_answers_for_a_group_and_its_stewards_hear_of_somebody_new(app, sign_in):
    number = choir(app, "planner")
    with app.app_context():
        session = writing(app)
        session.add(Keeper(group_id=number, email="old.keeper@example.org"))
        session.commit()
    ask(sign_in("resident"), number, "hello@choir.example.org")
    app.test_client().post(link(app, "claim"), data={"say": "yes"})
    told = {letter.email for letter in letters(app, "keeping")}
    assert {"resident@example.org", "planner@example.org", "old.keeper@example.org", "steward@example.org"} <= told
