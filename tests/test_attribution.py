"""Whose voice words stand in: quotes, interjections, according to, headlines, statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.extraction.attribution import Attributions, find_attributions
from kg.extraction.attribution.quotes import paragraphs, quoted
from kg.extraction.syntax import Syntax
from kg.pipeline import Tools

UNNAMED = ""
OWN = "-"


@pytest.fixture(scope="module")
def voices(tools: Tools):
    """Reads a text and gives for one of its words the first word of its speaker's phrase."""

    def read(text: str) -> tuple[Document, Attributions]:
        document = Document(tools.nlp(text))
        found = find_attributions(Syntax(document, tools.lexicon))
        check_laws(document, found)
        return document, found

    def speaker(text: str, word: str) -> str:
        document, found = read(text)
        frame = found.of(document.texts.index(word))
        if frame is None:
            return OWN
        return UNNAMED if frame.speaker is None else document[frame.speaker].text

    speaker.read = read  # type: ignore[attr-defined]
    return speaker


def check_laws(document: Document, found: Attributions) -> None:
    """What holds for every document."""
    assert len(found.innermost) == len(document)
    for token, frame in enumerate(found.innermost):
        while frame is not None:
            assert token in frame.tokens or frame.outer is None or frame.outer.tokens
            assert frame.speaker not in frame.tokens
            frame = frame.outer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “Go home.” She left.", ["Go home."]),
        ('"It is late," he said. "We leave now."', ["It is late,", "We leave now."]),
        ("„Go home“, said he. «Now», said she.", ["Go home", "Now"]),
        ("``Go home,'' he said.", ["Go home,"]),
        ("'It is late,' he said of the workers' strike.", ["It is late,"]),
        ("The workers' strike and the miners' strike", []),
        ("“It is late. “We leave now.”", ["It is late. ", "We leave now."]),
        ("“It is late.\n\n“We leave now,” he said.", ["It is late.", "We leave now,"]),
        ("“”", []),
    ],
)
def test_quotes_are_read_from_the_characters(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quoted(text)] == expected


@given(st.text("ab .,\n\"'“”‘’«»„`", max_size=40))
def test_quotes_lie_apart_in_any_text(text: str) -> None:
    at = 0
    for start, end in quoted(text):
        assert at <= start < end <= len(text)
        at = end


def test_a_paragraph_ends_where_its_line_is_not_wrapped() -> None:
    wrapped = "This line is long enough to look like one that was wrapped in the\nmiddle of its sentence."
    assert len(list(paragraphs(wrapped))) == 1
    assert len(list(paragraphs("A short line\nAnother line."))) == 2
    assert len(list(paragraphs(wrapped.replace("\n", "\n\n")))) == 2


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("“Russia has attacked Ukraine,” Jens Berg said on Monday.", "attacked", "Jens"),
        ("Jens Berg told reporters: “Russia has attacked Ukraine.”", "attacked", "Jens"),
        ("“Russia has attacked Ukraine,” said Jens Berg. “We condemn Russia for it.”", "condemn", "Jens"),
        ("“Russia has attacked Ukraine.\n\n“Ukraine will win,” said Jens Berg.", "win", "Jens"),
        ("Berg: “Russia has attacked Ukraine.”", "attacked", "Berg"),
        ("Jens Berg came home.\n\n“Russia has attacked Ukraine in the night.”", "attacked", UNNAMED),
        ("The film “Winter Harbour” was made in Norway.", "Harbour", OWN),
        ("Norway's so-called “friends” attacked Ukraine.", "friends", OWN),
        ("Norway has left the alliance, Jens Berg said.", "left", OWN),  # embedded: the judge reads it off the tree
        ("Norway, he said, has left the alliance.", "left", "he"),
        ("As Jens Berg said, Norway has left the alliance.", "left", "Jens"),
        ("According to Jens Berg, Norway has left the alliance.", "left", "Jens"),
        ("In the eyes of Jens Berg, Norway has left the alliance.", "left", "Jens"),
        ("In the view of Jens Berg, Norway is a friend of Chad.", "friend", "Jens"),
        ("Norway has left the alliance, according to Jens Berg.", "left", "Jens"),
        ("Jens Stoltenberg: Norway must leave the alliance", "leave", "Stoltenberg"),
        ("Oslo, Norway. Berg left the alliance: it was late.", "late", OWN),
        ("Jens Berg said:\n\nNorway has left the alliance. We thank our friends.", "thank", "Jens"),
        ("Norway has left the alliance.", "left", OWN),
    ],
)
def test_the_speaker_of_a_word(voices, text: str, word: str, expected: str) -> None:
    assert voices(text, word) == expected


def test_a_quote_inside_a_report_is_its_speakers_own(voices) -> None:
    text = "According to Reuters, Jens Berg told the court: “Norway has attacked Chad.”"
    document, found = voices.read(text)
    frame = found.of(document.texts.index("attacked"))
    assert document[frame.speaker].text == "Jens"
    assert frame.quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The banner read "Norway robbed Sweden".', UNNAMED),
        ('His book, titled "How Norway Robbed Sweden", sold badly.', UNNAMED),
    ],
)
def test_a_clause_on_a_banner_or_in_a_title_is_nobodys_own(voices, text: str, expected: str) -> None:
    word = "robbed" if "robbed" in text else "Robbed"
    assert voices(text, word) == expected


def test_the_first_person_of_a_quote_is_its_speaker(voices) -> None:
    document, found = voices.read("“I thank Norway, and we will help it,” said Jens Berg. We wrote it down.")
    first = {document[token].text: document[speaker].text for token, speaker in found.speakers_of_first_person.items()}
    assert first == {"I": "Jens", "we": "Jens"}


@pytest.mark.parametrize("text", ["", "\n\n", "“", "said", "According to", ": :", "“ ” said", "He: “"])
def test_no_text_breaks_it(voices, text: str) -> None:
    voices.read(text)
