"""Wrote the notebooks beside it with Debian's nbformat 5.5: what Jupyter itself writes, oddities included."""
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

raw = nbformat.from_dict({"cell_type": "raw", "id": "cccc3333", "metadata": {}, "source": "raw\n"})
text = new_markdown_cell(
    "# Überschrift — 日本語 🎮\n\n![p](attachment:p.png) \\ \"quoted\" \t tab", id="aaaa1111", metadata={"editable": False}
)
text["attachments"] = {"p.png": {"image/png": "iVBORw0KGgo="}}
code = new_code_cell(
    "var x = 1;\nConsole.WriteLine($\"{x}\");\nx",
    id="bbbb2222",
    execution_count=3,
    metadata={
        "tags": ["parameters", "keep"],
        "collapsed": True,
        "vscode": {"languageId": "csharp"},
        "execution": {"iopub.status.busy": "2026-01-02T03:04:05.678901Z"},
    },
    outputs=[
        new_output("stream", name="stdout", text="1\nnul: \x00 \u2028 del: \x7f nbsp: \xa0\n"),
        new_output(
            "display_data",
            data={
                "application/vnd.plotly.v1+json": {"data": [{"y": [1.5, 2, None, True], "type": "bar"}], "layout": {}},
                "image/png": "iVBORw0KGgo=\n",
                "image/svg+xml": "<svg>\n</svg>",
                "text/html": "<b>\n1</b>",
            },
            metadata={"isolated": True},
        ),
        new_output("execute_result", data={"text/plain": "1"}, execution_count=3),
        new_output("error", ename="E", evalue="boo", traceback=["\x1b[0;31mE\x1b[0m: boo", "  at <cell>"]),
    ],
)
notebook = new_notebook(
    cells=[text, code, raw, new_code_cell("", id="dddd4444"), new_code_cell("unrun", id="eeee5555")],
    metadata={
        "kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"},
        "language_info": {"name": "C#", "version": "13.0", "file_extension": ".cs", "mimetype": "text/x-csharp"},
        "future": {"b": [], "a": {}, "numbers": [1, 1.0, 1e-05, 1e16, -0.0, 12345678901234567890]},
    },
)
nbformat.validate(notebook)
nbformat.write(notebook, "jupyter.ipynb")
notebook["nbformat_minor"] = 4
for cell in notebook.cells:
    del cell["id"]
nbformat.validate(notebook)
nbformat.write(notebook, "jupyter-4.4.ipynb")
