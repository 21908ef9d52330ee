from __future__ import annotations

import pytest

from helpers.articles.decode import NotTextError, decode

RUSSIAN = "Министерство обороны сообщило во вторник, что колонна техники прибыла на базу у реки."
FRENCH = "Le ministère a annoncé mardi que le système, livré à l’armée, était déjà prêt près de la rivière."


@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, "The army’s guns — “three” of them — fell silent."])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_every_form(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text.lstrip("\ufeff") == text


def test_mark_and_carriage_returns_stay() -> None:
    assert decode(b"\xef\xbb\xbfOne\r\nTwo").text == "\ufeffOne\r\nTwo"


def test_windows_1251_and_1252_are_told() -> None:
    assert decode(RUSSIAN.encode("cp1251"))[:2] == (RUSSIAN, "cp1251")
    assert decode(FRENCH.encode("cp1252")).text == FRENCH


def test_a_russian_byline_over_an_english_text_is_windows_1251() -> None:
    text = (
        "Автор: Иван Ветров, собственный корреспондент\n\n" + "The army said that the column had reached the base by night. " * 8
    )
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The army’s guns — “three” of them — fell silent.", "cp1252"),
        ("The café’s owner left.", "cp1252"),
        ("Zażółć gęślą jaźń nocą nad rzeką, gdy wojsko śpi.", "cp1250"),
        ("Şu anda ülkenin İstanbul şehrinde değil, ama çağrı geldi ve ışık söndü.", "cp1254"),
        ("Колона техніки прибула на базу біля річки вночі.", "cp1251"),
        ("Колонна прибыла на базу у реки ночью во вторник.", "koi8_r"),
    ],
)
def test_single_byte_encodings_give_the_text_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_declared_encoding_is_believed_before_a_guess() -> None:
    assert decode("Çağrı geldi".encode("cp1254"), declared="windows-1254").text == "Çağrı geldi"


@pytest.mark.parametrize("data", [b"The army said so.\xff\xfe And left the base.", "Kyiv — ".encode() * 5 + b"\x9d\x81 said so."])
def test_invalid_bytes_are_marked(data: bytes) -> None:
    decoded = decode(data)
    assert "said so." in decoded.text
    assert decoded.n_invalid == decoded.text.count("\ufffd") > 0


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x00" * 100, "binary"),
        (b"\x01\x02\x03\x04abcd" * 100, "binary"),
    ],
)
def test_binary_is_refused_with_a_reason(data: bytes, word: str) -> None:
    with pytest.raises(NotTextError, match=word):
        decode(data)
