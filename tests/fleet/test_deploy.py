"""The manifests are what Kubernetes takes, and say to connectkit what it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner

from connectkit import cli

DEPLOY = Path(__file__).parents[2] / "deploy/fleet"
FILES = sorted(DEPLOY.glob("kubernetes-*.yaml"))


def documents(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_kubernetes_takes_every_manifest(path: Path) -> None:
    for one in documents(path):
        kubernetes_validate.validate(one, "1.31", strict=True)


def test_a_slip_in_a_manifest_is_noticed() -> None:
    (one,) = documents(DEPLOY / "kubernetes-daily.yaml")
    one["spec"]["jobTemplate"]["spec"]["completionMod"] = "Indexed"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(one, "1.31", strict=True)


def test_an_indexed_job_says_its_number_of_parts() -> None:
    (one,) = documents(DEPLOY / "kubernetes-daily.yaml")
    job = one["spec"]["jobTemplate"]["spec"]
    environment = {each["name"]: each["value"] for each in job["template"]["spec"]["containers"][0]["env"]}
    assert environment == {"FLEET_SHARDS": str(job["completions"])}


def _commands(value: Any) -> list[list[str]]:
    """Every list of arguments for connectkit in a manifest."""
    if isinstance(value, dict):
        own = [value["args"]] if isinstance(value.get("args"), list) else []
        return own + [found for one in value.values() for found in _commands(one)]
    return [found for one in value for found in _commands(one)] if isinstance(value, list) else []


def test_every_command_in_a_manifest_is_one_connectkit_takes() -> None:
    commands = [
        found for path in DEPLOY.rglob("*.yaml") for one in documents(path) for found in _commands(one)
    ]
    assert len(commands) >= 2
    for words in commands:
        names = [word for word in words[:2] if not word.startswith("-")]
        page = CliRunner().invoke(cli.command, [*names, "--help"]).output
        assert [word for word in words if word.startswith("--") and word not in page] == []
