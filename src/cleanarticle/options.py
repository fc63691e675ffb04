"""CleanOptions: how a page is cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from cleanarticle.errors import ConfigError
from cleanarticle.labeling.rules import HostRules, Rules
from cleanarticle.labeling.scoring import Effort
from cleanarticle.labeling.user_cues import UserCues
from cleanarticle.multipage.previous_pages import PreviousPages

if TYPE_CHECKING:
    from cleanarticle.labeling.adjustments import Template
    from cleanarticle.labeling.rules import AnyRules
    from cleanarticle.labeling.user_cues import CueSource


class CleanKeywords(TypedDict, total=False):
    """The fields of `CleanOptions`, as keywords."""

    effort: Literal["fast", "balanced", "thorough"] | Effort
    cues: CueSource
    rules: AnyRules | Path
    template: Template | None


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """How a page is cleaned.

    Attributes:
        effort: "fast" relies on the models alone; "balanced" asks trafilatura for a second
            opinion where they are in doubt; "thorough" always does.
        cues: Phrases and class names of boilerplate beside those that the package knows.
        rules: What to keep and what to drop, whatever the models say: `Rules` for every page, or
            `HostRules`.
        template: What repeats across the pages of the site, a `SiteTemplate`.
        earlier: What stands on earlier pages of the same article.

    Raises:
        ConfigError: There is no such effort, or a field is of another type.
    """

    effort: Effort = Effort.BALANCED
    cues: UserCues = field(default_factory=UserCues)
    rules: AnyRules = field(default_factory=Rules)
    template: Template | None = None
    earlier: PreviousPages = field(default_factory=PreviousPages)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "effort", Effort(self.effort))
        except ValueError as error:
            message = f"effort is {self.effort!r}; it can be {', '.join(Effort)}"
            raise ConfigError(message) from error
        for name, fits, wanted in (
            ("cues", isinstance(self.cues, UserCues), "UserCues"),
            ("rules", isinstance(self.rules, (Rules, HostRules)), "Rules or HostRules"),
            ("template", self.template is None or hasattr(self.template, "lean"), "a SiteTemplate"),
        ):
            if not fits:
                given = type(getattr(self, name)).__name__
                raise ConfigError(f"{name} takes {wanted}, not {given}; a file as a pathlib.Path")

    @classmethod
    def of(
        cls, options: CleanOptions | None = None, **changes: Unpack[CleanKeywords]
    ) -> CleanOptions:
        """The given options, or the defaults, with some fields changed.

        Cues may also be given as their tables or as the path of a TOML file, rules as such a path.

        Raises:
            ConfigError: A value is out of its range, or a file cannot be used.
        """
        given: dict[str, Any] = dict(changes)
        if "cues" in given:
            given["cues"] = UserCues.of(given["cues"])
        if isinstance(given.get("rules"), Path):
            given["rules"] = HostRules.load(given["rules"])
        return replace(options or cls(), **given)
