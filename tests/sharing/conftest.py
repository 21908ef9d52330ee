import pytest
import sharing_tables


@pytest.fixture(scope="session")
def plain_tables():
    return sharing_tables.plain_tables()


@pytest.fixture(scope="session")
def hostile_tables():
    return sharing_tables.hostile_tables()
