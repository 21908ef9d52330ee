"""Markdown notes: what they say, where their links lead, and that no text in them acts."""

import html
import re
import unicodedata

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sharing_tables import HOSTILE, make_tables

from helpers.sharing import export
from helpers.sharing.file_names import file_names, safe_name
from helpers.sharing.markdown import bare, escaped, one_line, web_address

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = st.text(st.sampled_from("aB1 .)-+=*_~`[]()<>{}!#|^$%:/\\&;'\"@\n\t\x0b\x1c\x00\u202e\ufeffé漢"), max_size=30)


def notes(folder):
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


@pytest.fixture(scope="module")
def written(plain_tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notes")
    export(folder, plain_tables, formats=["obsidian"])
    return notes(folder / "obsidian")


def test_a_note_says_who_it_is_with_whom_and_on_whose_word(written):
    front, body = written["People/Ada Quill.md"].removeprefix("---\n").split("---\n", 1)
    properties = yaml.safe_load(front)
    assert (properties["id"], properties["articles"], properties["tags"]) == ("ada-quill", 3, ["person"])
    assert properties["aliases"] == ["Ada Quill again"]
    assert "# Ada Quill\n\nPerson; of [[Norway]]; named in 3 articles (4 mentions), 2024-03-01 to 2024-05-04." in body
    assert re.search(r"\| \[\[Norway\]\] \| country \| 2 \(\d+–\d+\) \| ", body)
    said = body.split("### [[Norway]]: 2 independent reports")[1].split("###")[0]
    assert "> **Norway** showed **Ada Quill** its fleet.\n>\n> — A quiet day, Gazette, 2024-03-01" in said
    quoted = "> **Ada Quill** saw a Leopard 2 in **Norway**.\n>\n> — [Ada Quill in Norway](<https://gazette.example/one?a=1&b=%282%29>)"
    assert f"{quoted}, Gazette, 2024-05-03" in said
    assert "> **Ada Quill** in **Norway**" not in said, "the headline is left out where the article says more"
    assert "*2 further places, counting headlines and copies.*" in said


def test_a_note_without_a_tie_and_without_a_link_says_so(written):
    assert "No tie: " in written["Weapons/Lone Star.md"]
    assert "ftp://" not in "".join(written.values())
    assert "> — Undated, Courier, no date" in written["Weapons/Leopard 2.md"]


def test_an_entity_of_many_ties_has_the_sentences_of_the_strongest(tmp_path):
    names = [f"Name{i:02d}x" for i in range(42)]
    entities = [("NO", "country", "Norway"), *((name.lower(), "person", name) for name in names)]
    said = [f"Norway met {name}." for name in names] + ["Norway met Name41x again."]
    export(tmp_path, make_tables([("G", None, None, ["T", *said])], entities), formats=["obsidian"])
    text = (tmp_path / "obsidian" / "Countries" / "Norway.md").read_text(encoding="utf-8")
    assert text.count("\n| [[") == 42
    assert text.count("\n### ") == 40
    assert re.findall(r"### \[\[(\w+)\]\]", text)[0] == "Name41x"
    assert "*2 weaker ties without sentences here; most have theirs in the note of the other.*" in text


def test_every_link_leads_to_a_note_and_every_note_is_linked(written):
    names = {path.rpartition("/")[2].removesuffix(".md") for path in written}
    links = [match for text in written.values() for match in re.findall(r"\[\[([^\]|\\]+)", text)]
    assert set(links) == names
    index = set(re.findall(r"\[\[([^\]|\\]+)", written["Index.md"]))
    assert index == names - {"Index"}


def test_entities_of_one_name_get_notes_of_their_own(tmp_path):
    entities = [("a-1", "person", "Typhon"), ("a-2", "weapon", "Typhon"), ("a-3", "person", "TYPHON"), ("i", "person", "Index")]
    tables = make_tables([("G", "2024-01-01", None, ["T", "Typhon, TYPHON and Index met."])], entities)
    export(tmp_path, tables, formats=["obsidian"])
    found = notes(tmp_path / "obsidian")
    assert {"Index.md", "People/Typhon (a-1).md", "Weapons/Typhon (a-2).md", "People/TYPHON (a-3).md"} <= set(found)
    assert "People/Index (i).md" in found
    assert len(found) == 5
    links = {match for text in found.values() for match in re.findall(r"\[\[([^\]|\\]+)", text)}
    assert links <= {path.rpartition("/")[2].removesuffix(".md") for path in found}


def test_old_notes_go_and_those_of_others_stay(plain_tables, tmp_path):
    export(tmp_path, plain_tables, formats=["obsidian"])
    mine = tmp_path / "obsidian" / "People" / "Mine.md"
    mine.write_text("My own words.", encoding="utf-8")
    renamed = plain_tables["entities"].replace({"name": {"Ada Quill": "Ada B. Quill"}})
    export(tmp_path, {**plain_tables, "entities": renamed}, formats=["obsidian"])
    assert {path.name for path in mine.parent.iterdir()} == {"Mine.md", "Ada B. Quill.md"}
    mine.rename(mine.with_name("Ada Quill.md"))
    with pytest.raises(ValueError, match=r"Ada Quill\.md in .* is not a note of an export"):
        export(tmp_path, plain_tables, formats=["obsidian"])
    assert (mine.parent / "Ada Quill.md").read_text(encoding="utf-8") == "My own words."


def test_hostile_texts_stay_text(hostile_tables, tmp_path):
    export(tmp_path, hostile_tables, formats=["obsidian"])
    found = notes(tmp_path / "obsidian")
    names = {path.rpartition("/")[2].removesuffix(".md") for path in found}
    for path, text in found.items():
        front, body = text.removeprefix("---\n").split("\n---\n", 1)
        assert not re.search(r"[<>`{}%|#$=]|\[\[|::", front.replace("[]", "")), path
        body = re.sub(r"\]\(<https://x\.example/[^<> ]*>\)", "]", body)
        assert not re.search(r"<%|%>|\{\{|\}\}|!\[|`|%%|==|\$\$|(?<![\\&])[$#](?=\w)|::|<script|<img|obsidian://", body), path
        assert {match.split("|")[0].rstrip("\\") for match in re.findall(r"\[\[(.*?)\]\]", body)} <= names
        assert not re.search("[\x00-\x08\x0b\u202a-\u202e]", text)
        page = MARKDOWN.render(re.sub(r"\[\[.*?\]\]", "LINK", body))
        tags = set(re.findall(r"</?([a-z0-9]+)", page))
        assert tags <= {
            "h1",
            "h2",
            "h3",
            "p",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "blockquote",
            "strong",
            "em",
            "a",
            "ul",
            "li",
        }
        assert all(address.startswith("https://x.example/") for address in re.findall(r'href="([^"]*)"', page))


def test_hostile_sentence_can_be_read_letter_by_letter(hostile_tables, tmp_path):
    export(tmp_path, hostile_tables, formats=["obsidian"])
    page = "".join(MARKDOWN.render(text) for text in notes(tmp_path / "obsidian").values())
    shown = html.unescape(re.sub(r"</?(?:strong|p|blockquote)>", "", page))
    for text in HOSTILE:
        assert one_line(f"Norway met {text} and said {text}") in shown


@given(NASTY)
@example("1. one")
@example("%\u202e%")
@example("![[x]]")
def test_escaped_text_is_shown_as_it_is(text):
    rendered = MARKDOWN.render(f"> {escaped(text)}").strip()
    inside = re.sub(r"^<blockquote>\s*(?:<p>)?|(?:</p>)?\s*</blockquote>$", "", rendered)
    assert "<" not in inside
    assert html.unescape(inside) == one_line(text)


@given(NASTY, st.integers(0, 30), st.integers(0, 30))
def test_bold_changes_nothing_but_the_weight(text, start, length):
    plain, bold = escaped(text), escaped(text, bold=[(start, start + length)])
    assert bold.replace("**", "").replace(" ", "").lstrip("\\") == plain.replace("**", "").replace(" ", "").lstrip("\\")
    assert bold.count("**") % 2 == 0


def test_bold_spans_that_touch_or_overlap_are_one():
    assert escaped("Ada Quill spoke", bold=[(0, 3), (2, 9)]) == "**Ada Quill** spoke"


@given(NASTY)
def test_bare_text_holds_no_mark(text):
    assert not set(bare(text)) & set('<>[]{}`%|#^\\$="')


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://a.example/(x)<y> [[z]]", "https://a.example/%28x%29%3Cy%3E%20%5B%5Bz%5D%5D"),
        ("http://a.example/%%b::c==d{{e}}`", "http://a.example/%25%25b%3A%3Ac%3D%3Dd%7B%7Be%7D%7D%60"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("https://[broken", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_only_web_addresses_become_links(url, address):
    assert web_address(url) == address


@given(st.dictionaries(st.text(st.sampled_from("ab-1"), min_size=1, max_size=4), NASTY, max_size=6))
@example({"a": "CON", "b": "con", "c": "aux.txt", "d": "", "e": "...", "f": "b (a)"})
@example({"a": "e\u0301", "b": "\u00e9", "c": "É"})
@example({"a": "x" * 500, "b": "x" * 501, "c": "漢" * 200})
def test_file_names_are_safe_and_different(names):
    found = file_names(names, taken=["Index"])
    assert set(found) == set(names)
    keys = [unicodedata.normalize("NFKC", name).casefold() for name in (*found.values(), "Index")]
    assert len(set(keys)) == len(keys)
    for name in found.values():
        assert name == name.strip(" .")
        assert name
        assert not re.search(r'[<>:"/\\|?*\[\]#^\x00-\x1f\u202e]', name)
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
        assert len(name.encode()) <= 220


def test_names_that_are_alone_stay_as_they_are():
    assert file_names({"b": "Typhon", "a": "Ada Quill", "c": "typhon"}) == {
        "a": "Ada Quill", "b": "Typhon (b)", "c": "typhon (c)",
    }  # fmt: skip
    assert safe_name("A/B: C?") == "A B C"
