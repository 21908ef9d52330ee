"""Listed weapons in every spelling, everyday words with and without a weapon behind them, weapons nobody listed."""

import pytest

from helpers.entities.designations import family_of, model_in, spellings
from helpers.entities.mention import mentions_of


def weapons(nlp, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entity_id) for m in mentions_of(nlp(text)) if m.kind == "weapon"]


@pytest.mark.parametrize(
    "printed",
    [
        "F-16",
        "F16",
        "F‑16s",
        "F–16",
        "F-16C",
        "F-16C/D",
        "F-16 Block 70s",
        "F-16 Fighting Falcons",
        "F-16 Block III",
        "F-16 Lot 15",
    ],
)
def test_one_aircraft_in_many_spellings(nlp, printed):
    assert [w for _, w in weapons(nlp, f"Norway sent two {printed} to the base.")] == ["f-16-fighting-falcon"]


@pytest.mark.parametrize(
    ("printed", "entity_id"),
    [
        ("Leopard 2A6", "leopard-2"),
        ("Leopard 1A5", "leopard-1"),
        ("T-90M", "t-90"),
        ("T-72B3", "t-72"),
        ("Su-35S", "su-35"),
        ("S-400", "s-400"),
        ("S-300", "s-300"),
    ],
)
def test_model_letters_stay_in_the_family_and_numbers_part_it(nlp, printed, entity_id):
    found = [w for _, w in weapons(nlp, f"The crew lost a {printed} tank or launcher on Friday.")]
    assert len(found) == 1
    assert found[0].startswith(entity_id)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Germany promised a Patriot battery.", 1),
        ("Berlin wants patriot missiles.", 1),
        ("Two Patriot batteries arrived; more Patriots follow.", 2),
        ("The New England Patriots lost the match.", 0),
        ("Congress passed the Patriot Act.", 0),
        ("She won the javelin at the championship.", 0),
        ("Soldiers fired a Javelin missile at the column.", 1),
        ("The Falcon 9 carried weather satellites.", 0),
        ("Stacey Abrams spoke in Atlanta.", 0),
        ("An Abrams tank burned by the road.", 1),
        ("The Charlotte Hornets scored twice.", 0),
        ("The Grim Reaper costume was sold.", 0),
        ("An MQ-9 Reaper drone circled.", 1),
        ("The steak is called the Tomahawk.", 0),
        ("A submarine launched Tomahawk missiles.", 1),
        ("He arrived at 3 and left at 14 with an 26-page note.", 0),
    ],
)
def test_everyday_words(nlp, text, n):
    assert len(weapons(nlp, text)) == n, weapons(nlp, text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("The army showed the Orlik-5 loitering munition.", "Orlik-5"),
        ("Its Sea Wren II, an uncrewed boat, floats.", "Sea Wren II"),
        ("Kim watched the Hwasong-27 missile.", "Hwasong-27"),
        ("The frigate HMS Brambleford left port.", "HMS Brambleford"),
    ],
)
def test_unlisted_weapons(nlp, text, surface):
    assert [s for s, _ in weapons(nlp, text)] == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "The G-20 met on the M-4 near Covid-19 ward B-12.",
        "Resolution 2231 and Article 5 apply.",
        "It was Day 3 of Operation Lion 2.",
    ],
)
def test_numbers_that_are_no_weapons(nlp, text):
    assert weapons(nlp, text) == []


def test_classes_are_apart_from_systems(nlp):
    text = "Drones and a Shahed-136 drone flew past the tank."
    found = [(m.kind, text[m.start : m.end]) for m in mentions_of(nlp(text))]
    assert found == [("weapon_class", "Drones"), ("weapon", "Shahed-136"), ("weapon_class", "drone"), ("weapon_class", "tank")]


def test_variant_is_kept(nlp):
    text = "Spain sent Leopard 2A4 tanks."
    assert [m.variant for m in mentions_of(nlp(text)) if m.kind == "weapon"] == ["2A4"]


def test_spellings_of_a_designation():
    assert spellings("F-16") == ["F-16", "F16"]
    assert "Su 35" in spellings("Su-35")
    assert spellings("Iron Dome") == ["Iron Dome", "Iron-Dome"]


@pytest.mark.parametrize(
    ("printed", "base", "model"),
    [
        ("Leopard 2A6", "Leopard 2", "2A6"),
        ("F-16s", "F-16", None),
        ("Gripen C/D", "Gripen", "C/D"),
        ("Patriots", "Patriot", None),
    ],
)
def test_model_in(printed, base, model):
    assert model_in(printed, len(base)) == model


def test_family_drops_the_model():
    assert family_of("Orlik-5M") == ("orlik-5", "Orlik-5")
    assert family_of("Type 093B") == ("type-093", "Type 093")


def test_second_name_given_at_once_is_the_same_weapon(nlp):
    found = weapons(nlp, "The navy launched the Vireo-7 torpedo, also known as Grebe-7. Later the Grebe-7 torpedo sank.")
    assert {w for _, w in found} == {"vireo-7"}


def test_ship_is_known_by_its_bare_name_afterwards(nlp):
    found = weapons(nlp, "HMS Brambleford left Portsmouth. The Brambleford will sail to Malta.")
    assert found == [("HMS Brambleford", "hms-brambleford"), ("Brambleford", "hms-brambleford")]


def test_hull_number_is_no_second_ship(nlp):
    assert len(weapons(nlp, "The destroyer USS Brandywine (DDG 199) fired a missile.")) == 1
