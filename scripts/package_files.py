"""List the files of the package for meson.build, one per line, relative to src/.

Modules to compile end in .pyx; all other files are installed as they are. Headers, documents, and
what `make inplace` and Python write into the folders are left out.
"""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
NOT_INSTALLED = frozenset({".hpp", ".md", ".pxd", ".pyc", ".pyd", ".so"})


def list_files() -> list[str]:
    """Return the files of the package."""
    paths = (path for path in (SOURCE / "cleanarticle").rglob("*") if path.is_file())
    return sorted(
        path.relative_to(SOURCE).as_posix() for path in paths if path.suffix not in NOT_INSTALLED
    )


if __name__ == "__main__":
    print("\n".join(list_files()))
