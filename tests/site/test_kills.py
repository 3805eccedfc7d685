"""The short version of `manage.py bench_kills`: nothing is lost, whenever a process is killed."""

import subprocess

import pytest


def test_processes_that_are_killed_lose_nothing(prepared):
    instance = prepared.copy("spoilt")
    # Not sending: what a dead process holds is held for a minute.
    activities = ("publish", "import", "rebuild")
    printed = instance.manage("bench_kills", *activities, "--here", "--times", "2")
    assert printed.count("rien de perdu, index en accord") == 3, printed


def test_it_spoils_no_instance_by_mistake(prepared):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        prepared.manage("bench_kills")
    assert "copie sans valeur" in refused.value.output
