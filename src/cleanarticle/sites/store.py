"""SiteTemplates: the templates of many sites, and the file that holds them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleanarticle.errors import ConfigError
from cleanarticle.files.atomic import replacing
from cleanarticle.files.compression import damage_errors, open_packed
from cleanarticle.sites.template import SiteTemplate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SiteTemplates:
    """The templates of many sites.

    A page's site is the host of its URL, or of the URL that it declares if its own is not known, or
    else the folder of its file.

    Attributes:
        by_site: The template of each site.
    """

    by_site: Mapping[str, SiteTemplate]

    @classmethod
    def load(cls, path: Path) -> SiteTemplates:
        """Load the templates that `cleanarticle learn` has written.

        Raises:
            ConfigError: There is no such file, or it does not hold site templates.
        """
        advice = f"`cleanarticle learn INPUT -o {path}` writes such a file"
        try:
            with open_packed(path, "rb") as file:
                data = json.load(file)
            return cls({site: SiteTemplate.from_dict(entry) for site, entry in data.items()})
        except damage_errors() as error:
            raise _damaged(path, advice) from error
        except (ValueError, AttributeError, RecursionError) as error:  # ConfigError is one
            raise _damaged(path, advice) from error
        except FileNotFoundError as error:
            raise ConfigError(f"{path}: no such file; {advice}") from error
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error

    def for_site(self, site: str) -> SiteTemplate | None:
        """Return the template of a site, None if there is none."""
        return self.by_site.get(site)


def _damaged(path: Path, advice: str) -> ConfigError:
    message = f"{path} does not hold site templates or is damaged: move it away; {advice}"
    return ConfigError(message)


def save_templates(path: Path, templates: Iterable[tuple[str, SiteTemplate]]) -> None:
    """Write the templates of sites; a kill leaves either the old or the new file.

    Args:
        path: The file.
        templates: Each site and its template, one at a time, because all may not fit in memory.
    """
    with replacing(path) as file:
        start = "{"
        for site, template in templates:
            file.write(f"{start}{json.dumps(site)}:{template.to_json()}".encode())
            start = ",\n"
        file.write(b"{}\n" if start == "{" else b"}\n")
