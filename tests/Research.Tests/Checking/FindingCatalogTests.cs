using Research.Checking;

namespace Research.Tests.Checking;

public sealed class FindingCatalogTests
{
    [Fact]
    public void The_guide_lists_every_code_with_its_severity()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "checking.md"));
        Assert.All(FindingCatalog.Kinds, kind => Assert.Contains(
            $"| `{kind.Key}` | {kind.Value.Severity.ToString().ToLowerInvariant()} | {kind.Value.Why} |", guide,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_findings_of_one_code_the_last_says_how_many_there_are()
    {
        var findings = new FindingList("DIR", "S");
        for (int line = 1; line <= 12; line++)
        {
            findings.Add("press-too-short", new FindingPlace("S_events.jsonl") { Line = line }, "a press", "none");
        }

        Assert.Equal(FindingList.MostOfOneCode, findings.All.Count());
        Assert.Equal("a press (and 7 more of this kind)", findings.All.Last().Found);
    }

    [Theory]
    [InlineData("/home/a/recordings", "Boss-1", "./research repair /home/a/recordings/Boss-1")]
    [InlineData("My Games", "Boss 1", "./research repair 'My Games/Boss 1'")]
    [InlineData("it's", "A", @"./research repair 'it'\''s/A'")]
    public void A_repair_can_be_pasted_into_a_shell(string folder, string session, string repair)
    {
        string code = FindingCatalog.Kinds.First(kind => kind.Value.Repair == "./research repair {session}").Key;
        var findings = new FindingList(folder, session);
        findings.Add(code, new FindingPlace("F"), "a", "b");
        Assert.Equal(repair, findings.All.Single().Repair);
    }

    [Fact]
    public void A_report_is_json_and_a_page_without_addresses()
    {
        var finding = new Finding("clock-jump", Severity.Error, new FindingPlace("DIR/S_frames.jsonl") { Line = 3, Frame = 2 },
            "a < b", "b")
        { Session = "S", Why = "w", Repair = "r", Thumbnail = [1, 2, 3] };
        var report = new CheckReport("DIR", [new CheckedFiles("DIR", "S", 10, 1) { LabelLag = -0.1 }], [finding]);

        var json = System.Text.Json.Nodes.JsonNode.Parse(report.ToJson())!;
        Assert.Equal(("clock-jump", 3, "a < b", 1), ((string)json["findings"]![0]!["code"]!, (int)json["findings"]![0]!["line"]!,
            (string)json["findings"]![0]!["found"]!, (int)json["errors"]!));
        string page = report.ToHtml();
        Assert.Contains("Found a &lt; b; expected b.", page);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", page);
        Assert.DoesNotContain("http", page);
    }
}
