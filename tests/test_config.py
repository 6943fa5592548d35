"""Settings from the environment."""

from pathlib import Path

import pytest

from planner.config import ROOT, VARIABLES, from_environment


def test_settings_without_variables_keep_everything_in_one_folder() -> None:
    chosen = from_environment({})

    assert chosen.data == ROOT / "data" / "var"
    assert chosen.database_url == f"sqlite:///{ROOT}/data/var/planner.db"
    assert chosen.files_url == f"{ROOT}/data/var/files"
    assert (chosen.port, chosen.public_url, chosen.secure_cookies, chosen.demo_links) == (8501, "", False, False)


def test_settings_follow_the_variables(tmp_path: Path) -> None:
    chosen = from_environment(
        {
            "PLANNER_DATA": str(tmp_path),
            "PLANNER_DATABASE_URL": "postgresql://planner@db/planner",
            "PLANNER_FILES": "s3://key:secret@files/photos",
            "PLANNER_PUBLIC_URL": "https://tours.example.org/",
            "PLANNER_SECURE_COOKIES": "1",
            "PORT": "8600",
        }
    )

    assert (chosen.data, chosen.database_url) == (tmp_path, "postgresql://planner@db/planner")
    assert (chosen.files_url, chosen.public_url) == ("s3://key:secret@files/photos", "https://tours.example.org")
    assert (chosen.port, chosen.secure_cookies) == (8600, True)


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_port_that_is_none_is_refused_in_words(port: str) -> None:
    with pytest.raises(ValueError, match="PORT must be a number from 1 to 65535"):
        from_environment({"PORT": port})


def test_readme_lists_every_setting_with_its_default() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]

    settings = {row.split("|")[1].strip(" `"): row.split("|")[2].strip(" `") for row in rows}

    listed = {name: settings.get(name) for name in VARIABLES}
    assert listed == {name: default or "" for name, default in VARIABLES.items()}
