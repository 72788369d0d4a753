"""Letters, sent to a real mail server, or kept until they are."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_mailman import Mail
from sqlalchemy import select, update

from assetmap import db
from assetmap.config import Settings
from assetmap.errors import Faulty
from assetmap.models import Group, Keeper, Letter
from assetmap.services import letters
from assetmap.web import post, sessions
from tests import mailbox

ADDRESS = "https://map.example.org/keepers/abc"
GROUP = Group(name="Círculo\u200f de Ámina & Söhne", id=1)
LETTER = letters.letter(GROUP, ADDRESS, datetime(2026, 3, 5, tzinfo=UTC))
AMINA = Keeper(name="Amina", email="amina@example.org")
SENDER = "map@example.org"


def send(url, letter, to="amina@example.org"):
    """Send by Flask-Mailman, as an application with this setting does."""
    app = Flask("mail")
    given = Settings(assetmap_mail_url=url, assetmap_mail_from=SENDER, assetmap_site_url="https://map.example.org")
    app.extensions["settings"] = given
    app.config.update(post.mail_settings(given))
    Mail(app)
    with app.app_context():
        post.send(to, letter)


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    return mailbox.certificate(tmp_path_factory.mktemp("certificate"))


def test_the_letter_is_plain_short_and_says_what_the_link_is_for():
    with mailbox.serving() as box:
        send(f"smtp://127.0.0.1:{box.port}", LETTER)
    ((to, message),) = box.messages
    body = message.get_payload(decode=True).decode()
    assert (to, message["From"], message["To"]) == ("amina@example.org", SENDER, "amina@example.org")
    assert message.get_content_type() == "text/plain"
    assert ADDRESS in body.splitlines()
    assert "until 5 March 2026" in body
    assert GROUP.name in body
    assert len(body) < 800


def test_by_starttls_the_password_travels_only_under_cover(certified, monkeypatch):
    context, file = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with mailbox.serving(context) as box:
        send(f"smtp://us%40er:pass%2Fword@localhost:{box.port}", LETTER)
    assert box.passwords == [(True, "\x00us@er\x00pass/word")]
    assert len(box.messages) == 1


def test_by_tls_from_the_start(certified, monkeypatch):
    context, file = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with mailbox.serving(context, at_once=True) as box:
        send(f"smtps://user:word@localhost:{box.port}", LETTER)
    assert box.passwords == [(True, "\x00user\x00word")]
    assert len(box.messages) == 1


def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(certified, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with mailbox.serving(certified[0]) as box, pytest.raises(letters.NotSent):
        send(f"smtp://user:word@localhost:{box.port}", LETTER)
    assert (box.passwords, box.messages) == ([], [])


def test_a_password_is_not_told_to_a_server_without_tls():
    with mailbox.serving() as box, pytest.raises(letters.NotSent):
        send(f"smtp://user:word@127.0.0.1:{box.port}", LETTER)
    assert (box.passwords, box.messages) == ([], [])


def test_a_server_that_does_not_answer_or_refuses_is_told_without_the_address():
    with mailbox.serving() as box:
        box.refuse = AMINA.email
        with pytest.raises(letters.NotSent) as refused:
            send(f"smtp://127.0.0.1:{box.port}", LETTER)
    assert "amina" not in str(refused.value)
    with pytest.raises(letters.NotSent):
        send(f"smtp://127.0.0.1:{box.port}", LETTER)


def test_a_name_cannot_add_a_header():
    letter = letters.letter(Group(name="One\r\nBcc: all@example.org"), ADDRESS, datetime(2026, 3, 5, tzinfo=UTC))
    with mailbox.serving() as box:
        with pytest.raises((letters.NotSent, ValueError, Faulty)):
            send(f"smtp://127.0.0.1:{box.port}", letter)
        assert box.messages == []


def test_without_a_server_or_somebody_to_write_to_it_says_so():
    for url, to in (("", "amina@example.org"), ("smtp://127.0.0.1:1", "")):
        with pytest.raises(Faulty):
            send(url, LETTER, to)


def write(app, times=1):
    with app.app_context():
        session = sessions.sessions()(bind=db.writer(app.extensions["engine"]))
        for number in range(times):
            letters.write(session, "yearly", f"amina{number}@example.org", LETTER)
        session.commit()


def waiting(app):
    with db.Session(app.extensions["engine"]) as session:
        return [(row.email, row.tries) for row in session.scalars(select(Letter).order_by(Letter.id))]


def test_every_letter_is_sent_once_and_then_forgotten(posting):
    app, box = posting
    write(app, 2)
    with app.app_context():
        assert (post.deliver(), post.deliver()) == ((2, 0), (0, 0))
    assert [to for to, _message in box.messages] == ["amina0@example.org", "amina1@example.org"]
    assert waiting(app) == []


def test_a_letter_that_is_refused_waits_and_holds_up_no_other(posting):
    app, box = posting
    box.refuse = "amina0@example.org"
    write(app, 2)
    with app.app_context():
        assert post.deliver() == (1, 1)
    assert waiting(app) == [("amina0@example.org", 1)]


def test_letters_of_a_request_that_failed_were_never_written(posting):
    app, box = posting
    with app.app_context():
        session = sessions.sessions()(bind=db.writer(app.extensions["engine"]))
        letters.write(session, "yearly", "amina@example.org", LETTER)
        session.rollback()
        post.deliver()
    assert box.messages == []


def test_nobody_waits_to_write_while_the_mail_server_takes_its_time(posting, monkeypatch):
    app, _box = posting
    write(app)
    answer, written = mailbox.Session.answer, []

    def slowly(conversation, line):
        if line.upper() == "DATA":
            with db.Session(db.writer(app.extensions["engine"])) as session:
                session.execute(update(Letter).values(tries=0))
                session.commit()
                written.append(line)
        answer(conversation, line)

    monkeypatch.setattr(mailbox.Session, "answer", slowly)
    monkeypatch.setattr(letters, "PATIENCE_S", 3)
    with app.app_context():
        assert post.deliver() == (1, 0)
    assert len(written) == 1 and waiting(app) == []


def test_a_letter_in_somebodys_hands_is_not_sent_by_another(posting):
    app, box = posting
    write(app)
    with db.Session(db.writer(app.extensions["engine"])) as session:
        assert letters.hold(session, letters.due(session)[0]) is not None
        session.commit()
    with app.app_context():
        assert post.deliver() == (0, 0)
    assert box.messages == []
