"""Text as people type it: cleaned without changing what it says, folded for searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.errors import Faulty
from assetmap.services.words import checked, clean, fold, postcode_code, search_words, typed, unsafe

anything = st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  b ", "a b"),
        ("a\r\nb", "a b"),
        ("a\tb", "a b"),
        ("Cafe\u0301", "Café"),
        ("\u200f\u05e9\u200e", "\u200f\u05e9\u200e"),
        ("", ""),
    ],
)
def test_a_line_is_one_line_without_spaces_round_it(typed, kept):
    assert clean(typed) == kept


def test_several_lines_stay_lines_but_no_gaps_of_many():
    assert clean(" a\r\nb\n\n\n\nc ", lines=True) == "a\nb\n\nc"


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


@given(anything)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_folded_text_is_words_and_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not set(folded) & set("\"'*_-:&|!()\\\x00")


@given(anything)
def test_a_search_has_at_most_eight_words_the_longest_first(text):
    found = search_words(text)
    assert len(found) <= 8
    assert [len(word) for word in found] == sorted((len(word) for word in found), reverse=True)


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_marks_that_cannot_be_shown_or_reorder_text_are_unsafe(mark):
    assert unsafe(f"a{mark}b")


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u200d", "\u200c", "\n", "é", "বা", "👩🏽‍🌾", "\ufe0f"])
def test_marks_that_languages_need_are_safe(mark):
    assert not unsafe(f"a{mark}b")


def test_a_postcode_has_a_code_of_letters_and_digits_only():
    assert postcode_code(" e1-0aa, ") == "E10AA"
    assert len(postcode_code("x" * 100)) <= 8


def test_what_is_typed_is_cleaned_and_what_is_wrong_with_it_is_said_at_its_field():
    assert typed(" two\twords \r\n", "note", 9) == ("two words", [])
    assert typed("one\r\ntwo\t2", "note", 9, lines=True) == ("one\ntwo\t2", [])
    assert [(each.field, each.message) for each in typed("\u202e", "note", 9, needed="Say why.")[1]] == [
        ("note", "This has characters that cannot be shown. Type it again without them.")
    ]
    for text, said in (("", "Say why."), ("ten letters", "This has 11 characters; shorten it to 9.")):
        with pytest.raises(Faulty, match=said):
            checked(text, "why", 9, needed="Say why.")
