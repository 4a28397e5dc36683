"""Executes a notebook as nbclient does, into another file; in the named kernel, else in the notebook's own."""
import sys

import nbformat
from nbclient import NotebookClient

source, target, *kernel = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
NotebookClient(
    notebook, timeout=600, resources={"metadata": {"path": source.rsplit("/", 1)[0]}}, **dict(zip(["kernel_name"], kernel))
).execute()
nbformat.write(notebook, target)
