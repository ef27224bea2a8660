"""The shape of the project: light imports, small modules, front doors that open, a README that names every command."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import index
import qa
from qa.cli import app

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("index", "qa") for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 360
HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "llama_index", "openai", "xllamacpp")


def _loaded(code: str) -> set[str]:
    """Which of the heavy packages a piece of code loads in a process of its own."""
    code += f"\nimport sys; print('loaded', *[m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.strip().splitlines()[-1].split()[1:])


def test_importing_qa_loads_nothing_heavy() -> None:
    assert _loaded("import qa") == set()


def test_the_help_loads_nothing_heavy() -> None:
    code = "import runpy, sys\nsys.argv = ['newsqa', '--help']\ntry:\n    runpy.run_module('qa', run_name='__main__')\nexcept SystemExit as e:\n    assert not e.code"
    assert _loaded(code) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("package", [index, qa], ids=lambda package: package.__name__)
def test_everything_that_a_front_door_names_can_be_had(package: object) -> None:
    for name in package.__all__:  # type: ignore[attr-defined]
        assert getattr(package, name) is not None


def test_a_name_that_the_front_door_does_not_have_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        qa.nothing  # noqa: B018


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_module_says_it_offers_is_there_and_it_says_what_it_is(path: Path) -> None:
    if path.name == "__main__.py":
        return
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    module = importlib.import_module(name)
    assert module.__doc__ and module.__doc__.strip()
    assert all(hasattr(module, offered) for offered in getattr(module, "__all__", ()))


def test_the_readme_names_every_command() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    text = readme.read_text("utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if not re.search(rf"\bnewsqa\b[^\n]*\b{name}\b|`{name}\b", text)] == []


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    machine = re.compile(rb"(?<![\w.~-])/" + rb"(?:work|root)/")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert [str(p) for p in paths if p.is_file() and machine.search(p.read_bytes())] == []
