"""Pronouns and role phrases: joined where one person alone can be meant, left alone everywhere else."""

import time

import pytest
from spacy.tokens import Doc

from helpers.entities import build_pipeline, roles
from helpers.entities.coreference import Coreference
from helpers.entities.genders import MAN, UNKNOWN, WOMAN, gender_of_name
from helpers.entities.mention import Mention, mentions_of
from helpers.entities.pronouns import quotations
from helpers.entities.roles import OfficeRow, plain_office


@pytest.fixture(scope="module")
def both():
    return build_pipeline(pronouns=True, roles=True)


def found(nlp, text, how, day=None):
    doc = nlp.make_doc(text)
    doc._.published = day
    mentions = [m for m in mentions_of(nlp(doc)) if m.how == how]
    assert all(m.kind == "person" for m in mentions)
    return [(text[m.start : m.end], m.entity_id) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Robert Hale landed on Monday. He met the press.", [("He", "robert-hale")]),
        ("Robert Hale landed with his staff.", [("his", "robert-hale")]),
        ("Laura Hale said she would stay.", [("she", "laura-hale")]),
        # a woman and a man: each pronoun has one of them
        ("Robert Hale wrote to Laura Stone. He waited; she did not.", [("He", "robert-hale"), ("she", "laura-stone")]),
        # a row of pronouns goes on
        ("Laura Hale spoke. She was calm. She left early.", [("She", "laura-hale"), ("She", "laura-hale")]),
        ("Robert Hale blamed himself.", [("himself", "robert-hale")]),
    ],
)
def test_pronoun_of_the_only_person_it_can_mean(both, text, expected):
    assert found(both, text, "pronoun") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Robert Hale met Peter Stone. He was late.",  # two men
        "Robert Hale spoke. It rained all day long. He left.",  # too far away
        "Laura Hale spoke. He left.",  # gender
        "Robert Hale arrived with a driver. He left.",  # somebody unnamed
        "“Robert Hale is late,” read the note. He left.",  # other side of the quotation marks
        "Robert Hale arrived. Every citizen may bring his or her passport.",
        "Robert Hale met him at noon.",  # a subject is not its own object
        "Robert Hale himself came.",  # the name has just been said
        "Robert Hale spoke first. In his speech Peter Stone said nothing.",  # may point forward
        "Laura Hale came aboard. Her Majesty was pleased.",
    ],
)
def test_pronoun_that_may_mean_somebody_else_is_left_alone(both, text):
    assert found(both, text, "pronoun") == []


def test_name_that_reads_like_a_pronoun_is_a_name(both):
    assert found(both, "Robert Hale landed. He Lifeng waited.", "pronoun") == []


def test_unresolved_pronoun_is_not_passed_on_to_the_next(both):
    text = "Robert Hale met Peter Stone. He was late. He was sorry."
    assert found(both, text, "pronoun") == []


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Ursula Brandt", WOMAN),
        ("José Álvarez", MAN),
        ("Kim Jong Un", UNKNOWN),
        ("Stone", UNKNOWN),
        ("Iva Novotna Kralova", WOMAN),
    ],
)
def test_gender_of_a_name(name, gender):
    assert gender_of_name(name) == gender


def test_title_says_more_than_the_given_name(both):
    assert found(both, "Mrs Robin Hale spoke. She left.", "pronoun") == [("She", "robin-hale")]
    assert found(both, "Mrs Robin Hale spoke. He left.", "pronoun") == []


def test_quotations():
    text = 'a "b" c “d “e” f\n"open\nshut'
    assert [text[start:end].strip() for start, end in quotations(text)] == ['"b"', "“d “e”", '"open']


ROLE_TEXTS = {
    "Brazilian President Ivo Brant spoke. The Brazilian president left.": "The Brazilian president",
    "Ivo Brant, the defence minister of Brazil, spoke. The defense minister left.": "The defense minister",
    "Brazilian President Ivo Brant spoke. Nobody heard the Brazilian leader.": "the Brazilian leader",
    "Brazil's president, Ivo Brant, spoke. Then the president of Brazil left.": "the president of Brazil",
}


@pytest.mark.parametrize(("text", "phrase"), ROLE_TEXTS.items())
def test_role_by_the_articles_own_words(both, text, phrase):
    assert found(both, text, "role") == [(phrase, "ivo-brant")]


@pytest.mark.parametrize(
    "text",
    [
        "The Brazilian president left. Brazilian President Ivo Brant spoke.",  # said later only
        "Brazilian President Ivo Brant spoke. The Chilean president left.",  # another country's
        "Brazilian President Ivo Brant spoke. The former Brazilian president left.",
        "Brazilian President Ivo Brant spoke. The vice president left.",
        "Brazilian President Ivo Brant met Chilean President Juan Vega. The president left.",  # two
        "Brazilian President Ivo Brant spoke. Nobody saw the Chilean president. The president left.",  # of which country?
        "Former Brazilian President Ivo Brant spoke. The Brazilian president left.",
        "Brazilian President Ivo Brant spoke. Ines Prado was elected the Brazilian president.",  # the office, not its holder
        "Brazilian President Ivo Brant spoke. The president of the football club left.",
        "Ivo Brant spoke. The Brazilian president left.",  # nothing says that he is one
    ],
)
def test_role_without_a_holder_is_left_alone(both, text):
    assert found(both, text, "role") == []


ROWS = {
    ("president", "BR"): [
        OfficeRow("old-holder", "Old Holder", "2015-01-01", "2019-01-01", is_checked=True),
        OfficeRow("new-holder", "New Holder", "2019-01-01", "", is_checked=True),
    ],
    ("president", "CL"): [OfficeRow("unread-holder", "Unread Holder", "2015-01-01", "", is_checked=False)],
    ("prime minister", "GB"): [
        OfficeRow("one", "One", "2015-01-01", "", is_checked=True),
        OfficeRow("two", "Two", "2015-01-01", "", is_checked=False),
    ],
}


@pytest.mark.parametrize(
    ("text", "day", "holder"),
    [
        ("The Brazilian president left.", "2018-05-01", "old-holder"),
        ("The Brazilian president left.", "2020-05-01", "new-holder"),
        ("Nobody saw the Brazilian leader.", "2020-05-01", "new-holder"),
        ("The Brazilian president left.", "2014-12-31", None),  # nobody yet
        ("The Brazilian president left.", "2019-01-01", None),  # the day of the hand-over
        ("The Brazilian president left.", None, None),  # no date
        ("The Chilean president left.", "2018-05-01", None),  # not looked up in a source
        ("The British prime minister left.", "2018-05-01", None),  # disputed by another row
        ("The president left.", "2018-05-01", None),  # of which country?
        (
            "Brazilian President Ivo Brant spoke, then the Brazilian president left.",
            "2018-05-01",
            "ivo-brant",
        ),  # the article first
    ],
)
def test_role_by_a_checked_row_on_the_day(both, monkeypatch, text, day, holder):
    monkeypatch.setattr(roles, "offices", lambda: ROWS)
    assert [entity for _, entity in found(both, text, "role", day)] == ([holder] if holder else [])


def test_rows_without_a_source_are_not_checked():
    checked = [row for rows in roles.offices().values() for row in rows if row.is_checked]
    assert checked
    assert len(checked) < sum(map(len, roles.offices().values())) / 2
    assert plain_office("Defense Secretary") == plain_office("defence minister")


TEXT = "Brazilian President Ivo Brant spoke. The Brazilian president left. Laura Hale said she had seen it."


@pytest.mark.parametrize(("pronouns", "role_phrases"), [(True, False), (False, True), (False, False), (True, True)])
def test_each_can_be_switched(pronouns, role_phrases):
    nlp = build_pipeline(pronouns=pronouns, roles=role_phrases)
    assert bool(found(nlp, TEXT, "pronoun")) == pronouns
    assert bool(found(nlp, TEXT, "role")) == role_phrases
    assert ("coreference" in nlp.pipe_names) == (pronouns or role_phrases)


def test_names_stay_as_they_are_and_spans_show_everything(both):
    plain = build_pipeline(pronouns=False, roles=False)
    doc = both(TEXT)
    assert [m for m in mentions_of(doc) if m.how not in ("pronoun", "role")] == mentions_of(plain(TEXT))
    assert {span.text for span in doc.spans["mentions"]} >= {"she", "The Brazilian president"}


def test_many_names_and_pronouns_in_one_sentence_take_linear_time(both):
    words = ["Robert", "and", "he", "and", "his", "staff", "and", "the", "Brazilian", "president"] * 3_000
    doc = Doc(both.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    named = [token for token in doc if token.text == "Robert"]
    doc._.mentions = [Mention(t.idx, t.idx + 6, "person", "robert-hale", "Robert Hale", "short_name") for t in named]
    started = time.perf_counter()
    assert len(mentions_of(Coreference(pronouns=True, roles=True)(doc))) > len(named)
    assert time.perf_counter() - started < 5  # a second where it is linear, minutes where it is not
