"""`assetmap remind`: one message to each person, once; nobody is named in what it prints."""

from click.testing import CliRunner

from assetmap.cli import commands
from tests.cli.test_ask import box, url  # noqa: F401  the same town and the same mail server


def run(*arguments: str):
    return CliRunner().invoke(commands, ["remind", *arguments])


def test_each_is_written_to_once_and_nobody_is_named(url, box):  # noqa: F811
    told = run()
    assert (told.exit_code, box.messages) == (0, [])
    assert "2 people would be asked" in told.output
    told = run("--send")
    assert told.exit_code == 0, told.output
    assert "2 people asked about" in told.output and "2 messages sent, 0 failed." in told.output
    assert sorted(to for to, _message in box.messages) == ["amina@example.org", "bo@example.org"]
    assert "@" not in told.output and "/remind/" not in told.output
    assert "0 people asked" in run("--send").output
    assert len(box.messages) == 2


def test_what_could_not_be_sent_is_sent_next_time(url, box):  # noqa: F811
    box.refuse = "amina@example.org"
    told = run("--send")
    assert (told.exit_code, "1 messages sent, 1 failed" in told.output) == (1, True)
