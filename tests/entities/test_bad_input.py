"""Texts that nobody should send: exact offsets on any characters, and work that grows with the text, not with its square.

Time is never measured here: calls are counted, of `n` and of `2n` names (`benchmarks/linear.py` measures).
"""

import cProfile
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.entities import cast as cast_module
from helpers.entities.cast import Cast
from helpers.entities.context import Reading
from helpers.entities.corpus import mention_rows
from helpers.entities.mention import mentions_of

GIVEN = ["Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Hugo"]
SYLLABLES = ["ba", "co", "du", "fe", "gi", "ha", "jo", "ku", "le", "mi", "no", "pa", "ro", "su", "ta", "ve"]

ALPHABETS = {
    "any": st.characters(exclude_categories=["Cs"]),
    "emoji": st.sampled_from("😀👩‍🚀🇺🇦👍🏽 \u200d\ufe0f"),
    "right to left": st.sampled_from("أهلاقالالرئيسשלום \u202e\u200f.,"),
    "mixed": st.sampled_from("AaБбΓγאبกあ漢🙂İıſßﬁ ́-’.\n"),
    "control": st.sampled_from("\x00\x07\x1b\x7f\x85\u2028\u2029\ufeff\t\r\n aF-16"),
}
NAMES = ["Kyiv", "F-16", "Xi Jinping", "Patriot missiles", "Angela Merkel", "U.S.-led"]


def check_offsets(doc) -> None:
    found = mentions_of(doc)
    assert all(0 <= m.start < m.end <= len(doc.text) for m in found)
    assert all(row["surface"] == doc.text[row["start"] : row["end"]] for row in mention_rows(doc, "x"))
    named = [m for m in found if m.how not in ("pronoun", "role")]
    assert all(a.end <= b.start for a, b in itertools.pairwise(named))


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_offsets_are_exact_in_any_script(nlp, alphabet):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.one_of(st.text(ALPHABETS[alphabet], max_size=30), st.sampled_from(NAMES)), max_size=12))
    def check(parts):
        doc = nlp("".join(parts))
        assert doc.text == "".join(parts)
        check_offsets(doc)

    check()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A" * 1_000_000, id="a megabyte without a space"),
        pytest.param("\"'" * 20_000, id="quotation marks"),
        pytest.param("(" * 50_000, id="brackets"),
        pytest.param("😀👩‍🚀" * 5_000, id="emoji"),
        pytest.param("F-16-" * 200, id="hyphens and numbers"),
        pytest.param("She speaks " + "a-" * 40 + " German, Dutch,French,,Czech," * 3 + " and so on.", id="hyphens in a list"),
        pytest.param("A'" * 2_000, id="apostrophes"),
        pytest.param("tank-" * 300 + " " + "missile " * 300, id="weapon words"),
        pytest.param("قال الرئيس " * 500, id="right to left"),
        pytest.param("\x00\x07\x1b\x85" * 5_000, id="control characters"),
        pytest.param("Mr. President General " * 500, id="titles"),
        pytest.param("习近平主席" * 2_000, id="without spaces between words"),
    ],
)
def test_odd_texts_end(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    check_offsets(doc)


def surname(number: int) -> str:
    parts, rest = [], number + 16**2
    while rest:
        rest, digit = divmod(rest, 16)
        parts.append(SYLLABLES[digit])
    return "".join(parts).capitalize()


LISTS = {
    "full names": lambda n: ", ".join(f"{GIVEN[i % 8]} {surname(i)}" for i in range(n)),
    "one surname": lambda n: ", ".join(f"{surname(i)} Smith" for i in range(n)),
    "one first name": lambda n: ", ".join(f"Anna {surname(i)}" for i in range(n)),
    "bare surnames": lambda n: "Boris Kolarov spoke. " + ", ".join(surname(i) for i in range(n)),
    "a surname again and again": lambda n: ". ".join(f"{surname(i)} Smith came. Smith left" for i in range(n // 2)),
    "countries": lambda n: ", ".join(["Korea", "Georgia", "Jordan", "Turkey", "Congo"][i % 5] for i in range(n)),
    "weapons": lambda n: ", ".join(["F-16", "Patriot", "Javelin", "Leopard 2", "Hornet"][i % 5] for i in range(n)),
    "new weapons": lambda n: ". ".join(f"The {surname(i)}-{i} drone flew" for i in range(n)),
    "ships": lambda n: ". ".join(f"The frigate HMS {surname(i)} sailed" for i in range(n)),
}


def n_calls(nlp, text: str) -> int:
    """Return how many functions the components behind the tagger call over `text`."""
    components = dict(nlp.pipeline)
    doc = components.pop("name_tagger")(components.pop("news_sentences")(nlp.make_doc(text)))
    profile = cProfile.Profile()
    profile.enable()
    for component in components.values():
        doc = component(doc)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", LISTS)
def test_twice_the_names_are_twice_the_work(nlp, name):
    make = LISTS[name]
    nlp(make(400))  # caches are filled
    base, once, twice = (n_calls(nlp, make(n)) for n in (1, 200, 400))
    assert (twice - base) < 2.3 * (once - base)


def test_ten_thousand_namesakes_are_compared_with_few(monkeypatch):
    compared = []
    monkeypatch.setattr(cast_module, "_is_same_name", lambda a, b: compared.append(a) or False)
    cast = Cast()
    for number in range(10_000):
        cast.add(f"{surname(number)} Smith", number * 20, None)
    assert len(cast.people) == 10_000
    assert len(compared) < 10_000
    assert len(cast.meant_by("smith", 10**9, "")) <= cast_module.MAX_BEARERS


def test_names_at_a_place_are_found_among_overlapping_ones(nlp):
    text = "Anna Kolarova met Boris Wiza in Georgia near Kolarova Bridge."
    reading = Reading(nlp(text))
    for start, end in itertools.combinations(range(0, len(text), 3), 2):
        for label in ("PERSON", "PLACE", "ORGANISATION"):
            plain = [n for n in reading.names if n.label == label and n.start < end and start < n.end]
            assert sorted(reading.names_over(start, end, label), key=repr) == sorted(plain, key=repr)


def test_long_text_is_tagged_in_parts_as_in_one(nlp, monkeypatch):
    from helpers.entities import tagger

    text = "\n".join(f"{GIVEN[i % 8]} {surname(i)} met Angela Merkel in Kyiv." for i in range(40))
    whole = nlp.get_pipe("name_tagger").tagger.tag([text, "Kyiv fell."])
    monkeypatch.setattr(tagger, "_MOST_CHARACTERS", 200)
    parts = nlp.get_pipe("name_tagger").tagger.tag([text, "Kyiv fell."])
    spans = [[(n.start, n.end, n.label) for n in names] for names in whole]
    assert spans == [[(n.start, n.end, n.label) for n in names] for names in parts]
    assert len(spans[0]) > 60
