"""Answers are kept as long as they stay true, and no longer."""

from assetmap.services import places, remember


def asked(session, how) -> list[int]:
    """How often each of three questions was answered: at first, again, and after another session changed the register."""
    answers = []

    def answer() -> int:
        answers.append(1)
        return len(answers)

    found = [how(session, "a question of the tests", answer) for _ in range(2)]
    places.changed(session)
    session.info.pop(places.UNSETTLED)  # as if another session had changed it
    return [*found, how(session, "a question of the tests", answer)]


def test_an_answer_about_the_register_is_made_anew_when_it_changes(session):
    assert asked(session, remember.remembered) == [1, 1, 2]


def test_an_answer_about_the_place_stays_when_the_register_changes(session):
    assert asked(session, remember.remembered_of_place) == [1, 1, 1]


def test_a_session_that_changed_something_keeps_nothing(session):
    places.changed(session)
    answers = iter(range(9))
    assert [remember.remembered(session, "another question", lambda: next(answers)) for _ in range(2)] == [0, 1]


def test_a_text_too_long_to_be_kept_is_still_given(session):
    text = "a" * (remember.MOST_CHARACTERS + 1)
    assert remember.remembered_text(session, "a long text", lambda: text) == text


def test_an_answer_of_many_parts_takes_the_place_of_many_small_ones(session):
    remember.forget()
    for number in range(10):
        remember.remembered(session, ("small", number), lambda: 1)
    country = dict.fromkeys(range(remember.MOST_PARTS - 5), 0)
    remember.remembered(session, "a country", lambda: country)
    kept = [question for *_, question in remember._kept]
    assert "a country" in kept
    assert len(kept) == 5  # and four of the small ones, with one part to spare
    assert remember.size({"a": {1: 1, 2: 2}, "b": [1]}) == 1 + 2 + 3
    assert remember.size("text") == remember.size(7) == 1


def test_a_file_is_kept_as_long_as_texts_are_and_pushes_no_figures_out(session):
    remember.forget()
    remember.remembered(session, "figures", lambda: 1)
    file = bytes(remember.MOST_PARTS + 1)
    made = [remember.remembered_file(session, "a file", lambda: bytes(file)) for _ in range(2)]
    assert made[0] is made[1]
    assert remember.remembered(session, "figures", lambda: 2) == 1
