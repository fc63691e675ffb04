"""Configuration of Sphinx; `make docs` builds the site into build/docs, warnings are errors."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "cleanarticle"
author = "The cleanarticle developers"
version = release = installed_version("cleanarticle")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["llms.txt"]
default_role = "py:obj"  # docstrings put names between single backticks

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# Packages of extras, which the reference does not need.
autodoc_mock_imports = ["datasketch", "datatrove", "itemadapter", "ray", "scrapy"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_custom_sections = [("Settings", "params_style")]

html_theme = "furo"
html_title = "cleanarticle"
html_extra_path = ["llms.txt", "bridge.html"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
