"""Serial numbers of forms: readable, hard to guess, and a slip of the pen shows."""

import pytest

from assetmap.errors import Faulty
from assetmap.models import Subject
from assetmap.services import papers


def test_a_number_is_read_however_it_is_written():
    serial = papers.new_serial()
    bare = serial.replace("-", "")
    for written in (serial, serial.lower(), bare, " ".join(bare), serial.replace("0", "O").replace("1", "l")):
        assert papers.read_serial(written) == serial


def test_every_single_wrong_sign_shows():
    bare = papers.new_serial().replace("-", "")
    for place, sign in enumerate(bare):
        for other in set(papers.SIGNS) - {sign}:
            with pytest.raises(Faulty):
                papers.read_serial(bare[:place] + other + bare[place + 1 :])


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-Q2F9-XX", "é" * 9, "UUUU-UUUU-U", "../../etc"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Faulty):
        papers.read_serial(text)


@pytest.mark.parametrize("count", [0, -1, 51])
def test_nobody_makes_too_few_or_too_many(session, count):
    with pytest.raises(Faulty):
        papers.make(session, Subject.asset, count, None)
