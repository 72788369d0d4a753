"""The server's own log."""

import logging

from assetmap.cli.serve import Discreet


def test_what_stands_in_a_keepers_address_is_taken_out_of_the_log():
    token = "Z-dEHj5P4W1WH7FVrNFQLDZcaRntR_eOdHAczaMaU9c"  # noqa: S105  made up
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (f"/keepers/{token}/done?x",), None)
    assert Discreet().filter(record)
    assert record.getMessage() == "Error handling request /keepers/.../done?x"


def test_other_addresses_stay():
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", ("/keepers/groups/12",), None)
    Discreet().filter(record)
    assert record.getMessage() == "Error handling request /keepers/groups/12"
