"""People: whom a name means inside one article, and which spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
