"""Executes a notebook as nbclient does, into another file."""
import sys

import nbformat
from nbclient import NotebookClient

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
NotebookClient(notebook, timeout=600, resources={"metadata": {"path": source.rsplit("/", 1)[0]}}).execute()
nbformat.write(notebook, target)
