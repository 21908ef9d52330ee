"""What the words around a name decide, rule by rule: whose language, whose cat, which ship, whose brother."""

import pytest

from helpers.entities.mention import mentions_of
from helpers.entities.people_context import foreword_length, is_second_name, speaker_labels


def found(nlp, text: str, kind: str) -> list[tuple[str, str]]:
    mentions = [m for m in mentions_of(nlp(text)) if m.kind == kind and m.how not in ("pronoun", "role")]
    return [(text[m.start : m.end], m.entity_id) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lists of languages
        ("The guide speaks Armenian, Russian and, for visitors, German.", []),
        ("She answered them in Finnish, Swedish and bad English.", []),
        ("They talked in Filipino of prices.", []),
        ("The report drew on Russian and Ukrainian media.", [("Russian", "RU"), ("Ukrainian", "UA")]),
        # things and animals of a country's name
        ("The Berlin Defence met the London System in the last round.", []),
        ("His cat, Togo, slept on the map of Ghana.", [("Ghana", "GH")]),
        ("The family moved from Grenada, Mississippi, to Lebanon, Ohio.", []),
        ("Roast turkey with chestnuts was served at the embassy lunch.", []),
        ("Turkey and Greece signed in Istanbul.", [("Turkey", "TR"), ("Greece", "GR")]),
        ("Divers said the San Juan was found at 900 metres.", []),
        # languages again, saints, airlines, unions of states; people are no language
        ("He is 19 and studying Korean.", []),
        ("His sister corrected him in Serbian throughout.", []),
        ("He had learned his trade from Russians and his songs too.", [("Russians", "RU")]),
        ("The fair is held on St Martin's Day.", []),
        ("Emirates orders airliners while the Emirates buy jets.", [("Emirates", "AE")]),
        ("The Alliance of Sahel States called; he moved to the States.", [("States", "US")]),
        # what reaches a capital reaches its government
        ("The first shells reached Kyiv by rail.", [("Kyiv", "UA")]),
        ("He reached Kyiv by rail.", []),
    ],
)
def test_countries(nlp, text, expected):
    assert found(nlp, text, "country") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one word, two weapons: the class behind it, another name or the maker's country decides
        ("A P-8A flew past. Flares fell in front of the Poseidons.", ["p-8-poseidon", "p-8-poseidon"]),
        ("Russia showed the Poseidon torpedo.", ["poseidon-torpedo"]),
        ("Viper helicopters fly at the base.", ["ah-1-cobra"]),
        # a ship named again without its prefix; a man of a ship's name
        (
            "USS Minnesota arrived. The Minnesota is a Virginia-class boat.",
            ["uss-minnesota", "uss-minnesota", "virginia-class-submarine"],
        ),
        ("USS Ronald Reagan sailed. Ronald Reagan liked horses.", ["uss-ronald-reagan"]),
        # a designation with the nickname in quotation marks is one mention
        ('Six Kh-47M2 "Kinzhal" missiles were fired.', ["kh-47m2-kinzhal"]),
        # a nationality or a service is no part of a name
        ("Two German G3 rifles were seized.", ["hk-g3"]),
        # in a list with a sure weapon an everyday word is one too
        ("Its columns for HIMARS, Neptune and JDAM are empty.", ["m142-himars", "r-360-neptune", "joint-direct-attack-munition"]),
        # money, engines, horses and boats
        ("The vehicles were ordered for CZK 59.7 billion.", []),
        ("SAILING. Two Lasers and a Hornet capsized; a Tornado is a catamaran.", []),
        ("RACING. Cobra was beaten a neck; the jockey of Trident shed a shoe.", []),
        # a ship named again, a town of a ship's name, a ship that carries grain, what belongs to a country, a storm
        ("The frigate FS Forbin joined. The crew of the Forbin cheered.", ["forbin-frigate", "forbin-frigate"]),
        ("West of Novorossiysk, the Magura V5 hit a Su-30 with a missile.", ["magura-v5", "su-30"]),
        ("A container vessel, the Joseph Conrad, left Odesa beside an F-16.", ["f-16-fighting-falcon"]),
        ("Dutch F-35s went up and German Patriots were put on alert.", ["f-35-lightning-ii", "mim-104-patriot"]),
        ("Typhoon closes schools. An F-16 took off.", ["f-16-fighting-falcon"]),
        ("Would I cancel the jets? No.", []),
        ("The Shahid Soleimani warship left port.", ["shahid-soleimani-ship"]),
        # an "X-class" thing is a ship, never a missile
        ("Osa-class boats left the harbour.", ["osa-class-missile-boat"]),
    ],
)
def test_weapons(nlp, text, expected):
    assert [entity for _, entity in found(nlp, text, "weapon")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # relatives
        (
            "President Bashar al-Assad flew out. Asma, his wife, had left before.",
            [("Bashar al-Assad", "bashar-al-assad"), ("Asma", "asma-al-assad")],
        ),
        (
            "The minister left with his son Nicolás. Nicolás Maduro stayed in Caracas.",
            [("Nicolás", "nicolas"), ("Nicolás Maduro", "nicolas-maduro")],
        ),
        (
            "It was the work of two brothers, Darío and Néstor Etcheverry. Darío signed.",
            [("Darío", "dario-etcheveri"), ("Néstor Etcheverry", "nestor-etcheveri"), ("Darío", "dario-etcheveri")],
        ),
        (
            "It held up Hafez al-Assad, and later his son Bashar. Assad himself is in Moscow.",
            [("Hafez al-Assad", "hafez-al-assad"), ("Bashar", "bashar-al-assad"), ("Assad", "bashar-al-assad")],
        ),
        (
            "Abu Nizar al-Hatib has two sons, Nizar and Yasin.",
            [("Abu Nizar al-Hatib", "abu-nizar-hatib"), ("Nizar", "nizar"), ("Yasin", "yasin")],
        ),
        # whose regime, which officer, what is named after somebody
        ("Forces of the Assad regime left.", [("Assad", "bashar-al-assad")]),
        ("Officer Baker closed the road.", [("Baker", "baker")]),
        ("The market on Avenue Patrice Lumumba is shut.", []),
        # one person under two names, a surname that is the tail of a longer one, an initial
        (
            "Captain Luis Enrique Lopez Mazzeo testified. Lopez Mazzeo was an admiral.",
            [("Luis Enrique Lopez Mazzeo", "luis-enrikue-lopez-mazeo"), ("Lopez Mazzeo", "luis-enrikue-lopez-mazeo")],
        ),
        # a nationality, a place in front
        ("The Dane Jytte Holmgaard won.", [("Jytte Holmgaard", "jite-holmgard")]),
        # people of a country's name
        (
            "Israel Cifuentes repairs radios. Israel speaks Tigrinya and hopes for rain.",
            [("Israel Cifuentes", "israel-cifuentes"), ("Israel", "israel-cifuentes")],
        ),
    ],
)
def test_people(nlp, text, expected):
    assert found(nlp, text, "person") == expected


def test_speakers_in_capitals_are_people(nlp):
    text = "COMMODORE PHILIPPA NWOSU-HART: Good afternoon.\n\nQ (WONG): Where is it?\n\nNWOSU-HART: In port."
    assert [s for s, _ in found(nlp, text, "person")] == ["PHILIPPA NWOSU-HART", "WONG", "NWOSU-HART"]
    assert len({e for s, e in found(nlp, text, "person") if "HART" in s}) == 1


def test_speaker_labels_leave_headings_alone():
    assert list(speaker_labels("MOTOR SPORT: A quiet day.\nCOL. JANE ROE: Yes.")) == [(0, 11, False), (31, 39, True)]
    assert list(speaker_labels("Note: nothing.")) == []


def test_words_between_two_names_of_one_person():
    assert is_second_name(", known in Spain as the reporter ")
    assert is_second_name(", also known as ")
    assert not is_second_name(", who met ")


def test_forewords():
    assert foreword_length("Dane Jytte Holm", "the ") == len("Dane ")
    assert foreword_length("Washington Joe Biden", "In ") == len("Washington ")
    assert foreword_length("Washington Joe Biden", "met ") == 0
    assert foreword_length("Jytte Holm", "") == 0
