"""The package's version: the one place it is written, read by the build and sent in the User-Agent."""

__version__ = "1.0.0"
VERSION = __version__
