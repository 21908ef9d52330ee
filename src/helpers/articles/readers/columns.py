"""Which column of a table, key of a JSON object or front-matter entry says what: guessed by name, overridable."""

from __future__ import annotations

import datetime
import html
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

# Letters that no mark makes of another, as files without special characters write them.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_PLAIN_NAME = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Return the name of a column without case, accents, blanks and signs: "Fecha de publicación" is `fechadepublicacion`."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return _PLAIN_NAME.sub("", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _names(text: str) -> tuple[str, ...]:
    return tuple(map(plain_name, text.split()))


# For every field of an article the names that files give it, the surest first: English, German, French, Spanish, Italian,
# Portuguese, Russian, Polish, Ukrainian, Turkish.
GUESSES: dict[str, tuple[str, ...]] = {
    "text": _names(
        """text fulltext body articletext articlebody maintext articlecontent bodytext plaintext rawtext storytext content
        article story contenttext html bodyhtml contenthtml textbody articlefulltext newstext
        volltext volltextdesartikels artikeltext textdesartikels langtext haupttext artikelinhalt inhalt artikel
        texte texteintégral textecomplet textedelarticle corps corpsdelarticle contenu
        texto textocompleto textoíntegro textodelartículo textodanotícia cuerpo contenido conteúdo corpo corpodotexto artículo
        testo testocompleto testodellarticolo corpodeltesto contenuto articolo
        текст полныйтекст полныйтекстстатьи текстстатьи текстновости содержание статья
        tekst pełnytekst tekstartykułu treść treśćartykułu artykuł повнийтекст текстстатті текстновини зміст стаття
        metin tammetin habermetni haberiçeriği içerik"""
    ),
    "title": _names(
        """title headline articletitle headlinemain heading hl hed subject
        titel überschrift schlagzeile artikeltitel titeldesartikels titre grostitre titredelarticle
        título titular títulodelartículo titolo titolodellarticolo manchete títulodanotícia
        заголовок заглавие название названиестатьи заголовокстатьи tytuł tytułartykułu nagłówek назва назвастатті
        başlık haberbaşlığı manşet"""
    ),
    "published": _names(
        """published publishedat publishedon publishedtime publishedutc publisheddate publicationdate publicationdatetime
        publishdate datepublished datepublish pubdate firstpublished articledate date datetime timestamp time createdat created
        erschienen erschienenam erscheinungsdatum erscheinungstag veröffentlicht veröffentlichtam veröffentlichung
        veröffentlichungsdatum publikationsdatum datum publié publiéle parule datedepublication dateparution datedeparution
        fechadepublicación fechapublicación publicado publicadoel fecha datadipubblicazione datapubblicazione pubblicato
        pubblicatoil datadepublicação datapublicação publicadoem датапубликации опубликовано дата датавыхода
        datapublikacji opublikowano датапублікації опубліковано yayıntarihi yayımtarihi yayımlanmatarihi habertarihi tarih data
        seendate indexeddate"""
    ),
    "outlet": _names(
        """outlet outletname source sourcename publisher publication publicationname medianame medium newspaper sitename site
        website domain feed src newssource mediaoutlet
        quelle zeitung quellezeitung namederzeitung medien presseorgan journal nomdujournal média titredepresse
        fuente medio periódico diario mediodecomunicación fonte testata giornale quotidiano veículo jornal
        источник издание сми газета названиеиздания źródło gazeta wydawca джерело видання змі kaynak gazete haberkaynağı"""
    ),
    "author": _names(
        """author authors byline creator writer reporter autor autoren autorin verfasser verfasserin auteur auteurs autores
        autore autori автор авторы автори autorzy yazar yazarlar muhabir"""
    ),
    "url": _names(
        """url articleurl link permalink sourceurl weburl canonicalurl href webadresse internetadresse lien adresseurl enlace
        collegamento indirizzo ligação ссылка адресстраницы odnośnik adresurl посилання bağlantı"""
    ),
    "agency": _names(
        """agency attributedto newsagency wire wireservice credit agentur nachrichtenagentur agence agencia agenzia agência
        агентство ajans"""
    ),
    "language": _names("language lang languagecode locale sprache langue idioma lingua língua язык język мова dil"),
}

# Columns that say when a collector came by, not when the article came out.
_SEEN = frozenset(("seendate", "indexeddate"))
# Names of columns, without case and underscores, by which a list of addresses is known: those of GDELT's DOC 2.0 API (article
# list as JSON and as CSV) and of Media Cloud (its present search and its former one).
_LISTS = (
    ("a GDELT article list", frozenset(("url", "title", "seendate"))),
    ("a GDELT article list", frozenset(("url", "mobileurl", "date", "title"))),
    ("a Media Cloud story list", frozenset(("url", "title", "publishdate", "medianame"))),
)
# How exports write an empty cell.
_EMPTY = frozenset(("nan", "nat", "none", "null", "n/a", "#n/a", "<na>", "-"))
_LANGUAGES = {
    "english": "en",
    "englisch": "en",
    "anglais": "en",
    "inglés": "en",
    "russian": "ru",
    "русский": "ru",
    "ukrainian": "uk",
    "українська": "uk",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "polish": "pl",
    "polski": "pl",
    "portuguese": "pt",
    "português": "pt",
    "turkish": "tr",
    "türkçe": "tr",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "persian": "fa",
    "hebrew": "he",
    "romanian": "ro",
    "dutch": "nl",
    "czech": "cs",
    "slovak": "sk",
    "hungarian": "hu",
    "bulgarian": "bg",
    "serbian": "sr",
    "croatian": "hr",
    "greek": "el",
    "swedish": "sv",
    "norwegian": "no",
    "danish": "da",
    "finnish": "fi",
    "estonian": "et",
    "latvian": "lv",
    "lithuanian": "lt",
    "georgian": "ka",
    "armenian": "hy",
    "azerbaijani": "az",
    "belarusian": "be",
    "kazakh": "kk",
    "hindi": "hi",
    "indonesian": "id",
    "vietnamese": "vi",
}

_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MARKUP = re.compile(r"</(?:p|div|br|span|article|strong|em|a|h[1-6]|li|ul)>|<(?:p|br)\s*/?>", re.IGNORECASE)


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the mapping from field to column name that a user gave. Raises ValueError for a field that no article has."""
    unknown = sorted(set(columns or {}) - set(GUESSES))
    if unknown:
        raise ValueError(f"columns: {', '.join(unknown)} is no field of an article; the fields are {', '.join(GUESSES)}")
    return dict(columns or {})


def guess_columns(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return for every field the column that holds it: the one the user named where it is there, else the likeliest name."""
    present = list(names)
    plain = {plain_name(name): name for name in reversed(present)}
    # "Source (newspaper)"; but "Text (words)" counts them.
    bare = {plain_name(_IN_BRACKETS.sub("", name)): name for name in reversed(present)} | plain
    mapping = {}
    for field, guesses in GUESSES.items():
        named, known = columns.get(field), plain if field == "text" else bare
        found = named if named in present else next((known[guess] for guess in guesses if guess in known), None)
        if found is not None:
            mapping[field] = found
    return mapping


def fields_of(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an article that `row` holds, as text, without the empty ones."""
    flat = flat_row(row)
    mapping = guess_columns(flat, columns)
    fields: dict[str, Any] = {field: _as_text(flat[name]) for field, name in mapping.items()}
    if fields.get("language"):
        fields["language"] = language_code(fields["language"])
    if fields.get("published") and plain_name(mapping["published"]) in _SEEN:
        fields["published_inferred"] = True
    return {field: value for field, value in fields.items() if value}


def flat_row(row: Mapping[str, object]) -> dict[str, object]:
    """Return `row` with the entries of nested objects beside the others, as `outer.inner`; a named object stands for its name."""
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            flat.update({f"{key}.{inner}": leaf for inner, leaf in value.items() if not isinstance(leaf, (Mapping, list))})
            value = next((value[k] for k in ("name", "title", "text", "main") if isinstance(value.get(k), str)), None)
        flat[str(key)] = value
    return flat


def language_code(name: str) -> str | None:
    """Return the two-letter code of a language, given as such (`en`, `en-GB`) or by its name; None for a name not known."""
    first = re.split(r"[;,/(]", name.strip().lower())[0].strip()
    return first[:2] if re.fullmatch(r"[a-z]{2}(?:[-_][a-z0-9]+)*", first) else _LANGUAGES.get(first)


def is_markup(text: str) -> bool:
    """Say whether a cell holds HTML rather than text."""
    return len(_MARKUP.findall(text[:5000])) >= 2


def list_kind(names: Iterable[str]) -> str | None:
    """Return "a GDELT article list" or "a Media Cloud story list" where the names of the columns are those of one, or None."""
    plain = {plain_name(name) for name in names}
    return next((kind for kind, wanted in _LISTS if wanted <= plain), None)


def lacks_text(names: Iterable[str]) -> str:
    """Say in one sentence that a table has no column with the article's text."""
    shown = ", ".join(repr(str(name)) for name in list(names)[:12]) or "none"
    return (
        f"no column holds the text (columns: {shown}); name one of them 'text', give it on the command line as "
        "--columns text=\"Volltext\", or map it with columns={'text': ...}"
    )


def _as_text(value: object) -> str | None:
    if isinstance(value, list):
        parts = [part for part in map(_as_text, value) if part]
        return "\n\n".join(parts) if any(len(part) > 80 for part in parts) else ", ".join(parts) or None
    if isinstance(value, Mapping):
        return _as_text(value.get("name"))
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return None if not math.isfinite(value) else str(int(value)) if value.is_integer() else str(value)
    text = html.unescape(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)).strip()
    return None if text.lower() in _EMPTY else text or None
