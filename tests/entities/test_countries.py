"""When a word means a country, rule by rule, on one sentence each."""

import pytest

from helpers.entities.mention import mentions_of


def countries(nlp, text: str) -> list[tuple[str, str]]:
    return [(doc_text(text, m), m.entity_id) for m in mentions_of(nlp(text)) if m.kind == "country"]


def doc_text(text, mention):
    return text[mention.start : mention.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names, abbreviations, demonyms
        ("The U.S. and the UK warned Iran.", [("U.S.", "US"), ("UK", "GB"), ("Iran", "IR")]),
        ("A U.S.-led force trained Iraqis and Kosovars.", [("U.S.", "US"), ("Iraqis", "IQ"), ("Kosovars", "XK")]),
        ("The DPRK and the Republic of Korea exchanged fire.", [("DPRK", "KP"), ("Republic of Korea", "KR")]),
        ("North Korean and South Korean envoys met.", [("North Korean", "KP"), ("South Korean", "KR")]),
        ("Burma, Holland and Türkiye abstained.", [("Burma", "MM"), ("Holland", "NL"), ("Türkiye", "TR")]),
        (
            "Guinea-Bissau, Equatorial Guinea and Guinea signed.",
            [("Guinea-Bissau", "GW"), ("Equatorial Guinea", "GQ"), ("Guinea", "GN")],
        ),
        ("Nigerien troops met Nigerian officers.", [("Nigerien", "NE"), ("Nigerian", "NG")]),
        ("ISRAEL STRIKES SYRIA AGAIN", [("ISRAEL", "IL"), ("SYRIA", "SY")]),
        ("Palestinians buried their dead.", [("Palestinians", "PS")]),
        # capitals and seats as governments, and as places
        ("Kyiv said it would answer.", [("Kyiv", "UA")]),
        ("A blast was heard in Kyiv on Monday.", []),
        ("Officials in Kyiv said the talks went on.", [("Kyiv", "UA")]),
        ("The Kremlin warned Washington.", [("Kremlin", "RU"), ("Washington", "US")]),
        ("Relations between Beijing and Tokyo cooled.", [("Beijing", "CN"), ("Tokyo", "JP")]),
        ("He flew to Moscow and back.", []),
        ("Paris sent a note to Rome.", [("Paris", "FR"), ("Rome", "IT")]),
        # homonyms
        ("The soldiers came from Georgia and Alabama in the American south.", [("American", "US")]),
        ("Georgia and Armenia closed the road near Tbilisi.", [("Georgia", "GE"), ("Armenia", "AM")]),
        ("Floods hit Washington state and Oregon.", []),
        ("They crossed the Jordan River at dawn.", []),
        ("Oil spilled in the Niger Delta.", []),
        ("Crews sailed the South China Sea.", []),
        ("A polish would help the turkey on the china plate.", []),
        # languages, dishes, papers, firms
        ("He answered in Russian.", []),
        ("He spoke Arabic and some French.", []),
        ("In Russian airspace nothing moved.", [("Russian", "RU")]),
        ("They ate at a Chinese restaurant.", []),
        ("The Times of India and the Kyiv Independent reported it.", []),
        ("British Airways and Bank of America cut jobs.", []),
        ("He liked American football and Turkish delight.", []),
        ("South American ministers met Latin American bankers.", []),
        # not countries
        ("The Soviet Union and Yugoslavia fell apart.", []),
        ("Kurdish and Arab fighters left the Korean peninsula.", []),
        ("NATO and the EU met in Geneva.", []),
    ],
)
def test_country_words(nlp, text, expected):
    assert countries(nlp, text) == expected


def test_dateline_is_a_place(nlp):
    assert countries(nlp, "KYIV, March 3 (OPS) - Rain fell.") == []


def test_article_decides_between_the_congos(nlp):
    text = "Congo reopened its port. Boats left Brazzaville at noon."
    assert ("Congo", "CG") in countries(nlp, text)
    assert ("Congo", "CD") in countries(nlp, "Congo reopened its port on Monday.")
