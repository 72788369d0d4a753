"""The server's own log."""

import logging
from pathlib import Path

from werkzeug.routing import IntegerConverter

from assetmap.cli.serve import SECRETS, Discreet

TOKEN = "Z-dEHj5P4W1WH7FVrNFQLDZcaRntR_eOdHAczaMaU9c"  # noqa: S105  made up
SECRET_ARGUMENTS = {"token", "ticket", "reference"}
# What stands in addresses and is no secret; whoever brings a new argument decides which of the two it is.
OPEN_ARGUMENTS = {"code", "key", "geography", "filename", "path", "kind", "stored", "size", "serial", "name", "subject", "purpose"}
SHORTEST = "abcDEF123_-xyz45"  # 12 random bytes


def logged(path: str) -> str:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (path,), None)
    assert Discreet().filter(record)
    return record.getMessage()


def test_what_stands_in_a_keepers_address_is_taken_out_of_the_log():
    token = "Z-dEHj5P4W1WH7FVrNFQLDZcaRntR_eOdHAczaMaU9c"  # noqa: S105  made up
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (f"/keepers/{token}/done?x",), None)
    assert Discreet().filter(record)
    assert record.getMessage() == "Error handling request /keepers/.../done?x"


def test_other_addresses_stay():
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", ("/keepers/groups/12",), None)
    Discreet().filter(record)
    assert record.getMessage() == "Error handling request /keepers/groups/12"


def test_every_secret_of_every_route_stays_out_of_the_log(app):
    adapter, prefixes = app.url_map.bind("localhost"), set()
    for rule in app.url_map.iter_rules():
        texts = {name for name in rule.arguments if not isinstance(rule._converters[name], IntegerConverter)}
        assert texts <= SECRET_ARGUMENTS | OPEN_ARGUMENTS, rule.rule
        (secret,) = texts & SECRET_ARGUMENTS or {""}
        for held in (TOKEN, SHORTEST) if secret else ():
            purposes = ("right", "change", "closed") if "purpose" in texts else ("",)
            for purpose in purposes:
                values = {name: purpose if name == "purpose" else held for name in rule.arguments}
                path = adapter.build(rule.endpoint, values, method=next(iter(rule.methods)))
                prefixes.add(path.partition(held)[0])
                assert held not in logged(path + "?x"), rule.rule
                assert held not in logged("/sign-in?next=" + path.replace("/", "%2F")), rule.rule
    assert prefixes == set(SECRETS)


def test_the_readme_says_what_a_proxy_must_not_log():
    words = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [prefix for prefix in SECRETS if f"`{prefix}`" not in words] == []
