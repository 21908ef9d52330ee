"""The network for Gephi, Cytoscape, Neo4j and VOSviewer."""

import csv
import datetime
import re

import networkx as nx
import pytest
from lxml import etree
from sharing_tables import HOSTILE

from helpers import network
from helpers.plots.style import MARKS
from helpers.sharing import export

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"


def write(tables, folder, name, **options):
    """Write one format and return its files."""
    return export(folder, tables, formats=[name], **options)


def gexf_root(tables, folder):
    (path,) = write(tables, folder, "gexf")
    return etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()


def in_gexf(root, kind, key="id"):
    return {item.get(key): item for item in root.iter(f"{GEXF}{kind}")}


def test_gexf_has_the_shape_that_the_format_asks_for(plain_tables, tmp_path):
    root = gexf_root(plain_tables, tmp_path)
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    graph = root.find(f"{GEXF}graph")
    assert dict(graph.attrib) == {
        "defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date", "start": "2024-03-01", "end": "2024-05-31",
    }  # fmt: skip
    assert [child.tag.removeprefix(GEXF) for child in graph] == [*["attributes"] * 4, "nodes", "edges"]
    parts = graph.findall(f"{GEXF}attributes")
    assert [part.get("class") for part in parts] == ["node", "node", "edge", "edge"]
    declared = {
        kind: {a.get("id"): a.get("type") for part in parts if part.get("class") == kind for a in part}
        for kind in ("node", "edge")
    }
    readers = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__}
    for kind in ("node", "edge"):
        for item in graph.iter(f"{GEXF}{kind}"):
            values = {value.get("for"): value.get("value") for value in item.iter(f"{GEXF}attvalue")}
            assert values
            assert all(readers[declared[kind][name]](value) is not None for name, value in values.items())
    ids = set(in_gexf(root, "node"))
    assert all(
        e.get("source") in ids and e.get("target") in ids and float(e.get("weight")) > 0 for e in graph.iter(f"{GEXF}edge")
    )
    assert len(in_gexf(root, "edge")) == len(plain_tables["edges"])


def test_gexf_lives_as_the_articles_are_dated(plain_tables, tmp_path):
    root = gexf_root(plain_tables, tmp_path)
    nodes = in_gexf(root, "node")
    assert (nodes["NO"].get("start"), nodes["NO"].get("end")) == ("2024-03-01", "2024-05-04")
    assert (nodes["leopard-2"].get("start"), nodes["leopard-2"].get("end")) == ("2024-05-03", "2024-05-04")
    spells = {
        (edge.get("source"), edge.get("target")): [(s.get("start"), s.get("end")) for s in edge.iter(f"{GEXF}spell")]
        for edge in root.iter(f"{GEXF}edge")
    }
    days = [(day, day) for day in ("2024-03-01", "2024-05-03", "2024-05-04")]
    assert spells == {("NO", "ada-quill"): days, ("NO", "leopard-2"): days[1:], ("ada-quill", "leopard-2"): days[1:]}


def test_gexf_without_dates_is_static(plain_tables, tmp_path):
    articles = plain_tables["articles"]
    root = gexf_root(
        {**plain_tables, "articles": articles.assign(published=articles["published"].shift(len(articles)))}, tmp_path
    )
    assert root.find(f"{GEXF}graph").get("mode") == "static"
    assert not list(root.iter(f"{GEXF}spell"))
    assert not [item for item in root.iter() if item.get("start")]


def test_gexf_shows_kinds_sizes_and_places(plain_tables, tmp_path):
    nodes = in_gexf(gexf_root(plain_tables, tmp_path), "node")
    for entity, kind in (("NO", "country"), ("ada-quill", "person"), ("leopard-2", "weapon")):
        colour = nodes[entity].find(f"{VIZ}color")
        assert "#" + "".join(f"{int(colour.get(part)):02X}" for part in "rgb") == MARKS[kind].colour
    assert {n.find(f"{VIZ}shape").get("value") for n in nodes.values()} == {"square", "disc", "triangle"}
    size = {entity: float(node.find(f"{VIZ}size").get("value")) for entity, node in nodes.items()}
    assert size["NO"] > size["ada-quill"] > size["lone-star"] > 0
    places = {(n.find(f"{VIZ}position").get("x"), n.find(f"{VIZ}position").get("y")) for n in nodes.values()}
    assert len(places) == len(nodes)


def test_gexf_is_read_back_by_networkx(plain_tables, tmp_path):
    (path,) = write(plain_tables, tmp_path, "gexf")
    read, graph = nx.read_gexf(path), network.build_graph(plain_tables["entities"], plain_tables["edges"])
    assert set(read) == set(graph)
    assert {frozenset(edge) for edge in read.edges} == {frozenset(edge) for edge in graph.edges}
    for one, two, data in graph.edges(data=True):
        assert read.edges[one, two]["weight"] == data["weight"]
        assert read.edges[one, two]["n_reports"] == data["n_reports"]
    assert read.nodes["NO"]["label"] == "Norway"


def test_graphml_has_types_and_a_place_for_each_node(plain_tables, tmp_path):
    (path,) = write(plain_tables, tmp_path, "graphml")
    keys = etree.parse(path).getroot().findall("{http://graphml.graphdrawing.org/xmlns}key")
    types = {(key.get("for"), key.get("attr.name")): key.get("attr.type") for key in keys}
    expected = {"name": "string", "n_articles": "long", "strength": "double", "colour": "string", "x": "double"}
    assert {name: types["node", name] for name in expected} == expected
    assert (types["edge", "is_home"], types["edge", "weight"], types["edge", "n_reports"]) == ("boolean", "double", "long")
    graph = network.read_graphml(path)
    assert graph.edges["NO", "ada-quill"]["n_reports"] == 2
    assert (graph.nodes["NO"]["first_seen"], graph.nodes["NO"]["colour"]) == ("2024-03-01", MARKS["country"].colour)
    placed = nx.read_gexf(write(plain_tables, tmp_path, "gexf")[0]).nodes
    assert all(graph.nodes[n]["y"] == -placed[n]["viz"]["position"]["y"] for n in graph)


def neo4j_rows(paths):
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            yield list(csv.reader(file))


NEO4J = {
    "long": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
    "string": str,
    "string[]": lambda cell: cell.split(";"),
}


def test_neo4j_headers_and_cells_fit_the_importer(plain_tables, tmp_path):
    paths = write(plain_tables, tmp_path, "neo4j")
    assert [path.name for path in paths] == ["nodes.csv", "relationships.csv"]
    assert not paths[0].read_bytes().startswith(b"\xef\xbb\xbf")
    nodes, ties = neo4j_rows(paths)
    assert nodes[0][:2] == ["entity_id:ID", ":LABEL"]
    assert ties[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    for header, *rows in (nodes, ties):
        for row in rows:
            assert len(row) == len(header)
            for name, cell in zip(header, row, strict=True):
                kind = name.partition(":")[2]
                assert kind in {"ID", "LABEL", "START_ID", "END_ID", "TYPE"} or cell == "" or NEO4J[kind](cell) is not None
    labels = {row[0]: row[1] for row in nodes[1:]}
    assert labels == {
        "NO": "Entity;Country", "ada-quill": "Entity;Person", "leopard-2": "Entity;Weapon", "lone-star": "Entity;Weapon",
    }  # fmt: skip
    edges = plain_tables["edges"]
    assert [tuple(row[:3]) for row in ties[1:]] == [
        (s, t, "NAMED_WITH") for s, t in zip(edges["source"], edges["target"], strict=True)
    ]
    assert [int(row[ties[0].index("n_reports:long")]) for row in ties[1:]] == list(edges["n_reports"])


def test_vosviewer_numbers_items_from_one_and_links_them(plain_tables, tmp_path):
    map_file, links = write(plain_tables, tmp_path, "vosviewer")
    header, *items = [line.split("\t") for line in map_file.read_text(encoding="utf-8").splitlines()]
    assert header[:6] == ["id", "label", "description", "x", "y", "cluster"]
    assert [(row[0], row[1]) for row in items] == [("1", "Norway"), ("2", "Ada Quill"), ("3", "Leopard 2")]
    assert all(int(row[5]) >= 1 for row in items)
    assert links.read_text(encoding="utf-8") == "1\t2\t2\n1\t3\t2\n2\t3\t1\n"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Quill, Ada", '"Quill, Ada"'),
        ("Quill; Ada", '"Quill; Ada"'),
        ('The "great"\tone', '"The ""great"" one"'),
        ("=1+1", "'=1+1"),
        ("Quill-Ada", "Quill-Ada"),
    ],
)
def test_vosviewer_quotes_what_it_would_take_for_a_mark(name, cell, plain_tables, tmp_path):
    entities = plain_tables["entities"].replace({"name": {"Norway": name}})
    map_file, _ = write({**plain_tables, "entities": entities}, tmp_path, "vosviewer")
    assert map_file.read_text(encoding="utf-8").splitlines()[1].split("\t")[1] == cell


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_hostile_names_are_text_in_xml(name, hostile_tables, tmp_path):
    (path,) = write(hostile_tables, tmp_path, name)
    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    assert not [item for item in root.iter() if not str(item.tag).startswith("{http://g")]
    texts = {value for item in root.iter() for value in (item.text, *item.attrib.values()) if value}
    assert HOSTILE[1] in texts
    assert not [text for text in texts if re.search("[\x00\x0b\uffff]", text)]


@pytest.mark.parametrize("name", ["neo4j", "vosviewer"])
def test_no_cell_begins_like_a_formula(name, hostile_tables, tmp_path):
    for path in write(hostile_tables, tmp_path, name):
        mark = "," if path.suffix == ".csv" else "\t"
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=mark) for cell in row]
        risky = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert not [cell for cell in risky if not re.fullmatch(r"-?\d[\d.e-]*", cell)]
        assert path.name in ("relationships.csv", "network.txt") or f"'{HOSTILE[0]}" in cells
