"""A spaCy model in the tagger's place: labels mapped, offsets kept, nothing else changed."""

import pytest
import spacy

from helpers.entities import build_pipeline
from helpers.entities.mention import mentions_of


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A pipeline on disk that knows three names, as a downloaded model would."""
    folder = tmp_path_factory.mktemp("model") / "stub"
    stub = spacy.blank("en")
    ruler = stub.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Zofia Brzeska"},
            {"label": "PRODUCT", "pattern": "Vireo-2"},
            {"label": "DATE", "pattern": "Monday"},
        ]
    )
    stub.to_disk(folder)
    return str(folder)


def test_its_names_become_mentions(model):
    nlp = build_pipeline(names=model)
    assert "spacy_names" in nlp.pipe_names
    text = "Zofia Brzeska showed the Vireo-2 drone on Monday in Poland. Brzeska left."
    found = [(text[m.start : m.end], m.kind) for m in mentions_of(nlp(text)) if m.kind != "weapon_class"]
    assert found == [("Zofia Brzeska", "person"), ("Vireo-2", "weapon"), ("Poland", "country"), ("Brzeska", "person")]


def test_batches_give_the_same(model):
    nlp = build_pipeline(names=model)
    texts = ["Zofia Brzeska spoke.", "", "The Vireo-2 drone flew."]
    assert [mentions_of(d) for d in nlp.pipe(texts)] == [mentions_of(nlp(t)) for t in texts]


def test_unknown_model_is_named():
    with pytest.raises(OSError, match="no_such_model"):
        build_pipeline(names="no_such_model")
