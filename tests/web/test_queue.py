"""The stewards' list in the browser's words: several decisions at once, notes, and a question that its sender answers."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from assetmap.models import Category, Remit, Sender, Status, Submission, User
from assetmap.services.submissions import seal
from tests.web.typed import asset, counts, faults, sessions, submission, suggest, token


def ticked(app, *references, **more):
    """The form of the list with some entries ticked, as they stand now."""
    with sessions(app) as session:
        found = list(session.scalars(select(Submission).where(Submission.reference.in_(references))))
        return {"chosen": [each.id for each in found]} | {f"seen-{each.id}": seal(each) for each in found} | more


def badge(page):
    found = re.search(r'class="pill number">(\d+)', page)
    return int(found.group(1)) if found else 0


def statuses(app, *references):
    return [submission(app, each).status for each in references]


def test_ticked_entries_are_approved_together(app, client, steward):
    references = [suggest(client, name=f"Loom {number}") for number in range(3)]
    answer = steward.post("/moderation/approve", data=ticked(app, *references[:2]))
    assert answer.status_code == 303
    assert statuses(app, *references) == [Status.approved, Status.approved, Status.waiting]
    assert "Approved 2 entries" in steward.get(answer.headers["Location"]).text
    assert counts(app)["assets"] == 77


def test_ticked_entries_are_declined_for_one_reason_which_each_can_read(app, client, steward):
    references = [suggest(client, name=f"Loom {number}") for number in range(2)]
    without = steward.post("/moderation/decline", data=ticked(app, *references))
    assert without.status_code == 422
    assert "reason" in faults(without.text)
    assert without.text.count(" checked") >= 2
    assert statuses(app, *references) == [Status.waiting, Status.waiting]
    assert steward.post("/moderation/decline", data=ticked(app, *references, reason="These are jokes.")).status_code == 303
    assert all("These are jokes." in client.get(f"/sent/{each}").text for each in references)


def test_what_cannot_be_done_is_said_by_name_and_stops_nothing_else(app, client, steward, sign_in):
    changed, decided, fine = (suggest(client, name=name) for name in ("Changed kiln", "Decided loom", "Fine saw"))
    form = ticked(app, changed, decided, fine)
    administrator = sign_in("administrator")
    number = submission(app, changed).id
    administrator.post(f"/moderation/{number}/change", data=asset(name="Changed kiln", precision="area") | {"seen": form[f"seen-{number}"]})
    number = submission(app, decided).id
    administrator.post(f"/moderation/{number}/decline", data={"seen": form[f"seen-{number}"], "reason": "No."})
    answer = steward.post("/moderation/approve", data=form)
    said = unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert answer.status_code == 409
    assert "Changed kiln: Somebody has changed this entry" in said
    assert "Decided loom: Somebody has already decided" in said
    assert statuses(app, changed, decided, fine) == [Status.waiting, Status.declined, Status.approved]
    assert "Fine saw" not in answer.text


def test_what_the_list_does_not_show_is_opened_to_be_approved_and_no_stranger_s_words_become_public(app, client, steward):
    new = suggest(client, name="A new loom", description="It stands in the cellar.", sender_email="amina@example.org")
    page = steward.get("/moderation").text
    assert "It stands in the cellar." in page
    assert "Open it to approve it." not in page
    closing = {"message": "Zyxomma Jones told me so.", "base": "0", "wish": "close"}
    answer = client.post("/assets/2/suggest?wish=close", data=closing)
    assert answer.status_code == 303, faults(answer.text)
    closed = answer.headers["Location"].rsplit("/", 1)[-1]
    assert "Open it to approve it." in steward.get("/moderation").text
    answer = steward.post("/moderation/approve", data=ticked(app, new, closed))
    assert answer.status_code == 409
    assert "Open it and decide there" in answer.text
    assert statuses(app, new, closed) == [Status.approved, Status.waiting]
    assert "Zyxomma" not in client.get("/assets/2/history").text
    assert client.get("/assets/2").status_code == 200
    assert steward.post("/moderation/decline", data=ticked(app, closed, reason="It is open.")).status_code == 303


def test_pressing_twice_does_no_harm_and_nothing_ticked_is_a_fault(app, client, steward):
    form = ticked(app, suggest(client))
    assert [steward.post("/moderation/approve", data=form).status_code for _again in range(2)] == [303, 409]
    assert counts(app)["assets"] == 76
    assert steward.post("/moderation/approve", data={}).status_code == 422
    for odd in ("x", "²", "9" * 30, "-1"):
        assert steward.post("/moderation/approve", data={"chosen": odd}).status_code in (409, 422)


def test_enter_on_a_box_only_looks_and_keeps_the_ticks(app, client, steward):
    reference = suggest(client)
    looked = steward.post("/moderation/approve", data=ticked(app, reference, look="yes", reason="Half a reason"))
    assert looked.status_code == 200
    assert " checked" in looked.text
    assert "Half a reason" in looked.text
    assert statuses(app, reference) == [Status.waiting]


def test_the_number_in_the_menu_is_that_of_the_list_within_what_a_steward_looks_after(app, client, steward, sign_in):
    for number in range(3):
        suggest(client, name=f"Loom {number}", category="equipment" if number else "learning")
    assert badge(steward.get("/").text) == 3 == steward.get("/moderation").text.count("data-item")
    with sessions(app) as session:
        user = session.scalar(select(User).where(User.email == "steward@example.org"))
        session.add(Remit(user_id=user.id, category_id=session.scalar(select(Category.id).where(Category.slug == "equipment"))))
        session.commit()
    page = steward.get("/moderation").text
    assert badge(page) == 2 == page.count("data-item")
    assert "2 things wait for you" in page
    assert badge(sign_in("administrator").get("/").text) == 3


def test_entries_outside_what_a_steward_looks_after_are_not_decided_on_in_bulk(app, client, steward):
    reference = suggest(client, category="learning")
    form = ticked(app, reference)
    with sessions(app) as session:
        user = session.scalar(select(User).where(User.email == "steward@example.org"))
        session.add(Remit(user_id=user.id, category_id=session.scalar(select(Category.id).where(Category.slug == "equipment"))))
        session.commit()
    assert "not among what you look after" in steward.post("/moderation/approve", data=form).text
    assert statuses(app, reference) == [Status.waiting]
    number = submission(app, reference).id
    assert steward.post(f"/moderation/{number}/note", data={"words": "Mine?"}).status_code == 403


def test_the_filters_of_the_list_say_how_many_each_shows_and_keep_their_place(app, client, steward):
    suggest(client, name="Loom")
    suggest(client, name="Nowhere loom", located="none")
    page = steward.get("/moderation").text
    options = dict(re.findall(r'<option value="(\d+)"[^>]*>[^<]*\((\d+)\)', page))
    assert len(options) == 2
    for area, count in options.items():
        shown = steward.get(f"/moderation?area={area}").text
        assert shown.count("data-item") == int(count) == 1
        assert f'name="area" value="{area}"' in shown
    assert steward.get("/moderation?area=99999999999999&kind=x&page=²").status_code == 200


def test_notes_are_for_stewards_only(app, client, steward):
    reference = suggest(client)
    number = submission(app, reference).id
    assert steward.post(f"/moderation/{number}/note", data={"words": "I know Zyxomma there."}).status_code == 303
    assert "Zyxomma" in steward.get(f"/moderation/{number}").text
    assert "Zyxomma" not in client.get(f"/sent/{reference}").text
    assert client.post(f"/moderation/{number}/note", data={"words": "Me too."}).status_code == 403


@pytest.fixture
def asking(posting, sign_in):
    """An entry whose sender left an address, a steward, and the box their letter comes to."""
    app, box = posting
    reference = suggest(app.test_client())
    with sessions(app) as session:
        found = session.scalar(select(Submission).where(Submission.reference == reference))
        session.add(Sender(submission_id=found.id, email="amina@example.org"))
        session.commit()
    return app, box, sign_in("steward"), submission(app, reference).id


def address(app, box):
    """The address in the letter that came."""
    with app.app_context():
        app.extensions["post"]["deliver"]()
    body = box.messages[-1][1].get_payload(decode=True).decode()
    return re.search(r"https://map\.example\.org(/answers/\S+)", body).group(1)


def test_a_question_goes_to_its_sender_and_the_answer_comes_back_to_the_entry(asking):
    app, box, steward, number = asking
    other = suggest(app.test_client(), name="An older kiln")
    assert steward.post(f"/moderation/{number}/ask", data={"question": "Which door?"}).status_code == 303
    page = steward.get("/moderation").text
    assert page.index("An older kiln") < page.index("Shadwell Tool Library")
    assert "Asked its sender on" in page
    path, visitor = address(app, box), app.test_client()
    opened = visitor.get(path)
    assert "Which door?" in opened.text
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in opened.headers["X-Robots-Tag"]
    assert opened.headers["Cache-Control"] == "no-store"
    assert visitor.post(path, data={"words": " "}).status_code == 422
    done = visitor.post(path, data={"words": "The Zyxomma door."})
    assert done.status_code == 303
    assert "Thank you" in visitor.get(done.headers["Location"]).text
    assert visitor.get(path).status_code == 410 == visitor.post(path, data={"words": "Again"}).status_code
    page = steward.get("/moderation").text
    assert page.index("Shadwell Tool Library") < page.index("An older kiln")
    assert "The Zyxomma door." in steward.get(f"/moderation/{number}").text
    assert submission(app, other).asked_at is None


def test_an_answer_without_our_token_is_shown_again_and_kept(asking):
    app, box, steward, number = asking
    steward.post(f"/moderation/{number}/ask", data={"question": "Which door?"})
    path, visitor = address(app, box), app.test_client()
    app.config["WTF_CSRF_ENABLED"] = True
    forged = visitor.post(path, data={"words": "The blue one."})
    assert forged.status_code == 400
    assert "The blue one." in forged.text
    ours = visitor.post(path, data={"words": "The blue one.", "csrf_token": token(forged.text)})
    assert ours.status_code == 303


def test_wrong_addresses_of_answers_reveal_nothing_and_decided_entries_need_none(asking):
    app, box, steward, number = asking
    steward.post(f"/moderation/{number}/ask", data={"question": "Which door?"})
    path, visitor = address(app, box), app.test_client()
    assert visitor.get("/answers/none").status_code == visitor.get(path[:-1] + "!").status_code == 404
    with sessions(app) as session:
        seen = seal(session.get(Submission, number))
    assert steward.post(f"/moderation/{number}/approve", data={"seen": seen}).status_code == 303
    late = visitor.post(path, data={"words": "The blue one."})
    assert late.status_code == 409
    assert "not needed any more" in late.text


def test_where_nobody_left_an_address_the_page_says_so(app, client, steward):
    number = submission(app, suggest(client)).id
    assert "left no e-mail address" in steward.get(f"/moderation/{number}").text
    assert steward.post(f"/moderation/{number}/ask", data={"question": "Which door?"}).status_code == 400
