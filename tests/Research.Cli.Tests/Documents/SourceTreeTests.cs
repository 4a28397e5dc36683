using System.Text.RegularExpressions;

namespace Research.Cli.Tests.Documents;

/// <summary>What holds for every file of the source tree: lengths of lines, namespaces, who may use whom, and names.</summary>
public sealed partial class SourceTreeTests
{
    private const int MostColumns = 130;

    /// <summary>From the bottom up: a project may use those before it. Notebooks and dashboard know no experiment.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Research"] = [],
        ["Research.Simulation"] = ["Research"],
        ["Research.Experiments"] = ["Research", "Research.Simulation"],
        ["Research.Notebooks"] = ["Research"],
        ["Research.Dashboard"] = ["Research"],
        ["Research.Cli"] = ["Research", "Research.Simulation", "Research.Experiments", "Research.Notebooks",
            "Research.Dashboard"],
    };

    /// <summary>Names that the glossary replaced; they do not come back.</summary>
    private static readonly string[] Replaced =
    [
        "SavedRun.TrainOrRestore", "RunStatus", "TaskRecord", "AttemptEnd", "TensorEngine", "RecordedFights", "RowFrames",
            "IsWholeHere",
        "Beginnings", "BeginRecurrent", "CodeWindows", "WindowPolicy", "SpatialPolicy", "FrameStretches", "StretchFrames",
            "WarmUpFrames",
        "EpochOrder", "StretchSource", "OpenSure", "EmbeddingSize", "KMeansStart", "LinearMap", "SettledEpochs", "CodesAndMoves",
        "AtThePlayer", "AtEachPlace", "MoveGuesses", "RankingReport", "RankingCurve", "Scoreboard", "TrivialPolicies",
            "TrivialControls",
        "TrivialDecoders", "AtHalf", "PlayAlong", "ControlTruth", "SensorFrames", "ControlTable", "ControlStage", "ActionModel",
        "ActionNetwork", "ActionWindows", "DecodedWindows", "IncrementDistribution", "MinusLogOfTrue", "KeyLamps", "MostKeys",
    ];

    private static string Source => Path.Combine(Repository.Root, "src");

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Regex.IsMatch(file, "/(obj|bin|node_modules|Template)/")).Order(StringComparer.Ordinal);

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [Fact]
    public void Lines_have_at_most_130_characters_besides_what_is_in_strings()
    {
        var wrong = Files(Source).Concat(Files(Path.Combine(Repository.Root, "tests"))).SelectMany(file =>
            TooLong(File.ReadAllLines(file)).Select(line => $"{Relative(file)}, line {line}")).ToList();

        Assert.True(wrong.Count == 0, $"Found lines of more than {MostColumns} characters:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void A_long_line_is_found_and_one_whose_string_is_long_is_not()
    {
        string text = new('x', MostColumns + 1);
        Assert.Equal([2, 8], TooLong(["a", text, $"  Say(\"{text}\");", "var a = \"\"\"", text, "\"\"\";", "b", "// " + text]));
    }

    /// <summary>The folders of the notebook library share one namespace: they are parts of one engine.</summary>
    [Fact]
    public void Namespaces_are_folders()
    {
        var wrong = Files(Source).Select(file => (File: Relative(file), Found: NamespaceOf(file)))
            .Where(f => f.Found is { } found && !found.StartsWith("Research.Notebooks", StringComparison.Ordinal)
            && Path.GetDirectoryName(f.File)![4..]
            .Replace('/', '.') != f.Found)
            .Select(f => $"{f.File}: {f.Found}").ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Projects_use_those_below_them_only()
    {
        var wrong = new List<string>();
        foreach (string file in Files(Source))
        {
            string own = ProjectOf(NamespaceOf(file) ?? Path.GetRelativePath(Source, file).Split('/')[0]);
            wrong.AddRange(Usings(file).Select(ProjectOf).Distinct()
                .Where(other => other != own && !MayUse[own].Contains(other)).Select(other => $"{Relative(file)} uses {other}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>
    /// A folder of a project with all folders in it is one part; parts do not use each other both ways, nor in a circle.
    /// </summary>
    [Fact]
    public void No_parts_of_a_project_use_each_other_in_a_circle()
    {
        var uses = new Dictionary<string, HashSet<string>>();
        foreach (string file in Files(Source))
        {
            if (PartOf(NamespaceOf(file)) is { } own)
            {
                uses.TryAdd(own, []);
                uses[own].UnionWith(Usings(file).Select(PartOf).OfType<string>().Where(other => other != own));
            }
        }

        Assert.Contains("Research.Training", uses.Keys);
        var circles = uses.Keys.Order(StringComparer.Ordinal).Select(part => Circle(part, uses)).OfType<string>().Distinct()
            .ToList();
        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    /// <summary>Scores, losses and figures know arrays: no experiment has to dress up as another to be scored.</summary>
    [Theory]
    [InlineData("Metrics")]
    [InlineData("Losses", "Research.Metrics")]
    [InlineData("Figures", "Research.Arrays")]
    public void What_knows_arrays_only_uses_no_session(string folder, params string[] mayUse) => Assert.Empty(
        Files(Path.Combine(Source, "Research", folder)).SelectMany(file => Usings(file).Select(PartOf).OfType<string>()
            .Where(part => part != $"Research.{folder}" && !mayUse.Contains(part))
            .Select(part => $"{Relative(file)} uses {part}")));

    /// <summary>A room's README lists its files by their doors, in reading order, and no file is left out.</summary>
    [Fact]
    public void Every_room_has_a_README_that_lists_its_files()
    {
        string[] doors = ["config", "data", "network", "loss", "training", "evaluation", "plots", "agent", "published numbers",
            "sweep"];
        string[] rooms = [.. Directory.EnumerateDirectories(Path.Combine(Source, "Research.Experiments"))
            .Where(folder => !Regex.IsMatch(folder, "/(obj|bin)$")).Order(StringComparer.Ordinal)];

        Assert.Equal(["ActionDecoder", "BehaviorCloning", "ClosedLoop", "ControlTransformer", "DodgeTiming", "LatentActions"],
            rooms.Select(Path.GetFileName));
        Assert.All(rooms, room =>
        {
            string readme = File.ReadAllText(Path.Combine(room, "README.md"));
            string[] listed = [.. Regex.Matches(readme, @"\[(\w+\.cs)\]\(\1\)").Select(match => match.Groups[1].Value)];
            string[] found = [.. Regex.Matches(readme, @"^\| (\w[\w ]*) \| \[", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value)];
            string[] files = [.. Directory.EnumerateFiles(room, "*.cs").Select(file => Path.GetFileName(file))
                .Where(file => file.Split('.').Length == 2)];
            Assert.Equal(files.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
            Assert.Equal(doors.Where(found.Contains), found);
            Assert.Contains("./research reproduce --only ", readme, StringComparison.Ordinal);
        });
    }

    /// <summary>The field's words: a run is complete, not whole; progress is reported, not told.</summary>
    [Fact]
    public void Comments_have_no_private_words()
    {
        var words = new Regex(
            @"^\s*//.*(\b(is|are|not|be|was|were) whole\b(?! number)|\bwhole or not at all\b|\bTold (of|after|while)\b)");
        Assert.Empty(Files(Source).SelectMany(file => File.ReadLines(file).Index().Where(line => words.IsMatch(line.Item))
            .Select(line => $"{Relative(file)}, line {line.Index + 1}: {line.Item.Trim()}")));
    }

    [Fact]
    public void Names_that_the_glossary_replaced_do_not_come_back()
    {
        var replaced = new Regex($@"\b(?:class|record|struct|interface|enum) (?:{string.Join('|', Replaced)})\b|"
            + $@"^    (?:public|internal) [^=;(]*\b(?:{string.Join('|', Replaced)})\b *(?:\(|\{{|=>|=)", RegexOptions.Multiline);
        var wrong = Files(Source).SelectMany(file => replaced.Matches(File.ReadAllText(file))
            .Select(m => $"{Relative(file)}: {m.Value}"))
            .ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<int> TooLong(string[] lines)
    {
        bool isRaw = false;
        for (int i = 0; i < lines.Length; i++)
        {
            bool wasRaw = isRaw;
            if (Regex.Count(lines[i], "\"{3,}") % 2 == 1)
            {
                isRaw = !isRaw;
            }

            if (!wasRaw && !isRaw && !lines[i].TrimStart().StartsWith("#pragma", StringComparison.Ordinal)
                && lines[i].Length > MostColumns && Literal().Replace(lines[i], "").Length > MostColumns - Literal()
                .Count(lines[i]))
            {
                yield return i + 1;
            }
        }
    }

    private static string? NamespaceOf(string file) => Declared().Match(File.ReadAllText(file)) is { Success: true } match
        ? match.Groups[1].Value : null;

    private static IEnumerable<string> Usings(string file) => Used().Matches(File.ReadAllText(file))
        .Select(match => match.Groups[1].Value);

    private static string ProjectOf(string name) =>
        MayUse.Keys.Where(project => name == project || name.StartsWith(project + ".", StringComparison.Ordinal))
            .MaxBy(p => p.Length)!;

    private static string? PartOf(string? name)
    {
        string? project = name is null ? null : ProjectOf(name);
        return project is null || name == project ? null : $"{project}.{name![(project.Length + 1)..].Split('.')[0]}";
    }

    private static string? Circle(string start, Dictionary<string, HashSet<string>> uses)
    {
        var from = new Dictionary<string, string>();
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out string? part))
        {
            foreach (string other in uses.GetValueOrDefault(part, []).Where(other => other == start || from.TryAdd(other, part)))
            {
                if (other != start)
                {
                    next.Enqueue(other);
                    continue;
                }

                var path = new List<string> { part };
                while (path[^1] != start && from.TryGetValue(path[^1], out string? before))
                {
                    path.Add(before);
                }

                path.Reverse();
                return string.Join(" -> ", path) + " -> " + start;
            }
        }

        return null;
    }

    [GeneratedRegex(@"""{3,}.*?""{3,}|@?""(?:\\.|[^""\\])*""|(?<=/// )<[^>]*>")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^using (?:static )?(Research[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Used();
}
