"""What all tests share: figures without a screen, the project's folders, the reference data where it is there."""

import os
from pathlib import Path

import matplotlib as mpl
import pytest

mpl.use("Agg")
PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def nlp():
    """The default pipeline, built once."""
    from helpers.entities import build_pipeline

    return build_pipeline()


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Seed and gold articles, which are not part of the project; REFERENCE_DATA names another place."""
    folder = Path(os.environ.get("REFERENCE_DATA", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder}: set REFERENCE_DATA to the folder that holds seed/ and gold/")
    return folder


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT
