"""What a trusted person sees whose entry goes to review."""

import pytest

from assetmap import create_app
from assetmap.config import UnknownSetting, read_settings
from tests.conftest import settings_for
from tests.web.typed import asset, counts, decide, submission


def test_a_steward_s_own_entry_with_a_new_link_waits_and_says_why(app, client, steward, sign_in):
    answer = steward.post("/assets/new", data=asset(website="https://tools.example.org"))
    assert answer.headers["Location"].startswith("/sent/")
    page = steward.get(answer.headers["Location"]).text
    assert "Somebody will look at it first" in page
    assert "tools.example.org" in page
    assert counts(app)["assets"] == 75
    number = submission(app, answer.headers["Location"].rsplit("/", 1)[-1]).id
    assert decide(steward, app, number, "approve").status_code == 403
    assert decide(sign_in("administrator"), app, number, "approve").status_code == 303
    assert "It is on the map" in client.get(answer.headers["Location"]).text


def test_a_stranger_is_told_what_everybody_is(app, client):
    answer = client.post("/assets/new", data=asset(website="https://tools.example.org"))
    assert "Thank you" in client.get(answer.headers["Location"]).text
    held = submission(app, answer.headers["Location"].rsplit("/", 1)[-1]).held
    assert held == [{"code": "link", "new": "tools.example.org"}]


def test_what_one_address_sends_has_one_source_and_another_address_another(app, client):
    sent = [client.post("/assets/new", data=asset(name=f"Loom {n}"), environ_base={"REMOTE_ADDR": f"192.0.2.{n // 2}"}) for n in range(3)]
    first, second, third = (submission(app, each.headers["Location"].rsplit("/", 1)[-1]).source for each in sent)
    assert first == second != third
    assert "192.0.2" not in first


def test_the_file_of_blocked_words_is_read_anew_when_it_changes_and_kept_when_it_vanishes(app, tmp_path, town):
    file, url = tmp_path / "words.txt", town.copy()
    file.write_text("casino\n")
    own = create_app(settings_for(url, assetmap_blocked_words=str(file)))
    own.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    visitor = own.test_client()

    names: list[str] = []

    def held(summary):
        names.append(summary)
        answer = visitor.post("/assets/new", data=asset(summary=summary, name=f"House {len(names)}"))
        return [each["word"] for each in submission(own, answer.headers["Location"].rsplit("/", 1)[-1]).held]

    assert held("A casino and a roulette") == ["casino"]
    file.write_text("roulette wheel\nroulette\n")
    assert held("A casino and a roulette") == ["roulette"]
    file.unlink()
    assert held("A casino and a roulette") == ["roulette"]
    own.extensions["engine"].dispose()
    town.drop(url)


def test_a_file_of_blocked_words_that_is_not_there_is_said_at_the_start(tmp_path):
    with pytest.raises(UnknownSetting, match="ASSETMAP_BLOCKED_WORDS"):
        read_settings(assetmap_blocked_words=str(tmp_path / "none.txt"))
