from __future__ import annotations

import pytest

from cleanarticle.files.encoding import decode
from cleanarticle.loading import check_page
from cleanarticle.page import Page

ENGLISH = "<p>It’s said José paid £12m – €14m – for a “café” at 20° in the shade.</p>"
GERMAN = "<p>Der Spaß“, sagte er, „kostet 20 €“ – für die Größe ein guter Preis.</p>"
FRENCH = "<p>« L’été, dit-elle, c’est à l’œuvre… » – un cœur, où ça ?</p>"
JAPANESE = "<p>橋は一晩で閉鎖された。川の水位が上がったためである。</p>"
CHINESE = "<p>河水在夜间上涨了两米，大桥对所有车辆关闭。</p>"
KOREAN = "<p>밤사이 강물이 불어나 다리가 폐쇄되었다.</p>"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH])
@pytest.mark.parametrize("declaration", ["", "<meta charset=utf-8>", "<meta charset=klingon>"])
@pytest.mark.parametrize("header", ["text/html", "text/html; charset=utf-8"])
def test_decode_western_text_with_no_or_a_false_declaration_reads_windows_1252(
    text: str, declaration: str, header: str
) -> None:
    page = declaration + text
    assert decode(page.encode("cp1252"), header) == page


@pytest.mark.parametrize("byte", ["’", "£", "é", "°", "–", "€"])
def test_decode_long_english_page_with_one_windows_1252_character_reads_it(byte: str) -> None:
    page = "<p>Nothing but plain words on this line.</p>" * 50 + f"<p>It costs 5{byte}.</p>"
    assert decode(page.encode("cp1252")) == page


def test_decode_utf8_page_with_a_windows_1252_comment_reads_both() -> None:
    article, comment = "<p>Über die Größe – “schön”</p>" * 5, "<p>Jos\xe9 says it\x92s fine</p>"
    content = article.encode() + comment.encode("latin-1")
    assert decode(content) == article + "<p>José says it’s fine</p>"


@pytest.mark.parametrize("stray", [b"\xe9", b"\xa9 2024", b"It\xe2\x80..."])
@pytest.mark.parametrize("text", ["‘Shut,’ she said – again.", "Café", "«Закрыто»", "三月 開始"])
def test_decode_utf8_with_a_few_characters_and_a_stray_byte_keeps_them(
    text: str, stray: bytes
) -> None:
    page = f"<meta charset=utf-8><p>{text}</p>".encode() + b"<p>" + stray + b"</p>"
    assert f"<p>{text}</p>" in decode(page)


@pytest.mark.parametrize("stray", [b"\xe9", b"\xa9 2024", b"It\xe2\x80..."])
def test_decode_undeclared_utf8_with_a_few_quotation_marks_keeps_them(stray: bytes) -> None:
    text = "‘Shut,’ she said – again."
    assert text in decode(text.encode() + b"<p>" + stray + b"</p>")


def test_decode_utf8_menu_above_windows_1252_text_reads_both() -> None:
    menu = "<meta charset=utf-8><ul>" + "<li>São Paulo – política</li>" * 10 + "</ul>"
    text = "<p>SÃO PAULO – A operação na eleição de “março” já é da ação.</p>"
    assert decode(menu.encode() + text.encode("cp1252")) == menu + text


def test_decode_utf8_with_a_part_in_another_encoding_keeps_it() -> None:
    page = f"<p>{'Ночью река вышла из берегов. ' * 18}</p>".encode()
    banner = "Подписка на нашу газету без наценок и комиссий для всех читателей района".encode(
        "cp1251"
    )
    assert "Ночью река вышла из берегов." in decode(page + banner)


def test_decode_windows_1252_page_with_utf8_furniture_reads_both() -> None:
    furniture = "<p>© 2024 – Über uns</p>"
    content = ENGLISH.encode("cp1252") * 5 + furniture.encode() + GERMAN.encode("cp1252") * 5
    assert decode(content) == ENGLISH * 5 + furniture + GERMAN * 5


@pytest.mark.parametrize("cut", [1, 2])
def test_decode_utf8_with_a_cut_character_marks_it(cut: int) -> None:
    content = CHINESE.encode() + "水".encode()[:cut] + b"</p>"
    text = decode(content)
    assert text.replace("\N{REPLACEMENT CHARACTER}", "") == CHINESE + "</p>"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("csISO2022JP", "iso2022_jp", JAPANESE),
        ("ISO-2022-KR", "iso2022_kr", KOREAN),
        ("hz-gb-2312", "hz", CHINESE),
    ],
)
@pytest.mark.parametrize("where", ["header", "page", "xml"])
def test_decode_declared_seven_bit_encoding_reads_it(
    label: str, codec: str, text: str, where: str
) -> None:
    header = f"text/html; charset={label}" if where == "header" else "text/html"
    start = {
        "page": f"<meta charset='{label}'>",
        "xml": f"<?xml version='1.0' encoding='{label}'?>",
    }
    page = start.get(where, "") + text
    assert decode(page.encode(codec), header) == page


def test_decode_ascii_with_a_tilde_brace_and_no_declaration_keeps_it() -> None:
    assert decode(b"<p>a ~{ b ~} c \x1b</p>") == "<p>a ~{ b ~} c \x1b</p>"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("x-sjis", "cp932", JAPANESE),
        ("windows-31j", "cp932", JAPANESE + "①"),
        ("x-euc-jp", "euc_jp", JAPANESE),
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("x-gbk", "gb18030", CHINESE),
        ("big5-hkscs", "big5hkscs", "<p>河水在夜間上漲了兩米</p>"),
        ("iso-8859-9", "cp1254", "<p>Şehir ığdır – “köprü”</p>"),
        ("tis-620", "cp874", "<p>สะพานถูกปิด</p>"),
        ("x-mac-cyrillic", "mac_cyrillic", "<p>Мост закрыт</p>"),
        ("koi8-ru", "koi8_u", "<p>Міст закрито</p>"),
        ("iso-8859-8-i", "iso8859_8", "<p>הגשר נסגר</p>"),
        ("macintosh", "mac_roman", "<p>La façade de l’été</p>"),
        ("ascii", "cp1252", ENGLISH),
        ("latin1", "cp1252", ENGLISH),
    ],
)
def test_decode_label_of_the_standard_reads_the_encoding(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), f"text/html; charset={label}") == text
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">{text}'
    assert decode(page.encode(codec)) == page


@pytest.mark.parametrize(
    "header",
    [
        "text/html charset=gbk",
        "text/html; charset=gbk, text/html; charset=gbk",
        "text/html;charset='gbk'",
        'TEXT/HTML; CharSet = "GBK"',
    ],
)
def test_decode_odd_content_type_header_reads_its_charset(header: str) -> None:
    assert decode("<p>镕".encode("gbk"), header) == "<p>镕"


def test_decode_declaration_in_a_comment_does_not_count() -> None:
    page = "<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>Мост закрыт</p>"
    assert decode(page.encode("cp1251")) == page


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n<html>", "<p>x"])
def test_decode_utf16_without_a_mark_reads_it(codec: str, start: str) -> None:
    text = start + CHINESE
    page = Page(text.encode(codec), headers={"content-type": "text/html; charset=utf-16"})
    assert check_page(page).text == text
    assert page.utf8 == text.encode()


@pytest.mark.parametrize(
    ("text", "codec", "domain"),
    [
        ("<p>Rīgā slēgts tilts pār upi, ūdens līmenis ceļas</p>", "cp1257", "lv"),
        ("<p>Zamknięto most; poziom wody w rzece wzrósł, mówi wójt</p>", "iso8859_2", "pl"),
        ("<p>Γέφυρα έκλεισε μετά τις βροχές</p>", "iso8859_7", "gr"),
        (CHINESE, "gb18030", None),
        (JAPANESE, "euc_jp", None),
        (KOREAN, "cp949", None),
    ],
)
def test_decode_undeclared_encoding_detects_it(text: str, codec: str, domain: str | None) -> None:
    assert decode(text.encode(codec), "", domain) == text


@pytest.mark.parametrize("domain", ["", "LV", "127", "xn--p1ai", "a b", "é", None])
def test_decode_any_host_label_is_accepted(domain: str | None) -> None:
    assert decode(ENGLISH.encode("cp1252"), "", domain) == ENGLISH


@pytest.mark.parametrize("text", ["£5", "±5", "5µm", "3¥", "«a»", "naïve", "½ cup", "© 2024"])
@pytest.mark.parametrize("start", ["", "<html lang=en>", "<html lang='de-AT'>"])
def test_decode_few_symbols_in_ascii_reads_windows_1252(text: str, start: str) -> None:
    page = start + "<p>Nothing but plain words on this line.</p>" * 50 + text
    assert decode(page.encode("cp1252")) == page


@pytest.mark.parametrize(
    ("language", "text", "codec"),
    [
        ("pl", "wójt", "cp1250"),
        ("lv", "Rīgā", "cp1257"),
        ("ru", "мост", "cp1251"),
        ("el", "γέφυρα", "cp1253"),
        ("tr", "İstanbul ığdır", "cp1254"),
    ],
)
def test_decode_short_undeclared_text_follows_language_of_page(
    language: str, text: str, codec: str
) -> None:
    page = f"<html lang={language}><p>{text}</p>"
    assert decode(page.encode(codec)) == page


@pytest.mark.parametrize(
    ("text", "codec"), [(CHINESE, "gb18030"), (JAPANESE, "cp932"), (KOREAN, "cp949")]
)
def test_decode_undeclared_encoding_with_a_cut_character_detects_it(text: str, codec: str) -> None:
    lines = [text.encode(codec)] * 10
    lines.insert(5, text.encode(codec)[:8] + b"...</p>")
    assert decode(b"\n".join(lines)).count(text) == 10


RUSSIAN = "<p>Ночью вода поднялась, мост закрыт для движения.</p>" * 2


@pytest.mark.parametrize(
    "start",
    [
        "<script>var a = '<meta charset=koi8-r>'</script>",
        "<style>/* <meta charset=koi8-r> */</style>",
        "<title>About <meta charset=koi8-r></title>",
        "<noscript><meta charset=koi8-r></noscript>",
        '<meta name="description" content="how to write charset=koi8-r">',
        '<meta content="charset=koi8-r" property="og:title">',
    ],
)
@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1251>",
        '<META CONTENT="text/html; CHARSET=Windows-1251" HTTP-EQUIV=x>',
    ],
)
def test_decode_text_that_looks_like_a_declaration_does_not_count(
    start: str, declaration: str
) -> None:
    page = start + declaration + RUSSIAN
    assert decode(page.encode("cp1251")) == page


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [(RUSSIAN, "cp1251", "windows-1251"), (RUSSIAN, "koi8_r", "koi8-r"),
     (KOREAN, "cp949", "euc-kr"), ("<p>Η γέφυρα έκλεισε μετά τις βροχές</p>", "cp1253", "")],
)  # fmt: skip
@pytest.mark.parametrize("western", ["iso-8859-1", "windows-1252", "us-ascii"])
def test_decode_other_scripts_declared_as_western_reads_them(
    text: str, codec: str, label: str, western: str
) -> None:
    page = f"<meta charset={label}>{text}" if label else text
    assert decode(page.encode(codec), f"text/html; charset={western}") == page
    assert decode(f"<meta charset={western}>{text}".encode(codec)).endswith(text)


def test_decode_declared_western_text_with_utf8_in_most_of_it_reads_both() -> None:
    content = GERMAN.encode() * 4 + GERMAN.encode("cp1252")
    assert decode(content, "text/html; charset=iso-8859-1") == GERMAN * 5


@pytest.mark.parametrize("declaration", ["", "<meta charset=utf-8>", "<meta charset=shift_jis>"])
def test_decode_iso_2022_jp_without_its_declaration_reads_it(declaration: str) -> None:
    page = declaration + JAPANESE
    assert decode(page.encode("iso2022_jp")) == page
