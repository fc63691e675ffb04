"""Tests of the files in `data/phrases`; CONTRIBUTING.md describes them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import tokenize, tokenize_names
from cleanarticle.phrases.store import load_list, load_lists, load_phrases

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(cleanarticle.__file__).parent / "data/phrases"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.iterdir()}
LANGUAGES = {name: content for name, content in FILES.items() if name != "markup"}
KINDS = set(BlockKind) - {BlockKind.BODY}
PHRASE_ROLES = ["exact", "starts", "contains", "words"]
MARKUP_ROLES = [["attrs", "names"], ["attrs"], ["names"], ["links"]]
LISTS = {
    "common_words", "page_number", "next_labels", "generic_titles", "section_titles",
    "screen_reader_hints", "paywall_offers", "byline_nouns", "blocked",
    "js_required", "comment_headings", "comment_verbs", "reply_controls", "review_headings",
    "edit_labels",
    "default_taglines", "no_categories",
    "neighbor_labels", "permalink_labels", "published_labels", "first_published_labels",
    "changed_labels", "date_labels", "date_prepositions", "other_date_labels", "place_labels",
    "by_phrases", "name_labels", "contributor_labels", "source_labels", "answer_labels",
    "section_labels", "advert_labels", "name_joiners", "jobs", "roles", "teams", "job_fields",
}  # fmt: skip


def entries() -> list[tuple[str, str, str, str]]:
    """Return the file, kind, list and text of each phrase and class name."""
    return [
        (file, kind, name, text)
        for file, content in FILES.items()
        for kind, lists in content.items()
        if isinstance(lists, dict)
        for name, texts in lists.items()
        for text in texts
    ]


def repeated(keys: Any) -> list[Any]:
    return [key for key, times in Counter(keys).items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_file_follows_schema(language: str) -> None:
    assert re.fullmatch("[a-z]{2}", language)
    for name, value in LANGUAGES[language].items():
        if isinstance(value, list):
            assert name in LISTS
            continue
        assert name in KINDS
        for roles in value:
            assert roles.split("-") == [role for role in PHRASE_ROLES if role in roles.split("-")]


def test_markup_file_follows_schema() -> None:
    tables = {name: value for name, value in FILES["markup"].items() if isinstance(value, dict)}
    assert tables.keys() <= KINDS
    assert FILES["markup"].keys() - KINDS == {
        "hiding_classes", "metadata_hiding_classes", "comment_names", "comment_name_parts",
        "comment_words", "one_comment_parts",
    }  # fmt: skip
    assert all(roles.split("-") in MARKUP_ROLES for roles in chain(*tables.values()))


def test_phrases_of_a_kind_stand_once() -> None:
    """A phrase that languages share stands in one of their files."""
    keys = [
        (file == "markup", kind, "links" in name, " ".join(tokenize(text.replace("*", "any"))))
        for file, kind, name, text in entries()
    ]
    assert not repeated(keys)


def test_cues_tell_one_kind_by_role() -> None:
    keys = [
        (role, " ".join(tokenize(text.replace("*", "any"))))
        for _, _, name, text in entries()
        for role in name.split("-")
        if role in ("exact", "starts", "contains", "attrs")
    ]
    assert not repeated(keys)


def test_entries_have_words_that_can_match() -> None:
    for _, _, name, text in entries():
        words = (tokenize_names if "attrs" in name or "names" in name else tokenize)(text)
        assert words, text
        if {"words", "names", "links"} & {*name.split("-")}:
            assert len(words) <= 2, text


@pytest.mark.parametrize("name", sorted(LISTS | {"hiding_classes", "metadata_hiding_classes"}))
def test_other_lists_have_no_repeated_entry_in_a_language(name: str) -> None:
    assert load_list(name)
    for words in load_lists(name).values():
        assert not repeated(words)


@pytest.mark.parametrize("load", [load_list, load_lists])
@pytest.mark.parametrize("name", ["nonsense", "", "Next_labels", "navigation"])
def test_load_unknown_list_raises(name: str, load: Callable[[str], object]) -> None:
    with pytest.raises(KeyError, match="no file in data/phrases has a list of the name"):
        load(name)


@pytest.mark.parametrize("file", FILES)
def test_load_lists_returns_what_the_toml_file_contains(file: str) -> None:
    content = FILES[file]
    names = [name for name, value in content.items() if isinstance(value, list)]
    assert {name: load_lists(name)[file] for name in names} == {
        name: content[name] for name in names
    }


def test_load_phrases_returns_what_the_toml_files_contain() -> None:
    loaded = [
        (kind, "-".join(roles), text) for kind, roles, texts in load_phrases() for text in texts
    ]
    assert sorted(loaded) == sorted(entry[1:] for entry in entries())


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_has_cues_of_every_kind(language: str) -> None:
    """Phrases of a language that stand in the file of another one count as missing."""
    cues = {kind for file, kind, name, _ in entries() if file == language and name != "words"}
    assert cues == KINDS - {BlockKind.OTHER}


def test_load_phrases_has_all_languages() -> None:
    assert len(LANGUAGES) >= 38
    texts = set(chain.from_iterable(phrases.texts for phrases in load_phrases()))
    assert {"udostępnij", "paylaş", "share", "sharedaddy"} <= texts
