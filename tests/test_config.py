"""Settings: read from the environment once, and where they are wrong, all said in sentences."""

import pytest

from assetmap import create_app
from assetmap.config import Settings, UnknownSetting, read_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_every_setting_has_a_default_and_a_line_of_help():
    assert Settings().model_fields_set == set()
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert "\n" not in field.description


def test_a_setting_comes_from_the_environment_in_capitals(monkeypatch):
    monkeypatch.setenv("ASSETMAP_PAGE_SIZE", "40")
    assert read_settings().assetmap_page_size == 40


def test_all_settings_that_cannot_be_read_are_named_at_once(monkeypatch):
    monkeypatch.setenv("ASSETMAP_PAGE_SIZE", "many")
    monkeypatch.setenv("ASSETMAP_PROXIES", "99")
    monkeypatch.setenv("ASSETMAP_SECURE_COOKIES", "perhaps")
    with pytest.raises(UnknownSetting) as caught:
        read_settings()
    sentence = str(caught.value)
    assert sentence.startswith("These settings cannot be read.")
    assert all(name in sentence for name in ("ASSETMAP_PAGE_SIZE", "ASSETMAP_PROXIES", "ASSETMAP_SECURE_COOKIES"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSETMAP_RATE_REGISTER", "often"),
        ("ASSETMAP_RATE_SIGN_IN", "20 per fortnight"),
        ("ASSETMAP_LOG_LEVEL", "LOUD"),
        ("ASSETMAP_TILES_URL", "tiles.example"),
        ("ASSETMAP_TILES_URL", "https://tiles.example/; script-src *"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_URL", "not an address"),
        ("ASSETMAP_LINK_TOLERANCE_M", "-1"),
    ],
)
def test_a_setting_that_would_fail_later_is_refused_at_once(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(UnknownSetting, match=name):
        read_settings()


def test_settings_cannot_be_changed_once_read():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().assetmap_page_size = 3


@pytest.mark.parametrize("secret", ["", "short"])
def test_the_web_server_needs_a_long_secret(secret, tmp_path):
    with pytest.raises(UnknownSetting, match="SECRET_KEY must be set"):
        create_app(Settings(secret_key=secret, assetmap_instance=tmp_path))


def test_a_secret_is_never_shown_with_the_settings():
    assert "very secret words" not in repr(Settings(secret_key="very secret words"))
    assert "very secret words" not in repr(Settings(database_url="postgresql://u:very secret words@h/d"))


@pytest.mark.parametrize("mail", ["smtp://mail.example.org:587", "smtps://user:secret@mail.example.org"])
def test_a_mail_server_needs_the_address_of_this_site(monkeypatch, mail):
    monkeypatch.setenv("ASSETMAP_MAIL_URL", mail)
    with pytest.raises(UnknownSetting, match="ASSETMAP_MAIL_URL: needs ASSETMAP_SITE_URL") as caught:
        read_settings()
    assert "secret" not in str(caught.value)
    monkeypatch.setenv("ASSETMAP_SITE_URL", "https://map.example.org")
    assert read_settings().assetmap_mail_url == mail


@pytest.mark.parametrize("mail", ["console:", "memory:", ""])
def test_without_a_mail_server_it_needs_none(monkeypatch, mail):
    monkeypatch.setenv("ASSETMAP_MAIL_URL", mail)
    assert read_settings().assetmap_site_url == ""
