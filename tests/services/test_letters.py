"""The letter to a keeper, sent to a real mail server."""

from datetime import UTC, datetime

import pytest

from assetmap.errors import Faulty
from assetmap.models import Group, Keeper
from assetmap.services import letters
from tests import mailbox

ADDRESS = "https://map.example.org/keepers/abc"
GROUP = Group(name="Círculo\u200f de Ámina & Söhne", id=1)
LETTER = letters.letter(GROUP, ADDRESS, datetime(2026, 3, 5, tzinfo=UTC))
AMINA = Keeper(name="Amina", email="amina@example.org")
SENDER = "map@example.org"


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    return mailbox.certificate(tmp_path_factory.mktemp("certificate"))


def test_the_letter_is_plain_short_and_says_what_the_link_is_for():
    with mailbox.serving() as box:
        letters.send(f"smtp://127.0.0.1:{box.port}", SENDER, AMINA, LETTER)
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
        letters.send(f"smtp://us%40er:pass%2Fword@localhost:{box.port}", SENDER, AMINA, LETTER)
    assert box.passwords == [(True, "\x00us@er\x00pass/word")]
    assert len(box.messages) == 1


def test_by_tls_from_the_start(certified, monkeypatch):
    context, file = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with mailbox.serving(context, at_once=True) as box:
        letters.send(f"smtps://user:word@localhost:{box.port}", SENDER, AMINA, LETTER)
    assert box.passwords == [(True, "\x00user\x00word")]
    assert len(box.messages) == 1


def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(certified, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with mailbox.serving(certified[0]) as box, pytest.raises(letters.NotSent):
        letters.send(f"smtp://user:word@localhost:{box.port}", SENDER, AMINA, LETTER)
    assert (box.passwords, box.messages) == ([], [])


def test_a_password_is_not_told_to_a_server_without_tls():
    with mailbox.serving() as box, pytest.raises(letters.NotSent):
        letters.send(f"smtp://user:word@127.0.0.1:{box.port}", SENDER, AMINA, LETTER)
    assert (box.passwords, box.messages) == ([], [])


def test_a_server_that_does_not_answer_or_refuses_is_told_without_the_address():
    with mailbox.serving() as box:
        box.refuse = AMINA.email
        with pytest.raises(letters.NotSent) as refused:
            letters.send(f"smtp://127.0.0.1:{box.port}", SENDER, AMINA, LETTER)
    assert "amina" not in str(refused.value)
    with pytest.raises(letters.NotSent):
        letters.send(f"smtp://127.0.0.1:{box.port}", SENDER, AMINA, LETTER)


def test_a_name_cannot_add_a_header():
    letter = letters.letter(Group(name="One\r\nBcc: all@example.org"), ADDRESS, datetime(2026, 3, 5, tzinfo=UTC))
    with mailbox.serving() as box:
        with pytest.raises((letters.NotSent, ValueError, Faulty)):
            letters.send(f"smtp://127.0.0.1:{box.port}", SENDER, AMINA, letter)
        assert box.messages == []


def test_without_a_server_or_somebody_to_write_to_it_says_so():
    for url, keeper in (("", AMINA), ("smtp://127.0.0.1:1", None), ("smtp://127.0.0.1:1", Keeper(name="Bo", email=""))):
        with pytest.raises(Faulty):
            letters.send(url, SENDER, keeper, LETTER)
