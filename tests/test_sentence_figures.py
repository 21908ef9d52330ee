"""Documents rebuilt from tokens, and boundaries counted by hand."""

import importlib

import pytest

CONLLU = """# newdoc id = one
# newpar
# newpar_block = head (1 s)
# text = Ann's here
1-2\tAnn's\t_\t_\t_\t_\t_\t_\t_\t_
1\tAnn\t_\t_\t_\t_\t_\t_\t_\t_
2\t's\t_\t_\t_\t_\t_\t_\t_\t_
3\there\t_\t_\t_\t_\t_\t_\t_\tMSeg=x

# newpar
# text = He left.
1\tHe\t_\t_\t_\t_\t_\t_\t_\t_
2\tleft\t_\t_\t_\t_\t_\t_\t_\tMSeg=x|SpaceAfter=No
2.1\tnothing\t_\t_\t_\t_\t_\t_\t_\t_
3\t.\t_\t_\t_\t_\t_\t_\t_\t_

# text = So?
1\tSo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\t?\t_\t_\t_\t_\t_\t_\t_\t_
"""


@pytest.fixture
def figures(project, monkeypatch):
    monkeypatch.syspath_prepend(str(project / "benchmarks"))
    return importlib.import_module("sentences")


def test_text_is_rebuilt_with_blank_lines_between_paragraphs(figures):
    document = figures.read_document(CONLLU)
    assert document.text == "Ann's here\n\nHe left. So?"
    assert (document.sentences, document.paragraphs) == ({0, 12, 21}, {0, 12})


@pytest.mark.parametrize(("inside", "expected"), [(False, (1, 1, 1)), (True, (0, 1, 1))])
def test_first_sentence_of_a_document_or_of_each_paragraph_is_left_out(figures, inside, expected):
    document = figures.read_document(CONLLU)
    tally = figures.tally([document], lambda text: {0, 12, 15}, inside_paragraphs=inside)
    assert (tally.right, tally.wrong, tally.missed) == expected


def test_both_splitters_begin_at_visible_characters(figures):
    starts = {name: split("One.\n\n Two. Three.") for name, split in figures.splitters().items()}
    assert starts == {"this project": {0, 7, 12}, "spaCy sentencizer": {0, 7, 12}}


def test_boundaries_of_gum_are_good_enough(figures, reference_data):
    folder = reference_data / "ner" / "gum"
    if not folder.is_dir():
        pytest.skip("GUM is not in the reference data")
    ours = {(r["genre"], r["counted"]): r["f1"] for r in figures.measure(folder) if r["splitter"] == "this project"}
    assert ours["all", "all boundaries"] >= 0.975
    assert ours["all", "inside paragraphs"] >= 0.96
