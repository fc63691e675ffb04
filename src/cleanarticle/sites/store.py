"""Sites: the template of each site of a batch, learned as it goes and kept beside its output."""

from __future__ import annotations

import json
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleanarticle.batch.journal import replacing
from cleanarticle.errors import ConfigError
from cleanarticle.multipage.joining import Parts
from cleanarticle.page import Page
from cleanarticle.sites.template import LEAST_PAGES, SiteTemplate

if TYPE_CHECKING:
    from cleanarticle.batch.worker import Job

_MOST_ENTRIES = 500_000
"""Texts and places that are remembered of all sites together: some 13 MB. Beyond it the sites
that were not met for longest are forgotten."""

_GROWTH = 2
"""How many times as many pages must have been learned before the templates are saved again: a kill
loses half of what was learned at most, and all that is written is twice what is there at the end.
Set by hand."""


def site_of(job: Job) -> str:
    """The site that a job belongs to: the host of a page, the folder of a file, "" if none."""
    if isinstance(job, (Page, Parts)):
        address = job.effective_url if isinstance(job, Page) else job.articles[0].url
        return urlsplit(address or "").hostname or ""
    return str(job.parent) if isinstance(job, Path) else ""


class TemplateStore:
    """The templates of the sites of a batch.

    Args:
        path: The file that they are kept in; it need not exist.

    Raises:
        ConfigError: The file holds something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._templates: OrderedDict[str, SiteTemplate] = OrderedDict(_load(path))
        self._entries = sum(map(_size, self._templates.values()))
        self._learned = self._saved = sum(one.pages for one in self._templates.values())

    @classmethod
    def of_batch(cls, path: Path) -> TemplateStore:
        """What a batch has kept.

        Raises:
            ConfigError: There is no such file, or it holds something else.
        """
        if not path.is_file():
            raise ConfigError(f"{path}: no such file; a batch writes it beside its output")
        return cls(path)

    def template(self, site: str) -> SiteTemplate | None:
        """The template of a site, None before its third page."""
        template = self._templates.get(site)
        return template if template is not None and template.pages >= LEAST_PAGES else None

    def learn(self, site: str, page: SiteTemplate) -> None:
        """Learn what a page of a site tells of it."""
        if not site:
            return
        before = self._templates.pop(site, None)
        after = self._templates[site] = page if before is None else before.plus(page)
        self._entries += _size(after) - (_size(before) if before else 0)
        while self._entries > _MOST_ENTRIES and len(self._templates) > 1:
            _, oldest = self._templates.popitem(last=False)
            self._entries -= _size(oldest)
        self._learned += 1

    def save_if_due(self) -> None:
        """Save what was learned, if it is much more than what is saved."""
        if self._learned > _GROWTH * self._saved:
            self.save()

    def save(self) -> None:
        """Save what was learned; a kill leaves either the old or the new file."""
        if self._learned == self._saved:
            return
        with replacing(self._path) as file:
            # Site by site: as one text, they would take 70 MB for a moment.
            for number, (site, template) in enumerate(self._templates.items()):
                start = "," if number else "{"
                file.write(f"{start}{json.dumps(site)}:{template.to_json()}".encode())
            file.write(b"}")
        self._saved = self._learned


def _size(template: SiteTemplate) -> int:
    return len(template.texts) + len(template.places)


def _load(path: Path) -> dict[str, SiteTemplate]:
    try:
        if not path.exists():
            return {}
        data = json.loads(path.read_bytes())
        return {site: SiteTemplate.from_dict(template) for site, template in data.items()}
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, AttributeError) as error:  # ConfigError is one
        raise ConfigError(f"{path} holds no site templates: delete it or name another") from error
