from __future__ import annotations

import pytest

from cleanarticle.metadata.language import check_language, language_tag

ENGLISH = "The council of the town said on Monday that it is to build a new bridge for the people. "
GERMAN = "Der Rat der Stadt hat gestern beschlossen, die alte Brücke nicht mehr zu erneuern. "
RUSSIAN = "Городской совет решил построить новый мост через реку в центре города. "


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en_US", "en-US"), ("de", "de"), ("zh-Hant-TW", "zh-Hant-TW"), ("English", None), ("", None)],
)
def test_tags(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_what_is_declared_stands_if_the_text_looks_like_it() -> None:
    assert check_language("en-GB", ENGLISH * 3) is None
    assert check_language("de", GERMAN * 3) is None
    assert check_language("ru", RUSSIAN * 3) is None


def test_the_text_is_believed_if_it_is_certain() -> None:
    assert check_language("en", GERMAN * 3) == "de"
    assert check_language("en", RUSSIAN * 3) == "ru"
    assert check_language(None, ENGLISH * 3) == "en"


def test_a_short_text_tells_nothing() -> None:
    assert check_language("en", "Brücke gesperrt") is None
    assert check_language(None, "") is None
