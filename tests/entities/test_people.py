"""People: whom a name means inside one article, and which spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.entities.cast import Cast, _is_same_name
from helpers.entities.mention import mentions_of
from helpers.entities.person_names import family_names, full_key, is_family_first, person_id, same_given, skeleton, words_of


def people(nlp, text: str) -> list[tuple[str, str]]:
    found = mentions_of(nlp(text))
    return [(text[m.start : m.end], m.entity_id) for m in found if m.kind == "person" and m.how in ("name", "short_name")]


def test_short_names_join_the_full_name(nlp):
    text = "President Volodymyr Zelenskiy thanked Chancellor Olaf Scholz. Scholz said Zelensky's visit was short."
    assert [p for _, p in people(nlp, text)] == ["volodymyr-zelenskyy", "olaf-scholz", "olaf-scholz", "volodymyr-zelenskyy"]


def test_titles_are_no_part_of_a_name(nlp):
    text = "Lt. Gen. Marta Olenchuk said the road was open. Gen. Olenchuk left."
    assert [s for s, _ in people(nlp, text)] == ["Marta Olenchuk", "Olenchuk"]


def test_two_people_of_one_surname_stay_two(nlp):
    text = "President Joe Biden stayed. First lady Jill Biden said she would go. Mrs. Biden left at noon, and Mr. Biden followed."
    assert [p for _, p in people(nlp, text)] == ["joe-biden", "jill-biden", "jill-biden", "joe-biden"]


def test_family_name_first(nlp):
    text = "President Xi Jinping received Kim Jong Un. Xi said little; Kim said less."
    assert [p for _, p in people(nlp, text)] == ["xi-jinping", "kim-jong-un", "xi-jinping", "kim-jong-un"]


def test_names_of_things_are_nobody(nlp):
    assert people(nlp, "Planes left Charles de Gaulle airport for Lake Assad.") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Zelenskiy", "Zelenskyy"),
        ("Zelensky", "Zelenskyi"),
        ("Muhammad", "Mohammed"),
        ("Hussein", "Hossein"),
        ("al-Assad", "Assad"),
        ("Yevgeny", "Evgeny"),
        ("Khamenei", "Hamenei"),
    ],
)
def test_spellings_share_a_skeleton(a, b):
    assert skeleton(a) == skeleton(b)


@pytest.mark.parametrize(("a", "b"), [("Zelenska", "Zelensky"), ("Bagheri", "Bagher"), ("Salami", "Salam"), ("Wong", "Wang")])
def test_other_names_do_not(a, b):
    assert skeleton(a) != skeleton(b)


def test_full_key_leaves_out_middle_initials_and_keeps_juniors():
    assert full_key("Charles Q. Brown") == full_key("Charles Brown")
    assert full_key("Donald Trump Jr.") != full_key("Donald Trump")


def test_family_names_with_particles():
    assert skeleton("Leyen") in family_names("Ursula von der Leyen")
    assert family_names("Kim Jong Un") == [skeleton("Kim")]
    assert family_names("Kim Wilson") == [skeleton("Kim"), skeleton("Wilson")]


def test_family_first():
    assert is_family_first(["Lai", "Ching-te"])
    assert is_family_first(["Kim", "Jong", "Un"])
    assert not is_family_first(["Boris", "Johnson"])


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Joe", "Joseph", True),
        ("J.", "James", True),
        ("C.Q.", "Charles", True),
        ("Jill", "Joe", False),
        ("Ali", "Mojtaba", False),
    ],
)
def test_given_names(a, b, same):
    assert same_given(a, b) is same


def test_words_of_strips_titles_and_possessive():
    assert words_of("Prime Minister Keir Starmer's") == ["Keir", "Starmer"]


@given(st.text(max_size=40))
def test_name_functions_never_fail(text):
    words_of(text)
    full_key(text)
    assert person_id(text)


def test_country_stays_a_country_beside_its_namesake(nlp):
    text = (
        "Jordan closed its airspace, officials in Amman said. Michael Jordan, a Leeds analyst, had predicted it in March and "
        "again in June, in two long papers on the kingdom, its budget, its roads and its neighbours, none of which was read by "
        "anybody in the ministry at the time, or so the ministry says today, though copies lie in its own library. "
        "Jordan and Syria then signed a truce."
    )
    found = [(text[m.start : m.end], m.kind) for m in mentions_of(nlp(text)) if "Jordan" in text[m.start : m.end]]
    assert found == [("Jordan", "country"), ("Michael Jordan", "person"), ("Jordan", "country")]


def test_web_address_is_nobody(nlp):
    for outlet in ("Herald.Example", "Jurnal.Example", "Xeber.Az"):
        assert people(nlp, f"The two spoke on Friday, {outlet} reports, citing officials.") == []


def told(nlp, text: str, day: str | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    doc = nlp.make_doc(text)
    doc._.published = day
    found = [m for m in mentions_of(nlp(doc)) if m.kind == "person" and m.how in ("name", "short_name")]
    return [(text[m.start : m.end], m.entity_id, m.may_be) for m in found]


def test_short_name_of_two_people_stays_ambiguous_and_says_so(nlp):
    found = told(nlp, "Kim Jong Un and Kim Yo Jong arrived. Kim said nothing.", "2020-01-01")
    assert found[-1] == ("Kim", "kim", ("kim-jong-un", "kim-yo-jong"))
    assert [may_be for _, _, may_be in found[:-1]] == [(), ()]


def test_short_name_of_nobody_named_in_full_is_not_ambiguous(nlp):
    assert told(nlp, "Officer Zhang said the road was open.", "2020-01-01") == [("Zhang", "zhang", ())]


SON, FATHER = "george-w-bush", "george-h-w-bush"


@pytest.mark.parametrize(
    ("day", "expected", "may_be"),
    [
        ("1990-08-02", FATHER, ()),
        ("2003-03-20", SON, ()),
        ("2000-08-02", "george-bush", (FATHER, SON)),
        ("2018-12-01", "george-bush", (FATHER, SON)),
        (None, "george-bush", (FATHER, SON)),
    ],
)
def test_full_name_of_two_presidents_is_who_is_in_office_or_ambiguous(nlp, day, expected, may_be):
    assert told(nlp, "George Bush spoke. Bush left.", day) == [("George Bush", expected, may_be), ("Bush", expected, may_be)]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("President Bush met officials.", "1990-08-02", FATHER),
        ("President Bush met officials.", "2003-03-20", SON),
        ("President Bush met officials.", "2018-12-01", "bush"),
        ("Former President Bush met officials.", "1995-12-01", FATHER),
        ("George W. Bush met officials.", "1990-08-02", SON),
        ("George H. W. Bush met officials.", "2003-03-20", FATHER),
        ("George Bush Sr. met officials.", "2003-03-20", FATHER),
        # whose term has ended is not the president of later news where another of the name was president too
        ("President Lee met officials.", "2026-02-01", "lee"),
        # a namesake is in office, so that a bare surname is no longer the one who left
        ("Johnson said the House would vote.", "2024-02-01", "johnson"),
        ("Johnson said the country would leave.", "2020-02-01", "boris-johnson"),
        ("Trump said he would run.", "2022-02-01", "donald-trump"),
    ],
)
def test_name_of_several_figures_by_date(nlp, text, day, expected):
    assert told(nlp, text, day)[0][1] == expected


def test_one_namesake_in_the_article_is_meant(nlp):
    found = told(nlp, "George Bush met Tony Blair. George W. Bush was president then. Bush said no.", "2018-12-01")
    assert {entity for surface, entity, _ in found if "Bush" in surface} == {SON}


def test_both_namesakes_in_the_article_leave_the_short_name_open(nlp):
    found = told(nlp, "George H. W. Bush and George W. Bush met. Bush left. George Bush smiled.", "2018-12-01")
    assert found[2:] == [("Bush", "bush", (FATHER, SON)), ("George Bush", "george-bush", (FATHER, SON))]


def test_capitals_are_no_initials(nlp):
    assert not same_given("JOE", "JILL")
    assert same_given("J.D.", "James")


def test_cast_tells_people_of_one_surname_apart_and_joins_spellings():
    cast = Cast()
    names = ["Joseph Kolar", "Joe Kolar", "J. Kolar", "Anna Kolar", "Anna Maria Kolar", "Joseph Kolar Jr.", "Joseph F. Kolar"]
    people = [cast.add(name, place, None) for place, name in enumerate(names)]
    assert people[0] is people[1] is people[2] is people[6]
    assert people[3] is people[4]
    assert len({id(p) for p in people}) == 3
    assert cast.named_near(skeleton("Anna"), 10, reach=7)
    assert not cast.named_near(skeleton("Anna"), 10, reach=6)


@given(st.lists(st.sampled_from(["Joe", "Joseph", "J.", "Jo", "Anna", "Ann Mary", "A. B.", "Bob", "Robert"]), max_size=8))
def test_cast_finds_whoever_a_look_at_everybody_finds(given_names):
    cast, plain = Cast(), []
    for place, first in enumerate(given_names):
        name = f"{first} Kolar"
        alike = any(_is_same_name(name, form) for forms in plain for form in forms)
        known = len(cast.people)
        person = cast.add(name, place, None)
        assert (len(cast.people) == known) == alike
        plain = [list(p.forms) for p in cast.people]
        assert name in person.forms
