from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from cleanarticle import UserCues, clean, clean_text
from cleanarticle.errors import ConfigError

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
SLOGAN = "The lighthouse keeper wishes all of you fair winds, calm seas and a safe return home."
HTML = f"""<p>{PROSE}</p><p>{PROSE}</p><p>{SLOGAN}</p><p>{PROSE}</p>
<div class="zz-Harbour box"><p>{PROSE} And more.</p></div><p>{PROSE}</p>"""


def clean_with_cues(cues: Any = None) -> dict[str, tuple[str, str]]:
    """Return the kind and the reason of the slogan and of the box."""
    article = clean(HTML, cues=cues) if cues else clean(HTML)
    return {
        name: (str(block.kind), block.reason)
        for name, block in (("slogan", article.blocks[2]), ("box", article.blocks[4]))
    }


def test_clean_without_cues_models_keep_both_blocks() -> None:
    assert [kind for kind, _ in clean_with_cues().values()] == ["body", "body"]


@pytest.mark.parametrize(
    ("place", "phrase"),
    [
        ("exact", SLOGAN.upper()),
        ("starts", "the lighthouse keeper"),
        ("starts", "* lighthouse keeper"),
        ("contains", "calm seas"),
    ],
)
def test_clean_phrase_cue_changes_kind_and_reason(place: str, phrase: str) -> None:
    kind, reason = clean_with_cues({"advert": {place: [phrase]}})["slogan"]
    assert kind == "advert"
    assert reason.startswith("your cue: text '")


def test_clean_attribute_cue_changes_kind_of_its_box_only() -> None:
    results = clean_with_cues({"related": {"attrs": ["zz harbour"]}})
    assert results["box"] == ("related", "your cue: class 'zz-harbour'")
    assert results["slogan"][0] == "body"


def test_clean_attribute_cue_of_whole_page_is_ignored() -> None:
    html = f"<div class=harbour><p>{PROSE}</p><p>{PROSE}</p></div>"
    assert len(clean(html, cues={"advert": {"attrs": ["harbour"]}}).body) == 2


def test_clean_user_cue_precedes_built_in_cue() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p>Subscribe to our newsletter</p>"
    assert clean(html).blocks[2].kind == "subscribe"
    article = clean(html, cues={"legal": {"exact": ["subscribe to our newsletter"]}})
    assert article.blocks[2].kind == "legal"


def test_clean_starts_cue_on_long_prose_is_not_reason_of_body_block() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p>This is a sentence. {PROSE}</p>"
    article = clean(html, cues={"advert": {"starts": ["this is"]}})
    assert all(not block.reason.startswith("your cue") for block in article.body)


def test_clean_text_phrase_cue_changes_kind() -> None:
    text = f"{PROSE}\n\n{SLOGAN}\n\n{PROSE}\n\n{PROSE}"
    slogan = clean_text(text, cues={"advert": {"exact": [SLOGAN]}}).blocks[1]
    assert slogan.kind == "advert"


def test_user_cues_file_equals_mapping(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(f'[advert]\nexact = ["{SLOGAN}"]\n', "utf-8")
    assert clean_with_cues(path)["slogan"][0] == "advert"
    assert UserCues.of(path) == UserCues.of({"advert": {"exact": [SLOGAN]}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[adverts]\nexact = []", r"\[adverts\] is not a kind of boilerplate"),
        ("[body]\nexact = []", r"\[body\] is not a kind of boilerplate"),
        ("[advert]\nexactly = []", r"\[advert\] has 'exactly'; it can have exact, starts"),
        ('[advert]\nexact = "buy"', r"\[advert\] exact must be a list of phrases, not 'buy'"),
        ("[advert]\nexact = [7]", r"\[advert\] exact must be a list of phrases"),
        ('[advert]\nexact = ["—"]', r"\[advert\] exact must be a list of phrases"),
        ('[advert]\nexact-attrs = ["buy"]', "has 'exact-attrs'; it can have exact, starts"),
        ('[advert]\nattrs = ["広告"]', r"\[advert\] attrs must be a list of phrases"),
        ('advert = "buy"', "advert must be a table"),
        ("[advert", "is not a TOML file"),
    ],
)
def test_user_cues_invalid_file_raises_config_error(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        UserCues.of(path)
    assert str(caught.value).startswith(str(path))


def test_user_cues_pickled_are_equal() -> None:
    cues = UserCues.of({"advert": {"exact": ["buy now"]}})
    assert pickle.loads(pickle.dumps(cues)) == cues  # noqa: S301 - our own


@pytest.mark.parametrize("text", [SLOGAN, f"{SLOGAN} Farewell."])
def test_clean_cue_with_joined_places_counts_in_each(text: str) -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p>{text}</p><p>{PROSE}</p>"
    block = clean(html, cues={"advert": {"exact-starts": [SLOGAN]}}).blocks[2]
    assert (block.kind, block.reason[:9]) == ("advert", "your cue:")


def test_clean_attribute_cue_is_read_like_class_names() -> None:
    results = clean_with_cues({"related": {"attrs": ["zz-Harbour"]}})
    assert results["box"] == ("related", "your cue: class 'zz-harbour'")


def test_clean_cue_of_two_kinds_has_first_kind() -> None:
    cues = {"advert": {"exact": [SLOGAN]}, "legal": {"exact": [SLOGAN]}}
    assert clean_with_cues(cues)["slogan"][0] == "advert"
