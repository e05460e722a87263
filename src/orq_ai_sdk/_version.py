"""The package's version, read by the build and sent in the User-Agent.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

__version__ = "1.0.0"
VERSION = __version__
