from __future__ import annotations

import json

import pytest

import cleanarticle
from cleanarticle.batch import RECORD_FIELDS, Record
from cleanarticle.batch.encoded import EncodedArticle
from cleanarticle.batch.inputs import Input
from cleanarticle.batch.worker import Outcome
from support.paths import FIXTURES

ARTICLE = cleanarticle.clean(FIXTURES / "seed_wordpress" / "source.html")


def record_with(result: object) -> Record:
    """Return the record of an outcome, whatever form the article has."""
    return Record.of(
        Input("https://site.example/ä", extra={"id": 7}),
        Outcome(result),
        final_url="https://site.example/b",
        fetched_at="2026-11-30T08:00:00+00:00",
        seconds=0.5,
    )


@pytest.mark.parametrize("indent", [None, 1])
def test_to_json_encoded_article_equals_that_of_plain_data(indent: int | None) -> None:
    fields = ARTICLE.to_dict()
    plain, encoded = record_with(fields), record_with(EncodedArticle(fields))
    assert encoded.to_json(indent=indent) == plain.to_json(indent=indent)
    assert encoded.to_dict() == plain.to_dict() == record_with(ARTICLE).to_dict()
    assert list(json.loads(encoded.to_json())) == list(RECORD_FIELDS)


def test_encoded_article_with_half_a_surrogate_pair_is_kept() -> None:
    fields = ARTICLE.to_dict() | {"title": "a\ud800"}
    assert record_with(EncodedArticle(fields)).to_dict()["title"] == "a\ud800"


def test_fields_of_encoded_article_are_those_that_are_counted() -> None:
    fields = ARTICLE.to_dict()
    counted = record_with(EncodedArticle(fields)).fields
    assert counted is not None
    assert counted == {name: fields[name] for name in counted}
    assert "page_type" in counted
    assert "text" not in counted
