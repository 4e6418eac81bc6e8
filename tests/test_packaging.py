"""What an installation has to bring along."""

from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_folder_of_code_is_a_package() -> None:
    """setuptools leaves out a folder without __init__, and only an installed copy notices."""
    code = [path for name in ("index", "harvester") for path in (ROOT / name).rglob("*.py")]
    assert code
    assert [path.parent for path in code if not (path.parent / "__init__.py").exists()] == []
