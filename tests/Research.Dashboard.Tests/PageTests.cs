using System.Diagnostics;
using System.Globalization;
using Research.Training;
using Xunit.Abstractions;

namespace Research.Dashboard.Tests;

/// <summary>A researcher at the page, in Chromium.</summary>
public sealed class PageTests(ITestOutputHelper output) : IDisposable
{
    private const string Names = "[...document.querySelectorAll('#rows a')].map(a => a.textContent).join(' ')";

    private readonly Results _results = new();

    public void Dispose() => _results.Dispose();

    [SkippableFact]
    public async Task The_curve_of_a_live_run_grows_until_it_is_whole()
    {
        await using var server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        using var page = new BrowserPage(server.Address.AbsoluteUri, 1280, 900);
        page.Until("document.querySelector('#none')?.textContent.startsWith('There are no runs below ')");

        using (var run = _results.Begin("gru-512", new { kind = "policy", options = new { seed = 42, learning_rate = 0.001 } }))
        {
            page.Until(Names + " === 'gru-512'");
            Assert.Equal("● running", page.Evaluate("document.querySelector('#rows td.running').textContent").GetString());
            Results.Log(run, 1);
            page.Do("document.querySelector('#rows a').click()");
            page.Until(Points(1));
            Results.Log(run, 2);
            page.Until(Points(2));
            _results.WriteImage(run["samples/epoch-0002.png"]);
            page.Until("document.querySelector('#part-images img')?.naturalWidth === 1");
            File.AppendAllText(run.MetricsFile, "{\"epoch\":3,\"train_lo"); // as it is while a line is written
            Thread.Sleep(1500);
            Assert.True(page.Evaluate(Points(2)).GetBoolean());
            File.WriteAllLines(run.MetricsFile, File.ReadAllLines(run.MetricsFile)[..2]);
            foreach (int epoch in Enumerable.Range(3, 10))
            {
                Results.Log(run, epoch);
            }

            page.Until(Points(12));
            Assert.Equal("loss f1 lr", page.Evaluate(
                "[...document.querySelectorAll('.chart')].map(c => c.dataset.chart).join(' ')").GetString());
            Assert.Equal("train_loss val_loss", page.Evaluate("document.querySelector('.chart').data.map(t => t.name).join(' ')")
                .GetString());
            Assert.Equal("12", page.Evaluate("document.querySelector('#rows tr').children[4].textContent").GetString());
            page.Screenshot("dashboard-live");
            run.Complete(new { seconds = 3.5, values = new { val_f1 = 0.75 } });
        }

        page.Until("document.querySelector('#part-head .complete')?.textContent === '✓ complete'");
        page.Until("document.querySelector('#part-values').textContent.includes('Results')");
        Assert.Equal("0.7500", page.Evaluate("document.querySelector('#rows .number').textContent").GetString());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Runs_that_are_damaged_or_deleted_under_it_do_not_break_it()
    {
        string good = _results.Write("quick/test/good", epochs: 5), doomed = _results.Write("quick/test/doomed", epochs: 5);
        string summary = _results.Write("quick/test/corrupt-summary", epochs: 4),
            config = _results.Write("quick/test/corrupt-config", epochs: 4);
        string half = _results.Write("quick/test/half-line", epochs: 3, isWhole: false),
            broken = _results.Write("quick/test/broken-line", epochs: 3, isWhole: false);
        File.WriteAllText(Path.Combine(summary, "summary.json"), "{\"seconds\": 1");
        File.WriteAllText(Path.Combine(config, "config.json"), "<html>");
        File.AppendAllText(Path.Combine(half, "metrics.jsonl"), "{\"epoch\":4,");
        File.AppendAllText(Path.Combine(broken, "metrics.jsonl"), "no epoch\n");
        await using var server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        using var page = new BrowserPage(server.Address.AbsoluteUri + "#run=quick%2Ftest%2Fdoomed", 1280, 900);
        page.Until("document.querySelectorAll('#rows tr').length === 6");
        page.Until(Points(5));
        Assert.Equal("damaged damaged damaged complete complete stopped",
            States("corrupt-summary corrupt-config broken-line good doomed half-line"));

        page.Do(
            "for (const name of ['good', 'doomed']) [...document.querySelectorAll('#rows tr')].find(r => "
            + "r.dataset.id.endsWith(name)).querySelector('input').click()");
        Directory.Delete(doomed, recursive: true);
        page.Until("document.querySelector('#part-head').textContent.includes('There is no such run, or no longer.')");
        page.Until("document.querySelectorAll('#rows tr').length === 5");
        Assert.Equal("5 runs, 1 chosen", page.Evaluate("document.querySelector('#count').textContent").GetString());
        Assert.Equal(0, page.Evaluate("document.querySelectorAll('.chart').length").GetInt32());

        Open(page, "broken-line");
        page.Until(
            "document.querySelector('#part-head .problem')?.textContent.includes('metrics.jsonl, line 4: found \"no epoch\"; "
            + "expected an epoch')");
        page.Until(Points(3));
        page.Screenshot("dashboard-damaged");
        Open(page, "corrupt-summary");
        page.Until("document.querySelector('#part-head .problem')?.textContent.includes('summary.json: found no JSON object')");
        page.Until(Points(4));
        Open(page, "half-line");
        page.Until("document.querySelector('#part-head h2')?.textContent === 'half-line'");
        page.Until(Points(3));
        Open(page, "corrupt-config");
        page.Until("document.querySelector('#part-head .problem')?.textContent.includes('config.json: found no JSON object')");

        File.AppendAllText(Path.Combine(half, "metrics.jsonl"), "\"train_loss\":0.5,\"seconds\":1}\n"); // the line's other half
        Open(page, "half-line");
        page.Until(Points(4));
        Directory.Delete(_results.Folder, recursive: true);
        page.Until(
            "document.querySelectorAll('#rows tr').length === 0 && "
            + "document.querySelector('#none')?.textContent.startsWith('There are no runs below ')");
        Directory.CreateDirectory(_results.Folder);
        Assert.True(page.Evaluate("document.querySelector('#trouble').hidden").GetBoolean());
        Assert.Empty(page.Faults);

        string States(string names) => string.Join(' ', names.Split(' ').Select(name =>
            page.Evaluate(
                $"[...document.querySelectorAll('#rows tr')].find(r => r.dataset.id.endsWith('/{name}')).children[1].className")
                .GetString()));
    }

    [SkippableFact]
    public async Task A_server_that_ends_is_said_to_be_gone_and_what_it_said_stays()
    {
        _results.Write("quick/test/gru-1", epochs: 5);
        var server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        using var page = new BrowserPage(server.Address.AbsoluteUri, 1000, 700);
        page.Until(Names + " === 'gru-1'");
        int port = server.Address.Port;
        await server.DisposeAsync();
        page.Until(
            "!document.querySelector('#trouble').hidden && document.querySelector('#trouble').textContent.startsWith('The "
            + "dashboard does not answer')");
        Assert.Equal("gru-1", page.Evaluate(Names).GetString());

        await using var again = await DashboardServer.StartAsync(_results.Folder, port);
        _results.Write("quick/test/gru-2", epochs: 5);
        page.Until("document.querySelector('#trouble').hidden && document.querySelectorAll('#rows tr').length === 2");
    }

    [SkippableFact]
    public async Task Runs_are_compared_by_the_keyboard_alone()
    {
        foreach (int seed in Enumerable.Range(1, 3))
        {
            _results.Write($"quick/cuphead/focal-grid/gru-512-seed-{seed}", epochs: 12, rate: 0.001, seed: seed,
                started: DateTime.UtcNow.AddMinutes(-seed));
        }

        _results.Write("quick/cuphead/focal-grid/lstm-256-seed-1", epochs: 20, rate: 0.003, seed: 1,
            started: DateTime.UtcNow.AddHours(-3));
        _results.WriteImage("quick/figures/01-first/01-balance.png");
        await using var server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        using var page = new BrowserPage(server.Address.AbsoluteUri, 1280, 900);
        page.Until("document.querySelectorAll('#rows tr').length === 4");
        page.Do("document.querySelector('#filter').focus()");
        foreach (char key in "gru")
        {
            page.Press(key.ToString(), char.ToUpperInvariant(key));
        }

        page.Until(Names + " === 'gru-512-seed-1 gru-512-seed-2 gru-512-seed-3'");
        Assert.Equal("3 of 4 runs", page.Evaluate("document.querySelector('#count').textContent").GetString());
        foreach (int _ in Enumerable.Range(0, 7)) // the metric, the five headings, the first line's box
        {
            page.Press("Tab", 9);
        }

        Assert.Equal("Compare gru-512-seed-1", page.Evaluate("document.activeElement.ariaLabel").GetString());
        Assert.NotEqual("none", page.Evaluate("getComputedStyle(document.activeElement).outlineStyle").GetString());
        page.Press(" ", 32);
        page.Press("ArrowDown", 40);
        page.Press("ArrowRight", 39);
        Assert.Equal("gru-512-seed-2", page.Evaluate("document.activeElement.textContent").GetString());
        page.Press("Enter", 13);
        page.Until("document.querySelector('#part-head h2')?.textContent === 'gru-512-seed-2'");
        page.Press("End", 35);
        page.Press(" ", 32);
        Assert.Equal("3 of 4 runs, 2 chosen", page.Evaluate("document.querySelector('#count').textContent").GetString());
        page.Press("Tab", 9);
        // one line of the list is enough for the tab key
        Assert.Equal("compare", page.Evaluate("document.activeElement.id").GetString());
        page.Press("Enter", 13);
        page.Until("document.querySelector('#part-head h2')?.textContent === '2 runs'");
        page.Until("document.querySelector('.chart')?.data?.length === 4");
        Assert.Equal("gru-512-seed-1: train_loss|gru-512-seed-1: val_loss|gru-512-seed-3: train_loss|gru-512-seed-3: val_loss",
            page.Evaluate("document.querySelector('.chart').data.map(t => t.name).join('|')").GetString());
        Assert.Equal("state epochs options.seed",
            page.Evaluate("[...document.querySelectorAll('.side tbody th')].slice(0, 3).map(t => t.textContent).join(' ')")
            .GetString());
        Assert.Equal("1 3",
            page.Evaluate("[...document.querySelectorAll('.side tbody tr')][2].innerText.split('\\t').slice(1).join(' ').trim()")
            .GetString());
        Assert.Equal("4 settings are the same.", page.Evaluate("document.querySelector('#part-differences .faint').textContent")
            .GetString());

        // A chosen run that is not shown by the filter stays chosen; the address brings the comparison back.
        page.Do(
            "document.querySelector('#filter').value = 'learning_rate=0.003'; "
            + "document.querySelector('#filter').dispatchEvent(new Event('input')); document.querySelector('#rows "
            + "input').click()");
        page.Until("document.querySelector('#part-head h2')?.textContent === '3 runs'");
        page.Do("location.reload()");
        page.Until(
            "document.querySelector('#part-head h2')?.textContent === '3 runs' && "
            + "document.querySelector('.chart')?.data?.length === 6");
        foreach (var (name, width, dark) in ((string, int, bool)[])[("wide-light", 1280, false), ("wide-dark", 1280, true),
            ("narrow-dark", 400, true), ("narrow-light", 400, false)])
        {
            page.Look(width, 900, dark);
            page.Screenshot($"dashboard-compare-{name}");
            string paper = page.Evaluate("document.querySelector('.chart').layout.template.layout.paper_bgcolor").GetString()!;
            Assert.Equal(dark ? "#1b1b1d" : "#ffffff", paper);
            Assert.True(page.Evaluate("document.documentElement.scrollWidth <= innerWidth").GetBoolean(),
                $"{name}: the page is wider than the window");
        }

        page.Do("location.hash = '#figures'");
        page.Until("document.querySelector('#part-figures img')?.naturalWidth === 1");
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Five_hundred_runs_stay_usable()
    {
        var random = new Random(1);
        foreach (int i in Enumerable.Range(0, 500))
        {
            _results.Write($"quick/cuphead/sweep-{i / 100}/{(i % 2 == 0 ? "gru" : "lstm")}-{i:000}", epochs: 10 + i % 30,
                isWhole: i % 25 != 0, rate: random.Next(1, 9) * 0.0005, seed: i % 5,
                started: DateTime.UtcNow.AddMinutes(-i));
        }

        await using var server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        var clock = Stopwatch.StartNew();
        using var page = new BrowserPage(server.Address.AbsoluteUri, 1280, 900);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Chromium is there after {clock.Elapsed.TotalSeconds:0.00} s"));
        page.Until("document.querySelectorAll('#rows tr').length === 500");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"500 runs are listed after {page.Evaluate("performance.now()").GetDouble() / 1000:0.00} s of the page"));

        string[] expected = [.. RunRecord.All(_results.Folder).Where(run => run.Name.StartsWith("gru", StringComparison.Ordinal)
            && run.Config["options.seed"] == "3").Select(run => run.Name)];
        Report("filter",
            "document.querySelector('#filter').value = 'gru options.seed=3'; "
            + "document.querySelector('#filter').dispatchEvent(new Event('input'))");
        Assert.Equal(50, expected.Length);
        Assert.Equal(expected, page.Evaluate(Names).GetString()!.Split(' ').Order(StringComparer.Ordinal));
        string Filtered(string filter, string then) => page.Evaluate(
            $"(document.querySelector('#filter').value = '{filter}', document.querySelector('#filter').dispatchEvent(new "
            + $"Event('input')), String({then}))").GetString()!;
        // as research runs --where has it
        Assert.Equal("100", Filtered("gru seed>=3", "document.querySelectorAll('#rows tr').length"));
        Assert.Equal("Found the condition 'seed>>1'; expected NAME=VALUE, or another of = != < <= > >= between them.",
            Filtered("seed>>1", "document.querySelector('#none').textContent"));
        Assert.Equal("Found the condition 'seed>abc'; expected a number after >, for options.seed holds numbers.",
            Filtered("seed>abc", "document.querySelector('#none').textContent"));
        Assert.Equal("Found the column 'nothing', which no run has.",
            Filtered("nothing=1", "document.querySelector('#none').textContent"));
        Report("no filter",
            "document.querySelector('#filter').value = ''; document.querySelector('#filter').dispatchEvent(new Event('input'))");

        Report("another metric",
            "document.querySelector('#metric').value = 'val_loss'; document.querySelector('#metric').dispatchEvent(new "
            + "Event('change'))");
        Report("sort", "document.querySelector('[data-sort=metric]').click()");
        double[] losses =
            [.. page.Evaluate("[...document.querySelectorAll('#rows tr')].map(r => Number(r.children[3].textContent))")
            .EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(500, losses.Length);
        Assert.Equal(losses.Order(), losses);
        Assert.Equal("ascending", page.Evaluate("document.querySelector('[data-sort=metric]').closest('th').ariaSort")
            .GetString());
        Report("sort the other way", "document.querySelector('[data-sort=metric]').click()");
        Assert.Equal(losses.OrderDescending(),
            page.Evaluate("[...document.querySelectorAll('#rows tr')].map(r => Number(r.children[3].textContent))")
            .EnumerateArray().Select(e => e.GetDouble()));

        // A line that moves while it has the focus keeps it.
        page.Do(
            "document.querySelector('[data-sort=metric]').click(); window.last = [...document.querySelectorAll('#rows "
            + "a')].at(-1); last.focus()");
        string id = page.Evaluate("last.closest('tr').dataset.id").GetString()!,
            metrics = Path.Combine(_results.Folder, id, "metrics.jsonl");
        RunLog.Append(metrics, new EpochLog(99, 1, 0, new Dictionary<string, double> { ["val_loss"] = -1 }));
        File.Delete(Path.Combine(_results.Folder, id, "summary.json"));
        clock.Restart();
        page.Until("document.querySelector('#rows a') === last");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a change is seen after {clock.Elapsed.TotalSeconds:0.00} s"));
        Assert.True(page.Evaluate("document.activeElement === last").GetBoolean());
        page.Press("ArrowDown", 40);
        Assert.True(page.Evaluate("document.activeElement === document.querySelectorAll('#rows a')[1]").GetBoolean());

        // As many as can be told apart are drawn, and the page says so.
        page.Do(
            "[...document.querySelectorAll('#rows input')].slice(0, 25).forEach(box => box.click()); "
            + "document.querySelector('#compare').click()");
        page.Until("document.querySelector('.chart')?.data?.length === 40");
        Assert.Equal("Of the 25 that are chosen, the first 20 are shown.",
            page.Evaluate("document.querySelector('#part-head .problem').textContent").GetString());
        page.Screenshot("dashboard-500");
        Assert.Empty(page.Faults);

        void Report(string what, string statements)
        {
            double taken =
                page.Evaluate(
                $"(() => {{ const begun = performance.now(); {statements}; document.body.offsetHeight; return performance.now() "
                + "- begun; })()").GetDouble();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {taken:0} ms"));
        }
    }

    private static string Points(int count) => $"document.querySelector('.chart')?.data?.[0]?.y.length === {count}";

    private static void Open(BrowserPage page, string name) =>
        page.Do($"[...document.querySelectorAll('#rows a')].find(a => a.textContent === '{name}').click()");
}
