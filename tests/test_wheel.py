"""What is packed: data folders, licences, the command, and nothing that does not belong there."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

build = pytest.importorskip("hatchling.build", reason="hatchling is not installed (the dev extra brings it)")


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from the checkout as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(checkout)
        return zipfile.ZipFile(folder / build.build_wheel(str(folder)))


def test_the_wheel_carries_its_data(wheel: zipfile.ZipFile, checkout: Path) -> None:
    packed = set(wheel.namelist())
    for folder in ("ontologies", "queries"):
        files = {path.relative_to(checkout) for path in (checkout / folder).rglob("*") if path.is_file()}
        assert {f"kg/{path.as_posix()}" for path in files} <= packed
    served = ("templates/base.html", "static/style.css", "static/yasqe/yasqe.min.js", "static/yasqe/LICENSES.txt")
    shown = ("kg/view/template.html", "kg/view/scripts/main.js", *(f"kg/serve/{name}" for name in served))
    for name in ("kg/py.typed", "kg/language/model/model.onnx", *shown):
        assert name in packed
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    assert not [name for name in packed if not name.startswith(("kg/", "newskg-"))]


def test_the_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    text = wheel.read(entry_points).decode()
    assert "kg = kg.cli:main" in text
    assert "newskg_parser" in text


def test_the_source_archive_carries_what_a_build_needs(checkout: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(checkout)
        path = tmp_path / build.build_sdist(str(tmp_path))
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    needed = {"pyproject.toml", "README.md", "LICENSE", "ontologies/news.ttl", "queries/roles.rq", "tests/conftest.py"}
    assert needed <= names
    assert not [name for name in names if name.startswith((".venv", "build/", "shared"))]


def test_torch_is_needed_for_training_alone(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["test"], *extras["dev"], *extras["shacl"]]
    assert not [line for line in lines if line.startswith(("torch", "transformers"))]
    assert any(line.startswith("torch") for line in extras["train"])
