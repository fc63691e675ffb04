from __future__ import annotations

import pytest

from cleanarticle.cli.shown_command import shown_command


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["my urls.txt", "-o", "out.jsonl"], "'my urls.txt' -o out.jsonl"),
        (["-H", "Authorization: Bearer 1"], "-H 'Authorization: ...'"),
        (["-HCookie: a=1"], "'-HCookie: ...'"),
        (["-qH", "Cookie: a=1"], "-qH 'Cookie: ...'"),
        (["-qHCookie: a=1"], "'-qHCookie: ...'"),
        (["--header", "X-Key: 1"], "--header 'X-Key: ...'"),
        (["--header=X-Key: 1"], "'--header=X-Key: ...'"),
        (["-H", "Accept-Language: de"], "-H 'Accept-Language: de'"),
        (["--proxy", "http://me:word@proxy:1"], "--proxy http://proxy:1"),
        (["--proxy=http://me:word@proxy:1"], "--proxy=http://proxy:1"),
    ],
)
def test_shown_command_has_no_secret(arguments: list[str], shown: str) -> None:
    assert shown_command(["batch", *arguments]) == f"cleanarticle batch {shown}"
