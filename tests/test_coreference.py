"""What is one thing for certain inside one article, on Docs built by hand, and the laws of chains."""

from __future__ import annotations

from pathlib import Path

import pytest
from chains import LEXICON, STOLTENBERG, Scorer, build, chain_texts, documents, find, same
from hypothesis import given, settings
from spacy.tokens import Doc

from kg.document import Document
from kg.errors import ModelError
from kg.extraction import load_lexicon
from kg.extraction.coreference import acting
from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.coreference.people import relabel_namesakes
from kg.extraction.coreference.phrases import collect


def test_a_surname_belongs_to_the_full_name() -> None:
    doc = build([STOLTENBERG, "Stoltenberg|PROPN|nsubj|2 smiled|VERB|root|0 .|PUNCT|punct|2"],
                {"Jens Stoltenberg": "PERSON", "Stoltenberg": "PERSON", "NATO": "ORG"})  # fmt: skip
    person = next(c for c in find(doc).chains if c.type == "Person")
    assert (person.name, person.aliases, person.named) == ("Jens Stoltenberg", ("Stoltenberg",), True)


def test_a_title_tells_people_of_one_surname_apart() -> None:
    doc = build(
        ["Ms|PROPN|nmod:desc|2 Anna|PROPN|nsubj|4 Berg|PROPN|flat|2 met|VERB|root|0 Mr|PROPN|nmod:desc|6 "
         "Karl|PROPN|obj|4 Berg|PROPN|flat|6", "Mr|PROPN|nmod:desc|2 Berg|PROPN|nsubj|3 left|VERB|root|0",
         "Ms|PROPN|nmod:desc|2 Berg|PROPN|nsubj|3 stayed|VERB|root|0"],
        {"Anna Berg": "PERSON", "Karl Berg": "PERSON", "Berg": "PERSON"},
    )  # fmt: skip
    assert chain_texts(find(doc)) == [["Anna Berg", "Berg"], ["Karl Berg", "Berg"]]


def test_of_two_of_one_surname_it_means_the_one_who_was_named_first() -> None:
    doc = build(
        ["Anna|PROPN|nsubj|3 Berg|PROPN|flat|1 left|VERB|root|0",
         "Karl|PROPN|nsubj|3 Berg|PROPN|flat|1 came|VERB|root|0", "Berg|PROPN|nsubj|2 stayed|VERB|root|0"],
        {"Anna Berg": "PERSON", "Karl Berg": "PERSON", "Berg": "PERSON"},
    )  # fmt: skip
    assert chain_texts(find(doc)) == [["Anna Berg", "Berg"], ["Karl Berg"]]


@pytest.mark.parametrize(
    ("whole", "name"),
    [
        ("Amir Berg", "Amir Berg"),  # a given name may be a title too
        ("Mullah Berg", "Berg"),
        ("Cllr Berg", "Berg"),
        ("Berg KC", "Berg"),
        ("Berg II", "Berg II"),
        ("BERG JR", "BERG JR"),
    ],
)
def test_titles_and_honours_are_no_part_of_a_name(whole: str, name: str) -> None:
    one, other = whole.split()
    doc = Document(build([f"{one}|PROPN|nsubj|3 {other}|PROPN|flat|1 spoke|VERB|root|0"], {whole: "PERSON"}))
    phrases = collect(doc, load_lexicon())
    assert [p.text for p in phrases if p.kind == "name"] == [name]


@pytest.mark.parametrize("prefix", ["ex", "Ex"])
def test_what_somebody_has_left_is_called_by_its_name(prefix: str) -> None:
    firm = f"{prefix}-Nordkap"
    doc = build(
        [f"{firm}|PROPN|compound|2 boss|NOUN|nmod:desc|3 Ida|PROPN|nsubj|5 Berg|PROPN|flat|3 spoke|VERB|root|0"],
        {firm: "ORG", "Ida Berg": "PERSON"},
    )
    (found,) = (c for c in find(doc).chains if c.type == "Organization")
    assert (found.name, found.mentions[0].start, found.mentions[0].text) == ("Nordkap", 3, "Nordkap")
    bank = build(["Ex-Im|PROPN|compound|2 Bank|PROPN|nsubj|3 spoke|VERB|root|0"], {"Ex-Im Bank": "ORG"})
    assert [chain.name for chain in find(bank).chains] == ["Ex-Im Bank"]


def test_first_person_in_quotes_is_the_speaker_and_we_is_what_the_speaker_leads() -> None:
    doc = build(
        [STOLTENBERG,
         '"|PUNCT|punct|3 I|PRON|nsubj|3 know|VERB|ccomp|6 "|PUNCT|punct|3 he|PRON|nsubj|6 said|VERB|root|0',
         '"|PUNCT|punct|3 We|PRON|nsubj|3 help|VERB|ccomp|6 "|PUNCT|punct|3 he|PRON|nsubj|6 said|VERB|root|0'],
        {"Jens Stoltenberg": "PERSON", "NATO": "ORG"},
    )  # fmt: skip
    chains = find(doc, speakers={8: 3, 14: 3})
    assert chains.chain_of(8) == chains.chain_of(3)
    assert chains.chain_of(14) == chains.chain_of(0)
    assert find(doc).chain_of(14) is None


def test_we_is_not_one_person_alone() -> None:
    doc = build(
        ["Ida|PROPN|nsubj|3 Berg|PROPN|flat|1 spoke|VERB|root|0", "We|PRON|nsubj|2 sing|VERB|root|0"],
        {"Ida Berg": "PERSON"},
    )
    assert find(doc, speakers={3: 0}).chain_of(3) is None


def test_an_organisation_that_speaks_is_we() -> None:
    doc = build(["NATO|PROPN|nsubj|2 spoke|VERB|root|0", "We|PRON|nsubj|2 help|VERB|root|0"], {"NATO": "ORG"})
    assert find(doc, speakers={2: 0}).chain_of(2) == 0


def test_dates_are_no_mentions_and_an_empty_doc_has_no_chains() -> None:
    doc = build(["Monday|PROPN|nsubj|2 came|VERB|root|0"], {"Monday": "DATE"})
    assert find(doc).chains == ()
    assert find(Doc(doc.vocab, words=[])).chains == ()


def test_a_noun_phrase_that_the_network_found_is_kept_though_the_lexicon_lacks_its_noun() -> None:
    doc = build(["The|DET|det|3 old|ADJ|amod|3 sawmill|NOUN|nsubj|4 burned|VERB|root|0"], {})
    assert find(doc).chains == ()
    (chain,) = find(doc, spans=[(0, 3)]).chains
    assert (chain.name, chain.type, chain.named) == ("old sawmill", "Entity", False)


def test_the_words_of_a_description_are_kept_beside_its_longer_label() -> None:
    doc = build(
        ["The|DET|det|3 angry|ADJ|amod|3 growers|NOUN|nsubj|6 of|ADP|case|5 cocoa|NOUN|nmod|3 sang|VERB|root|0"], {}
    )
    (chain,) = find(doc, spans=[(0, 3)]).chains
    assert (chain.name, chain.aliases) == ("angry growers of cocoa", ("angry growers",))


def test_malformed_given_names_are_one_clear_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    bad = tmp_path_factory.mktemp("data") / "bad.tsv"
    bad.write_text("# a table\nAnna\tnot-a-number\n", encoding="utf8")
    with pytest.raises(ModelError, match=r"bad\.tsv, line 2: expected a name and two counts"):
        read_given_names(bad)
    with pytest.raises(ModelError, match=r"cannot read nowhere\.tsv"):
        read_given_names(bad.with_name("nowhere.tsv"))


@pytest.mark.parametrize(("name", "feminine"), [("maria", True), ("olga", True), ("vladimir", False), ("jens", False)])
def test_given_names_tell_gender(name: str, feminine: bool) -> None:
    assert (read_given_names()[name] > 1) is feminine


def test_what_the_lexicon_knows_of_nouns() -> None:
    nouns = load_lexicon()
    assert nouns.classes["company"] == "Organization"
    assert nouns.represents("ally", plural=True) and not nouns.represents("ally", plural=False)
    assert nouns.role_of["prime", "minister"].speaks
    assert "city" in nouns.of_name and "alliance" in nouns.after_name


def test_a_surname_before_the_full_name_belongs_to_it_as_in_a_headline() -> None:
    doc = build(["Stoltenberg|PROPN|nsubj|2 smiles|VERB|root|0", STOLTENBERG],
                {"Jens Stoltenberg": "PERSON", "Stoltenberg": "PERSON", "NATO": "ORG"})  # fmt: skip
    assert same(doc, find(doc), "Stoltenberg", "Stoltenberg")


def test_people_of_one_surname_stay_apart() -> None:
    doc = build(
        ["Anna|PROPN|nsubj|3 Berg|PROPN|flat|1 met|VERB|root|0 Karl|PROPN|obj|3 Berg|PROPN|flat|4 .|PUNCT|punct|3"],
        {"Anna Berg": "PERSON", "Karl Berg": "PERSON"},
    )
    assert [c.name for c in find(doc).chains] == ["Anna Berg", "Karl Berg"]


def test_an_acronym_belongs_to_its_words() -> None:
    doc = build(
        ["The|DET|det|3 European|ADJ|amod|3 Union|PROPN|nsubj|4 voted|VERB|root|0", "The|DET|det|2 "
        "EU|PROPN|nsubj|3 won|VERB|root|0"],
        {"European Union": "ORG", "EU": "ORG"},
    )  # fmt: skip
    chain = find(doc).chains[0]
    assert (chain.name, chain.aliases) == ("European Union", ("EU",))


@pytest.mark.parametrize(
    ("full", "short", "label", "joined"),
    [
        ("Royal Dutch Shell", "Shell", "ORG", True),
        ("Hurricane Katrina", "Katrina", "EVENT", True),
        ("AirTran Airways", "AirTran", "ORG", True),
        ("Karen National Alliance", "Karen", "ORG", False),
        ("EU Commission", "EU", "ORG", False),
        ("U.S. Senate", "U.S.", "ORG", False),
        ("Board of Lisbon", "Lisbon", "ORG", False),
        ("Royal Dutch Shell", "Dutch", "ORG", False),
    ],
)
def test_a_name_cut_short_is_the_only_fuller_one_before_it(full: str, short: str, label: str, joined: bool) -> None:
    *first, last = full.split()
    named = [f"{word}|PROPN|compound|{len(first) + 1}" for word in first] + [f"{last}|PROPN|nsubj|{len(first) + 2}"]
    sentences = [" ".join([*named, "won|VERB|root|0"]), f"{short}|PROPN|nsubj|2 lost|VERB|root|0"]
    assert (len(find(build(sentences, {full: label, short: label})).chains) == 1) is joined
    before = build(sentences[::-1], {full: label, short: label})
    assert len(find(before).chains) == 2, "what comes before it is no short form of it"


def test_members_of_a_people_are_that_people_and_citizens_no_country() -> None:
    doc = build(
        ["Tamil|ADJ|amod|2 rebels|NOUN|nsubj|3 met|VERB|root|0 German|ADJ|amod|5 envoys|NOUN|obj|3",
         "Tamils|NOUN|nsubj|2 met|VERB|root|0 Germans|NOUN|obj|2"],
        {"Tamil": "NORP", "Tamils": "NORP", "German": "NORP", "Germans": "NORP"},
    )  # fmt: skip
    chains = find(doc)
    assert same(doc, chains, "Tamil", "Tamils")
    assert not same(doc, chains, "German", "Germans")


@pytest.mark.parametrize(
    ("sentence", "acting"),
    [
        ("Oslo|PROPN|nsubj|2 said|VERB|root|0 so|ADV|advmod|2", True),
        ("Talks|NOUN|nsubj|4 with|ADP|case|3 Oslo|PROPN|nmod|1 failed|VERB|root|0", True),
        ("Rain|NOUN|nsubj|2 fell|VERB|root|0 in|ADP|case|4 Oslo|PROPN|obl|2", False),
        ("Visitors|NOUN|nsubj|2 left|VERB|root|0 Oslo|PROPN|obj|2", False),
    ],
)
def test_a_capital_acts_by_the_words_around_it(sentence: str, acting: bool) -> None:
    chains = find(build([sentence], {"Oslo": "GPE"})).chains
    assert [m.acts for c in chains for m in c.mentions if m.text == "Oslo"] == [acting]


def test_malformed_weights_of_acting_places_are_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for text in ("{", "[1]", '{"always": "often"}', '{"weights": {"always": "often"}}'):
        (tmp_path / "acting.json").write_text(text, encoding="utf8")
        monkeypatch.setattr(acting, "resource", lambda _: tmp_path / "acting.json")
        acting.weights.cache_clear()
        with pytest.raises(ModelError, match=r"acting\.json"):
            acting.weights()
    acting.weights.cache_clear()


def test_an_acronym_in_brackets_need_not_be_the_initials() -> None:
    doc = build(
        ["The|DET|det|2 Agency|PROPN|nsubj|8 for|ADP|case|4 Crops|PROPN|nmod|2 (|PUNCT|punct|6 "
        "AGROPS|PROPN|appos|2 )|PUNCT|punct|6 "
         "voted|VERB|root|0"],
        {"Agency for Crops": "ORG", "AGROPS": "ORG"},
    )  # fmt: skip
    assert len(find(doc).chains) == 1


@pytest.mark.parametrize(
    ("one", "other", "label", "joined"),
    [
        ("Assad", "Asad", "PERSON", True),
        ("Da'esh", "Daesh", "ORG", True),
        ("Iran", "Iraq", "GPE", False),
        ("Mali", "Malia", "GPE", False),
        ("Zambia", "Gambia", "GPE", False),
        ("Zelenskyy", "Zelensky", "PERSON", True),
        ("Niger", "Nigeria", "GPE", False),
    ],
)
def test_spellings_of_a_name(one: str, other: str, label: str, joined: bool) -> None:
    doc = build(
        [f"{one}|PROPN|nsubj|2 won|VERB|root|0", f"{other}|PROPN|nsubj|2 lost|VERB|root|0"], {one: label, other: label}
    )
    assert (len(find(doc).chains) == 1) is joined


def test_a_nationality_belongs_to_its_country() -> None:
    doc = build(
        ["Russia|PROPN|nsubj|2 won|VERB|root|0", "Russian|ADJ|amod|2 boats|NOUN|nsubj|3 sailed|VERB|root|0",
         "France|PROPN|nsubj|2 won|VERB|root|0", "French|ADJ|amod|2 boats|NOUN|nsubj|3 sailed|VERB|root|0"],
        {"Russia": "GPE", "Russian": "NORP", "France": "GPE", "French": "NORP"},
    )  # fmt: skip
    chains = find(doc)
    assert [(c.name, c.type) for c in chains.chains if c.named] == [("Russia", "Place"), ("France", "Place")]


def test_a_nationality_alone_is_a_country() -> None:
    doc = build(["Russian|ADJ|amod|2 boats|NOUN|nsubj|3 sailed|VERB|root|0"], {"Russian": "NORP"})
    assert [c.type for c in find(doc).chains] == ["Country"]


def test_two_presidents_are_two_people() -> None:
    doc = build(
        [
            "President|PROPN|nmod:desc|2 Ida|PROPN|nsubj|4 Holm|PROPN|flat|2 spoke|VERB|root|0 .|PUNCT|punct|4",
            "The|DET|det|2 president|NOUN|nsubj|5 Karl|PROPN|appos|2 Berg|PROPN|flat|3 left|VERB|root|0",
        ],
        {"Ida Holm": "PERSON", "Karl Berg": "PERSON"},
    )
    chains = find(doc)
    assert [c.name for c in chains.chains if c.named] == ["Ida Holm", "Karl Berg"]


@settings(max_examples=120, deadline=None)
@given(documents())
def test_laws(doc: Doc) -> None:
    speakers = {t.i: 0 for t in doc if t.lower_ in {"i", "we"}}
    chains = find(doc, Scorer(doc, other=5.0), speakers=speakers)
    assert chains == find(doc, Scorer(doc, other=5.0), speakers=speakers)
    firsts = [c.mentions[0].start for c in chains.chains]
    assert firsts == sorted(firsts)
    for chain in chains.chains:
        assert chain.mentions == tuple(sorted(chain.mentions, key=lambda m: (m.start, m.end)))
        assert list(chain.aliases) == sorted(set(chain.aliases) - {chain.name})
        for mention in chain.mentions:
            assert doc.text[mention.start : mention.end] == mention.text
    assert set(chains.tokens.values()) <= set(range(len(chains.chains)))
    places = [(m.start, m.end) for c in chains.chains for m in c.mentions]
    assert len(places) == len(set(places)), "a mention stands in one chain alone"
    heads = [p.head for p in collect(Document(doc), LEXICON)]
    assert len(heads) == len(set(heads)), "a head has one phrase"


@settings(max_examples=40, deadline=None)
@given(documents())
def test_what_a_pronoun_goes_back_to_is_never_certain(doc: Doc) -> None:
    for chain in find(doc, Scorer(doc, other=5.0)).chains:
        for mention in chain.mentions:
            assert 0 < mention.probability <= 1
            if mention.label == "PRON" and mention.text.lower() in {"he", "she", "they"} and chain.named:
                assert mention.probability < 1


@settings(max_examples=40, deadline=None)
@given(documents())
def test_pronouns_join_no_names_that_were_apart(doc: Doc) -> None:
    """The network joins pronouns and nouns; which names are one is certain, whatever it scores."""
    alone, scored = find(doc), find(doc, Scorer(doc, other=5.0))
    for one in doc.ents:
        for other in doc.ents:
            a, b = (alone.chain_of(e.root.i) for e in (one, other))
            if a is not None and a == b:
                assert scored.chain_of(one.root.i) == scored.chain_of(other.root.i)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_what_follows_changes_no_names_before(doc: Doc) -> None:
    """A name's chain holds at least what it held in the text without a last sentence of other things."""
    cut = list(doc.sents)[-1].start
    if cut == 0:
        return
    shorter = doc[:cut].as_doc()
    before, after = find(shorter), find(doc)
    for ent in shorter.ents:
        if ent.label_ == "ORG":
            assert (before.chain_of(ent.root.i) is None) == (after.chain_of(ent.root.i) is None)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Paul|PROPN|nsubj|10 Holm|PROPN|flat|1 and|CCONJ|cc|5 his|PRON|nmod:poss|5 son|NOUN|conj|1 ,|PUNCT|punct|7 "
            "Paul|PROPN|appos|5 J.|PROPN|flat|7 Holm|PROPN|flat|7 left|VERB|root|0",
            {"Paul Holm": "PERSON", "Paul J. Holm": "PERSON"},
        ),
        (
            "Karl|PROPN|nsubj|3 Holm|PROPN|flat|1 founded|VERB|root|0 Holm|PROPN|obj|3",
            {"Karl Holm": "PERSON", "Holm": "ORG"},
        ),
        (
            "Karl|PROPN|nsubj|3 Holm|PROPN|flat|1 met|VERB|root|0 Holm|PROPN|obj|3",
            {"Karl Holm": "PERSON", "Holm": "PERSON"},
        ),
        (
            "Lake|PROPN|compound|2 Bank|PROPN|nsubj|3 bought|VERB|root|0 First|PROPN|compound|6 Lake|PROPN|compound|6 "
            "Bank|PROPN|obj|3",
            {"First Lake Bank": "ORG", "Lake Bank": "ORG"},
        ),
    ],
)
def test_two_names_that_take_part_in_one_clause_are_two(sentence: str, names: dict[str, str]) -> None:
    assert {c.name for c in find(build([sentence], names)).chains if c.named} == set(names)


def test_somebodys_relative_is_not_the_one_of_nearly_the_same_name_before() -> None:
    first = "Paul|PROPN|nsubj|3 Holm|PROPN|flat|1 left|VERB|root|0"
    later = (
        "His|PRON|nmod:poss|2 {noun}|NOUN|nsubj|7 ,|PUNCT|punct|4 Paul|PROPN|appos|2 J.|PROPN|flat|4 "
        "Holm|PROPN|flat|4 came|VERB|root|0"
    )
    names = {"Paul Holm": "PERSON", "Paul J. Holm": "PERSON"}
    for noun, people in (("father", 2), ("lawyer", 1)):
        chains = find(build([first, later.format(noun=noun)], names)).chains
        assert len([c for c in chains if c.named]) == people


@pytest.mark.parametrize(("label", "last"), [("ORG", "ORG"), ("GPE", "PERSON")])
def test_a_firm_of_its_founders_name_is_what_the_name_means_from_then_on(label: str, last: str) -> None:
    """Not before, and a town of that name is not."""
    doc = Document(
        build(
            [
                "Holm|PROPN|nsubj|2 moved|VERB|root|0",
                "Karl|PROPN|nsubj|3 Holm|PROPN|flat|1 founded|VERB|root|0 Holm|PROPN|obj|3",
                "Holm|PROPN|nsubj|2 grew|VERB|root|0",
                "Holm|PROPN|nsubj|4 said|VERB|root|0 he|PRON|nsubj|4 left|VERB|ccomp|2",
            ],
            {"Karl Holm": "PERSON", "Holm": "PERSON"},
        )
    )
    phrases = collect(doc, LEXICON)
    founded = [p for p in phrases if p.text == "Holm"][1]
    founded.label = label
    relabel_namesakes(doc, phrases, LEXICON)
    assert [p.label for p in phrases if p.text == "Holm"] == ["PERSON", label, last, "PERSON"]


def test_a_country_whose_name_holds_another_countrys_is_not_that_one() -> None:
    doc = build(
        [
            "Republic|PROPN|nsubj|4 of|ADP|case|3 Congo|PROPN|nmod|1 won|VERB|root|0",
            "Democratic|PROPN|amod|2 Republic|PROPN|nsubj|5 of|ADP|case|4 Congo|PROPN|nmod|2 lost|VERB|root|0",
        ],
        {"Democratic Republic of Congo": "GPE", "Republic of Congo": "GPE"},
    )
    assert len(find(doc).chains) == 2
