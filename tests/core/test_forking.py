"""A new application holds nothing that workers must not share: they fork after it is made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FDS = Path("/proc/self/fd")
LOOK = """
import os, app.wsgi
from pathlib import Path
for each in os.listdir("/proc/self/fd"):
    try:
        print(os.readlink(f"/proc/self/fd/{each}"))
    except OSError:
        pass
"""


@pytest.mark.skipif(not FDS.exists(), reason="this system does not show open files")
def test_a_new_application_holds_no_connection(tmp_path):
    environ = {"PATH": os.environ["PATH"], "TWAIN_MODE": "development", "TWAIN_INSTANCE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=environ, capture_output=True, text=True, check=True
    )
    held = [name for name in done.stdout.splitlines() if name.startswith("socket:") or ".sqlite" in name]
    assert held == []
