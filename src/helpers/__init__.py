"""Read who is tied to which country and which weapons system out of news articles.

Data goes one way: articles → entities → network → plots → report. Every step reads tables and writes tables.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("helpers")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
