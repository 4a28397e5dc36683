using System.Net;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>A researcher at Debian's Jupyter Notebook.</summary>
[Collection(nameof(Alone))]
public class BrowserTests
{
    private const string Idle =
        "window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected() && "
        + "Jupyter.notebook.kernel.info_reply.status";
    private const string AllRun =
        "Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code' || (c.input_prompt_number > 0 && "
        + "!c.element.hasClass('running')))";

    [SkippableFact]
    public async Task Notebook_01_is_opened_run_completed_interrupted_and_restarted()
    {
        using var jupyter = new DebianJupyter("notebook");
        int port = KernelProcess.FreePorts(1)[0];
        using var server = jupyter.Start(
            "-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.token=",
                "--NotebookApp.password=", $"--notebook-dir={jupyter.Notebooks}");
        _ = server.StandardError.ReadToEndAsync();
        _ = server.StandardOutput.ReadToEndAsync();
        try
        {
            await UntilServed($"http://127.0.0.1:{port}/api");
            using var page = new BrowserPage($"http://127.0.0.1:{port}/notebooks/01-eda-class-balance.ipynb", 1280, 1000);
            Work(page);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static void Work(BrowserPage page)
    {
        page.Until(Idle);
        Assert.Equal("C# (Research)", page.Evaluate(
            "document.querySelector('#kernel_indicator .kernel_indicator_name').textContent").GetString());
        page.Screenshot("jupyter-1-opened");

        page.Do("Jupyter.notebook.execute_all_cells()");
        page.Until(AllRun, TimeSpan.FromMinutes(4));
        Assert.Equal(0, page.Evaluate("document.querySelectorAll('.output_error').length").GetInt32());
        page.Until("document.querySelectorAll('.output .js-plotly-plot svg.main-svg, .output img').length > 0");
        page.Do("document.querySelector('.output .js-plotly-plot, .output img').scrollIntoView({ block: 'center' })");
        page.Screenshot("jupyter-2-figure");

        page.Do(
            "window.added = Jupyter.notebook.insert_cell_at_bottom('code'); "
            + "Jupyter.notebook.select(Jupyter.notebook.find_cell_index(added));");
        Complete(page, "balance.F");
        page.Until(
            "['FightFrames', 'Fights', 'Frames'].every(name => [...document.querySelectorAll('#complete option')].some(o => "
            + "o.textContent === name))", TimeSpan.FromSeconds(15));
        Assert.Equal(3, page.Evaluate("document.querySelectorAll('#complete option').length").GetInt32());
        page.Do("added.element[0].scrollIntoView({ block: 'center' })");
        page.Screenshot("jupyter-3-completion");
        page.Do("added.completer.close()");
        Complete(page, "balance.Act"); // there is one choice: it is taken
        page.Until("added.get_text() === 'balance.Actions'", TimeSpan.FromSeconds(15));
        page.Do("Jupyter.notebook.command_mode()");

        page.Do("added.set_text('var n = 0;\\nwhile (true)\\n{\\n    n++;\\n}'); added.execute()");
        page.Until("added.element.hasClass('running')");
        Thread.Sleep(500);
        page.Do("Jupyter.notebook.kernel.interrupt()");
        page.Until("!added.element.hasClass('running') && added.output_area.outputs.some(o => o.ename === 'Interrupted')",
            TimeSpan.FromSeconds(5));
        page.Do("added.element[0].scrollIntoView({ block: 'center' })");
        page.Screenshot("jupyter-4-interrupted");

        page.Do("Jupyter.notebook.kernel.restart()");
        page.Until("Jupyter.notebook.kernel_busy !== true && " + Idle);
        page.Do("added.set_text('1 + 1'); added.execute()");
        page.Until("added.output_area.outputs.some(o => o.output_type === 'execute_result' && o.data['text/plain'] === '2')");
        page.Until("added.input_prompt_number !== '*'"); // the reply comes after the output
        Assert.Equal(1, page.Evaluate("added.input_prompt_number").GetInt32());
        page.Screenshot("jupyter-5-restarted");
    }

    private static void Complete(BrowserPage page, string text) => page.Do($$"""
        added.set_text('{{text}}'); Jupyter.notebook.edit_mode(); added.code_mirror.setCursor(0, {{text.Length}}); added.completer.startCompletion();
        """);

    private static async Task UntilServed(string url)
    {
        using var client = new HttpClient();
        for (int attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                if ((await client.GetAsync(new Uri(url))).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not yet
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{url} does not answer.");
    }
}
