"""Try a release: install its wheel in an empty environment, without a compiler, and use it.

    python scripts/try_release.py FOLDER

FOLDER has a wheel and an sdist. Neither may hold code for training, tests, or pages.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

PAGE = """<html><head><title>The bridge</title></head><body><nav><a href=/>Home</a></nav><article>
<h1>The bridge</h1><p>The council voted on Tuesday to repair the old bridge before the winter, and
the mayor said that the work would begin in October.</p><p>It is the third time in ten years that
the river has damaged its pillars, and engineers had warned that it might not stand another flood.
</p></article><footer>Share this article</footer></body></html>"""

STEPS = """
import cleanarticle
article = cleanarticle.clean(open("page.html").read())
assert article.title == "The bridge", article
assert article.text.startswith("The council voted"), article.text
assert [str(block.kind) for block in article.boilerplate] == ["navigation", "share"], article.blocks
print(cleanarticle.__version__, article)
"""


def main(folder: Path) -> None:
    """Check and try a release."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        foreign = [
            name
            for name in archive.namelist()
            if not name.startswith(("cleanarticle/", "cleanarticle-"))
        ]
    with tarfile.open(sdist) as packed:
        names = [name.partition("/")[2] for name in packed.getnames()]
    foreign += [name for name in names if name.startswith(("training", "tests", "benchmarks"))]
    if foreign:
        raise SystemExit(f"{len(foreign)} files are no part of a release, such as {foreign[0]}")
    with tempfile.TemporaryDirectory() as place:
        environment = Path(place, "venv")
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel.absolute()], check=True)
        Path(place, "page.html").write_text(PAGE, "utf-8")
        subprocess.run([python, "-c", STEPS], cwd=place, check=True, env={"PATH": "/nowhere"})
        command = [str(environment / "bin" / "cleanarticle"), "page.html"]
        done = subprocess.run(command, cwd=place, check=True, capture_output=True, text=True)
        if "The council voted" not in done.stdout:
            raise SystemExit(f"the command line printed {done.stdout!r}")
    print(f"{wheel.name} and {sdist.name} are ready")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
