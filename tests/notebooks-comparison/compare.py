#!/usr/bin/python3
"""Runs notebooks in the genuine .NET Interactive and in the kit's kernel, and prints for each cell whether it passes there and here.

Usage: tests/notebooks-comparison/compare.py [--errors] [--markdown] [--kit DLL] [NOTEBOOK | FOLDER ...]

Without arguments it runs the notebooks beside it. It exits with 1 if a cell passes there and fails here. It wants Debian's
python3-nbclient (.devcontainer/install.sh --tests), a built kit (./research doctor) and the tool that .config/dotnet-tools.json pins.
"""
import argparse
import asyncio
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LANGUAGES = "csharp|c#|fsharp|f#|sql|html|javascript|js|markdown|mermaid|pwsh|powershell|http"
TIMEOUT = 120  # seconds for a cell
FIRST_PORT = 20000 + os.getpid() % 400 * 100
PORTS = f"{FIRST_PORT}-{FIRST_PORT + 99}"  # the genuine kernel ends where another one has its port


def genuine_program():
    """Restores the tool and returns the path of its program."""
    subprocess.run(["dotnet", "tool", "restore"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    version = json.loads((ROOT / ".config/dotnet-tools.json").read_text())["tools"]["microsoft.dotnet-interactive"]["version"]
    packages = pathlib.Path(os.environ.get("NUGET_PACKAGES") or pathlib.Path.home() / ".nuget/packages")
    tool = packages / "microsoft.dotnet-interactive" / version / "tools"
    return next(tool.rglob("Microsoft.DotNet.Interactive.App.dll"))


def register(folder, kit):
    """Registers both kernels for this process only."""
    if not kit.exists():
        sys.exit(f"found no {kit}, expected a built kit: run ./research doctor first.")
    programs = {
        "genuine": ["dotnet", str(genuine_program()), "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-port-range", PORTS],
        "kit": ["dotnet", str(kit), "kernel", "run", "{connection_file}"],
    }
    for name, argv in programs.items():
        place = pathlib.Path(folder) / "kernels" / name
        place.mkdir(parents=True)
        environment = {"RESEARCH_HOME": str(ROOT), "DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT": "1"}
        (place / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": name, "language": "C#", "env": environment}))
    os.environ["JUPYTER_PATH"] = str(folder)
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"


def read(path):
    """The cells of a notebook, each as the text that a kernel gets."""
    if path.suffix == ".ipynb":
        return ["".join(cell.source) for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    parts = re.split(rf"^#!({LANGUAGES})[ \t]*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = [("csharp", parts[0]), *zip(parts[1::2], parts[2::2])]
    return [text.strip() if language in ("csharp", "c#") else f"#!{language}\n{text.strip()}"
            for language, text in pairs if text.strip() and not text.strip().startswith("#!meta")]


def run(cells, kernel, folder):
    """Runs cells in a kernel of their own; returns for each None, or why it failed."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=TIMEOUT, kernel_name=kernel, allow_errors=True, resources={"metadata": {"path": folder}})
    failures, dead = [], None
    with open(os.devnull, "w") as nowhere, client.setup_kernel(stdout=nowhere, stderr=nowhere):
        for index, cell in enumerate(notebook.cells):
            if dead is None:
                try:
                    client.execute_cell(cell, index)
                except (CellTimeoutError, DeadKernelError, asyncio.TimeoutError) as error:
                    dead = f"{type(error).__name__}: the kernel is gone or hangs"
            failures.append(dead or next((f"{output.ename}: {output.evalue}" for output in cell.outputs if output.output_type == "error"), None))
    return failures


def main():
    parser = argparse.ArgumentParser(description="Compares the genuine .NET Interactive with the kit's kernel, cell by cell.")
    parser.add_argument("--errors", action="store_true", help="also print why cells fail")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--kit", type=pathlib.Path, default=ROOT / "src/Research.Cli/bin/Release/net10.0/Research.Cli.dll", help="the build to compare")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[HERE])
    arguments = parser.parse_args()
    notebooks = [file for path in arguments.paths
                 for file in (sorted([*path.glob("*.dib"), *path.glob("*.ipynb")]) if path.is_dir() else [path])]
    counts = {}
    bar = " | " if arguments.markdown else "  "
    if arguments.markdown:
        print("| notebook | cells | genuine/kit, cell by cell |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        register(folder, arguments.kit.resolve())
        for path in notebooks:
            cells = read(path)
            there, here = run(cells, "genuine", folder), run(cells, "kit", folder)
            pairs = [("fail" if a else "ok") + "/" + ("fail" if b else "ok") for a, b in zip(there, here)]
            for pair in pairs:
                counts[pair] = counts.get(pair, 0) + 1
            line = bar.join([path.stem.ljust(26), str(len(cells)).rjust(2), " ".join(pairs)])
            print(f"| {line} |" if arguments.markdown else line, flush=True)
            if arguments.errors:
                for number, (cell, a, b) in enumerate(zip(cells, there, here), start=1):
                    if a or b:
                        print(f"    cell {number}: {cell.splitlines()[-1][:80]}\n        there: {(a or 'ok')[:300]}\n        here:  {(b or 'ok')[:300]}", flush=True)
    print(f"{len(notebooks)} notebooks, {sum(counts.values())} cells (genuine/kit): " + ", ".join(f"{counts[pair]} {pair}" for pair in sorted(counts)))
    sys.exit(1 if counts.get("ok/fail") else 0)


if __name__ == "__main__":
    main()
