"""TemplateStore: the templates of many sites, kept in one file."""

from __future__ import annotations

import json
from collections import OrderedDict
from pathlib import Path
from urllib.parse import urlsplit

from cleanarticle.errors import ConfigError
from cleanarticle.files.atomic import replacing
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.page import Page
from cleanarticle.sites.template import LEAST_PAGES, SiteTemplate

_MOST_ENTRIES = 500_000
"""Maximum number of texts and places of all sites together: some 13 MB. Above it, the sites seen
least recently are forgotten."""

_GROWTH = 2
"""Growth in learned pages after which the templates are saved again: a kill loses at most half of
them, and the total written is at most twice the final size. Chosen by hand."""


def site_of(document: object) -> str:
    """Return the site of a document: the host of a page, the folder of a file, "" if unknown."""
    if isinstance(document, Page):
        return urlsplit(document.effective_url or "").hostname or ""
    if isinstance(document, ArticlePages):
        return urlsplit(document.articles[0].url or "").hostname or ""
    return str(document.parent) if isinstance(document, Path) else ""


class TemplateStore:
    """The templates of the sites of a batch.

    Args:
        path: The file; it need not exist. None to keep them in memory alone.

    Raises:
        ConfigError: The file exists and does not hold site templates.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._templates: OrderedDict[str, SiteTemplate] = OrderedDict(_load(path) if path else {})
        self._entries = sum(map(_size, self._templates.values()))
        self._learned = self._saved = sum(template.pages for template in self._templates.values())

    @classmethod
    def of_batch(cls, path: Path) -> TemplateStore:
        """Open the file that a batch has written.

        Raises:
            ConfigError: There is no such file, or it does not hold site templates.
        """
        if not path.is_file():
            raise ConfigError(f"{path}: no such file; a batch writes it beside its output")
        return cls(path)

    def template(self, site: str) -> SiteTemplate | None:
        """Return the template of a site, None before its third page."""
        template = self._templates.get(site)
        return template if template is not None and template.pages >= LEAST_PAGES else None

    def learn(self, site: str, page: SiteTemplate) -> None:
        """Add the evidence of one page of a site."""
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
        """Save the templates if much was learned since the last save."""
        if self._learned > _GROWTH * self._saved:
            self.save()

    def save(self) -> None:
        """Save the templates; a kill leaves either the old or the new file."""
        if self._path is None or self._learned == self._saved:
            return
        with replacing(self._path) as file:
            # Site by site: as one text they would take 70 MB.
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
        raise ConfigError(f"{path} does not hold site templates: name another file") from error
