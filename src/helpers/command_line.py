"""The commands of `python -m helpers`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from helpers import __version__
from helpers.settings import RAW, Settings, Window, output_folders

app = typer.Typer(
    help="Read a folder of news articles and find who is tied to which country and which weapons system.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

RawOption = Annotated[
    Path, typer.Option("--raw", help="Folder of articles: texts, web pages, PDFs, office files, mails, tables, archives.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder for the results; by default the project's own data/ and reports/.")
]
NamesOption = Annotated[
    str, typer.Option("--names", help="What finds names: name_tagger, or the name or folder of a spaCy model.")
]
CoreferenceOption = Annotated[
    bool, typer.Option("--coreference", help='Pronouns ("he") and role phrases ("the minister") as well.')
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN",
        help="For tables, the column of a field where its name does not tell: --columns text=Story; once for every field.",
    ),
]
LinksOption = Annotated[
    bool, typer.Option("--follow-links", help="Read links that lead out of the folder; they are refused otherwise.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bars.")]


@app.callback(invoke_without_command=False)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Set up the log of a command."""
    if version:
        typer.echo(f"helpers {__version__}")
        raise typer.Exit
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
    for name in ("papermill", "trafilatura", "htmldate", "matplotlib", "fontTools", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)


@app.command()
def run(
    raw: RawOption = RAW,
    out: OutOption = None,
    columns: ColumnsOption = None,
    window: Annotated[
        str, typer.Option(help="Where two names must meet: sentence, paragraph, article, or a number of sentences.")
    ] = "sentence",
    max_file_mb: Annotated[float, typer.Option(help="Larger files are refused (megabytes).")] = Settings.max_file_mb,
    names: Annotated[
        str, typer.Option(help="What finds names: name_tagger, or the name or folder of a spaCy model.")
    ] = Settings.names,
    coreference: Annotated[
        bool | None,
        typer.Option(
            "--coreference/--no-coreference",
            help='Join "he" and "the Ukrainian president" to their person; by default what proved right often enough.',
        ),
    ] = Settings.coreference,
    places: Annotated[
        bool, typer.Option("--places", help='Count cities and regions ("Kharkiv", "Bavaria") for their countries.')
    ] = Settings.places,
    n_process: Annotated[int, typer.Option("--n-process", help="Processes that read and parse.", min=1)] = 1,
    follow_links: LinksOption = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait while another run writes to the same folder; this one stops otherwise.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a Dask scheduler; its workers read and parse (docs/cluster.md)."),
    ] = None,
    work: Annotated[
        str | None, typer.Option("--work", help="Where finished work is kept: a folder, or any address that fsspec knows.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Read the articles, find the names, count who meets whom; write tables (Parquet) and graph files."""
    from helpers.run import run as run_steps
    from helpers.summary import summarise

    processed, _ = output_folders(out)
    settings = Settings(window=_window(window), max_file_mb=max_file_mb, names=names, coreference=coreference, places=places)
    with _one_sentence_errors(), _cluster(scheduler) as client:
        t = run_steps(
            raw,
            processed,
            settings,
            columns=_mapping(columns),
            n_process=n_process,
            client=client,
            work=work,
            follow_links=follow_links,
            wait=wait,
            progress=not quiet,
        )
    articles = t.read("articles", columns=("outlet", "is_copy", "published", "published_quality", "language"))
    typer.echo(summarise(articles, t.rejected, t.read("mentions", columns=("kind", "how")), t.entities, t.edges))
    typer.echo(f"Tables and graph files: {processed}")


@contextmanager
def _cluster(scheduler: str | None) -> Iterator[Any]:
    """Give a client of the Dask cluster at that address, or None."""
    if scheduler is None:
        yield None
        return
    from distributed import Client

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        yield client


@app.command()
def report(
    raw: RawOption = RAW,
    out: OutOption = None,
    columns: ColumnsOption = None,
    title: Annotated[str, typer.Option(help="Heading of the report.")] = "",
    entity: Annotated[str, typer.Option(help="Only this person, country or weapon, its partners and their ties.")] = "",
    since: Annotated[str, typer.Option(help="First day of publication, such as 2024-01-01; undated articles are left out.")] = "",
    until: Annotated[str, typer.Option(help="Last day of publication.")] = "",
    split: Annotated[str, typer.Option(help="For the comparison, first day of the second period; else the middle.")] = "",
    evidence: Annotated[
        str, typer.Option(help="Sentences in the pages: full, short (25 words round the names) or none (their places alone).")
    ] = "full",
    formats: Annotated[
        str, typer.Option("--formats", help="Besides HTML, with commas between: pdf (needs Chromium), slides, markdown.")
    ] = "",
    also: Annotated[str, typer.Option("--also", help="Further notebooks: dossier, comparison, gallery.")] = "",
    follow_links: LinksOption = False,
    quiet: QuietOption = False,
) -> None:
    """Execute the notebooks in order and render them as pages that open anywhere; index.html comes first."""
    from helpers.report import ReportOptions, build_report
    from helpers.storage import read_table
    from helpers.summary import summarise

    processed, reports = output_folders(out)
    with _one_sentence_errors():
        _check_folder(raw)
        wishes = {"title": title, "entity": entity, "since": since, "until": until, "split": split, "evidence": evidence}
        options = ReportOptions(**cast(Any, wishes), formats=cast(Any, _words(formats)), also=_words(also))
        how = {"columns": _mapping(columns), "follow_links": follow_links, "progress": not quiet}
        is_new = build_report(raw, processed, reports, options=options, **cast(Any, how))
    tables = [read_table(processed, name) for name in ("articles", "rejected", "mentions", "entities", "edges")]
    typer.echo(("" if is_new else "Nothing has changed since the last report.\n") + summarise(*tables))
    typer.echo(f"\nOpen {reports / 'index.html'}\nTables and graph files: {processed}")


def _words(text: str) -> tuple[str, ...]:
    """Return the words between commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


@app.command()
def export(
    out: OutOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="gexf, graphml, neo4j, vosviewer, excel or obsidian; once for every format, all of them by default."
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder for the exports; by default exports/ beside the tables.")
    ] = None,
    evidence: Annotated[
        str, typer.Option(help="Sentences behind the ties: full, short (25 words round the names) or none.")
    ] = "full",
    window: Annotated[str, typer.Option(help="Window of the run whose ties are exported.")] = "sentence",
) -> None:
    """Write the network of a finished run for Gephi, Cytoscape, Neo4j, VOSviewer, Excel or Obsidian."""
    from helpers.sharing import FORMATS, Evidence
    from helpers.sharing import export as export_tables
    from helpers.storage import read_table

    processed, _ = output_folders(out)
    other = None if _window(window) == Settings.window else window
    with _one_sentence_errors():
        tables = {name: read_table(processed, name) for name in ("articles", "sentences", "mentions", "entities")}
        tables |= {name: read_table(processed, name, window=other) for name in ("pairs", "edges")}
        folder = to or processed / "exports"
        written = export_tables(folder, tables, formats=formats or FORMATS, evidence=cast(Evidence, evidence))
    typer.echo(f"{len(written)} file{'s' if len(written) > 1 else ''} in {folder}")


@app.command()
def mentions(
    files: Annotated[list[Path], typer.Argument(help="Files to read.", metavar="FILE...")],
    classes: Annotated[bool, typer.Option("--classes", help="Generic classes (drone, tank) as well.")] = False,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Take the text as it stands, without cleaning: offsets count characters of the file.")
    ] = False,
    coreference: CoreferenceOption = False,
) -> None:
    """Print the mentions in FILE..., one JSON object a line, with offsets into the text that was read."""
    from helpers.articles import articles_table, sentences_table
    from helpers.entities import build_pipeline, find_mentions, join_names

    read, n_refused = _read_each(files, as_is=as_is)
    articles = articles_table(read)
    nlp = build_pipeline(pronouns=coreference, roles=coreference)
    found, entities = join_names(find_mentions(articles, sentences_table(read), nlp, progress=False))
    found = found if classes else found[found["kind"] != "weapon_class"]
    paths = dict(zip(articles["article_id"], articles["path"], strict=True))
    known = {row["entity_id"]: row for row in entities.to_dict("records")}
    for mention in found.itertuples(index=False):
        typer.echo(json.dumps(_mention_row(mention, paths[mention.article_id], known[mention.entity_id]), ensure_ascii=False))
    if n_refused:
        raise typer.Exit(1)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder of articles with inline markup, such as tests/gold.")],
    names: Annotated[
        str, typer.Option(help="What finds names: name_tagger, or the name or folder of a spaCy model.")
    ] = Settings.names,
    errors: Annotated[int, typer.Option(help="How many single errors to list.")] = 20,
    coreference: CoreferenceOption = False,
) -> None:
    """Measure precision, recall and F1 of mentions, entities and ties on annotated articles; list errors."""
    from helpers.entities import build_pipeline
    from helpers.evaluation import evaluate_pipeline, read_annotated

    with _one_sentence_errors():
        nlp = build_pipeline(names=names, pronouns=coreference, roles=coreference)
        score = evaluate_pipeline(read_annotated(folder), nlp, coreference=coreference)
    typer.echo(score.table().to_string(index=False, float_format="%.4f"))
    for error in score.worst(errors):
        typer.echo(" | ".join(error))


def _read_each(files: list[Path], *, as_is: bool) -> tuple[list[Any], int]:
    """Return the articles of all files that can be read and how many cannot; each of those gets its sentence."""
    from helpers.articles import read_file

    read, n_refused = [], 0
    for path in files:
        try:
            read += read_file(path, as_is=as_is)
        except (OSError, ValueError) as error:
            typer.echo(f"Error: {error}", err=True)
            n_refused += 1
    return read, n_refused


def _mention_row(mention: Any, path: str, entity: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "path": path,
        "start": int(mention.start),
        "end": int(mention.end),
        "surface": mention.surface,
        "kind": mention.kind,
        "entity_id": mention.entity_id,
        "name": entity["name"],
        "aliases": list(entity["aliases"]),
        "how": mention.how,
    }


def _mapping(words: list[str] | None) -> dict[str, str]:
    """Return the column of every field that `--columns` names."""
    from helpers.articles.readers.columns import check_columns

    pairs = [word.partition("=") for word in words or []]
    for word, (field, _, column) in zip(words or [], pairs, strict=True):
        if not (field.strip() and column.strip()):
            raise ValueError(f"--columns {word!r} is not understood; write FIELD=COLUMN, such as text=Story")
    return check_columns({field.strip(): column.strip() for field, _, column in pairs})


def _window(word: str) -> Window:
    if word.isdigit():
        return int(word)
    if word in get_args(get_args(Window)[0]):
        return cast(Window, word)
    raise typer.BadParameter(f"the window is {word!r}; it is sentence, paragraph, article or a number of sentences")


def _check_folder(raw: Path) -> None:
    if not raw.is_dir():
        raise FileNotFoundError(f"{raw} is not a folder: name the folder that holds your articles")


class _one_sentence_errors:  # noqa: N801 - reads as a clause in `with`
    """Errors that the user can mend end the command with their one sentence, not with a traceback."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (OSError, ValueError)):
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(2) from error
