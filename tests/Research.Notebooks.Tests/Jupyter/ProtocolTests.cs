using System.Text;
using System.Text.Json.Nodes;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

public sealed class ProtocolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>RFC 4231, test case 2, its data in four frames.</summary>
    [Fact]
    public void A_signature_is_HMAC_SHA256_over_the_frames()
    {
        byte[][] frames = [.. ((string[])["what do ya ", "want ", "for ", "nothing?"]).Select(Encoding.UTF8.GetBytes)];
        var signature = new MessageSignature("Jefe");

        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            Encoding.ASCII.GetString(signature.Sign(frames)));
        Assert.True(signature.IsRight(signature.Sign(frames), frames));
        Assert.False(new MessageSignature("other").IsRight(signature.Sign(frames), frames));
        Assert.Empty(new MessageSignature("").Sign(frames));
    }

    [Fact]
    public void A_message_survives_the_wire()
    {
        var wire = new MessageWire(new MessageSignature("key"));
        var sent = JupyterMessage.Create("execute_request", new JsonObject { ["code"] = "\"ä😀\"" }, [], "s",
            [[1, 2]]) with
        { Buffers = [[3]] };

        var read = wire.Read(wire.Write(sent));

        Assert.Equal(("execute_request", sent.Id, "\"ä😀\""), (read.Type, read.Id, (string?)read.Content["code"]));
        Assert.Equal([1, 2], read.Identities.Single());
        Assert.Equal([3], read.Buffers.Single());
        Assert.Equal("5.4", (string?)read.Header["version"]);
    }

    [Fact]
    public void A_type_that_is_no_text_is_none()
    {
        var wire = new MessageWire(new MessageSignature("key"));
        var sent = JupyterMessage.Create("execute_request", [], [], "s");
        sent.Header["msg_type"] = 5;

        var read = wire.Read(wire.Write(sent));

        Assert.Equal(("", sent.Id), (read.Type, read.Id));
    }

    [Fact]
    public void A_message_that_is_not_whole_or_not_signed_or_came_before_is_refused()
    {
        var wire = new MessageWire(new MessageSignature("key"));
        var frames = wire.Write(JupyterMessage.Create("x", [], [], "s")).ToList();
        string Refused(IReadOnlyList<byte[]> sent) => Assert.Throws<FormatException>(() => wire.Read(sent)).Message;
        List<byte[]> With(int index, string frame) =>
            [.. frames.Select((old, i) => i == index ? Encoding.UTF8.GetBytes(frame) : old)];

        Assert.Equal("found 1 frames without <IDS|MSG>", Refused([[0]]));
        Assert.Equal("found 2 frames after <IDS|MSG>, expected a signature and four JSON objects", Refused([.. frames.Take(3)]));
        Assert.Equal("it is not signed", Refused(With(1, "")));
        Assert.Equal("its signature is wrong", Refused(With(1, new string('0', 64))));
        Assert.Equal("its signature is wrong", Refused(With(5, "{\"a\":1}")));
        wire.Read(frames);
        Assert.Equal("it was received before", Refused(frames));
        Assert.StartsWith("found no JSON: ", Assert.Throws<FormatException>(() => new MessageWire(new MessageSignature(""))
            .Read(With(2, "{"))).Message);
        Assert.Equal("found a JSON value, expected an object",
            Assert.Throws<FormatException>(() => new MessageWire(new MessageSignature("")).Read(With(2, "[]"))).Message);
    }

    [Theory]
    [InlineData("{", "found no JSON, expected a Jupyter connection file: ")]
    [InlineData("[]", "found no JSON object, expected a Jupyter connection file.")]
    [InlineData("{}", "shell_port: found nothing, expected a port from 1 to 65535.")]
    [InlineData("""{"shell_port": 70000}""", "shell_port: found 70000, expected a port from 1 to 65535.")]
    [InlineData("""{"shell_port": "x"}""", "shell_port: found \"x\", expected a port from 1 to 65535.")]
    [InlineData("""{"transport": "ipc"}""",
        "transport: found \"ipc\", expected \"tcp\", the only transport that this kernel has.")]
    [InlineData("""{"key": 5}""", "key: found 5, expected a string.")]
    [InlineData("""{"key": "k", "signature_scheme": "hmac-md5"}""",
        "signature_scheme: found \"hmac-md5\", expected \"hmac-sha256\".")]
    public void A_connection_file_that_cannot_be_used_is_named_with_what_is_wrong(string content, string expected)
    {
        string path = _folder.Write("c.json", content);

        Assert.StartsWith($"{path}: {expected}", Assert.Throws<FormatException>(() => ConnectionFile.Load(path)).Message);
    }

    [Fact]
    public void A_kernel_listens_on_the_loopback_unless_the_file_says_otherwise()
    {
        const string ports = "\"shell_port\": 1, \"control_port\": 2, \"iopub_port\": 3, \"stdin_port\": 4, \"hb_port\": 5";

        Assert.Equal("tcp://127.0.0.1:1", ConnectionFile.Load(_folder.Write("a.json", $"{{{ports}}}")).Endpoint(1));
        Assert.Equal("tcp://0.0.0.0:1", ConnectionFile.Load(_folder.Write("b.json", $"{{{ports}, \"ip\": \"0.0.0.0\"}}"))
            .Endpoint(1));
    }

    [Theory]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("abc", 2, 2)]
    [InlineData("", 0, 0)]
    public void Cursors_are_counted_in_code_points(string text, int points, int units)
    {
        Assert.Equal(units, CodePoints.ToUnits(text, points));
        Assert.Equal(points, CodePoints.FromUnits(text, units));
    }

    [Fact]
    public void A_flood_of_text_ends_with_a_notice_of_what_was_left_out()
    {
        var sent = new List<(string Name, string Text)>();
        var batch = new StreamBatch((name, text) => sent.Add((name, text)));
        for (int i = 0; i < 5; i++)
        {
            batch.Write("stdout", new string('x', 1_000_000));
        }

        batch.End();

        Assert.Equal(StreamBatch.Limit, sent.Where(piece => piece.Name == "stdout").Sum(piece => piece.Text.Length));
        Assert.Equal(("stderr",
            "\n… 1,000,000 more characters were left out: of what one cell prints, the first 4,000,000 are shown.\n"), sent[^1]);
    }

    [Fact]
    public void An_error_points_at_its_line_of_the_cell()
    {
        var error = new CellError("System.Exception", "no", ["System.Exception: no", "   at cell 3, line 2"], 2);

        Assert.Equal(
            ["\e[0;31mSystem.Exception\e[0m: no", "   at \e[0;32mcell 3, line 2\e[0m", "", "\e[0;90m      1 a\e[0m",
                "\e[0;32m-->   2\e[0m b", "\e[0;90m      3 c\e[0m"],
            ColouredTraceback.Of(error, "a\nb\nc"));
    }

    [Fact]
    public void A_kernelspec_is_installed_listed_and_removed()
    {
        string kernels = KernelSpec.FolderUnder(_folder.Path);
        string folder = KernelSpec.Install(kernels, "mine", "/kit/Research.Cli.dll", "/kit");

        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal(("C#", "message", "{connection_file}"),
            ((string?)json["language"], (string?)json["interrupt_mode"], (string?)json["argv"]![4]));
        Assert.All((string[])["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"],
            logo => Assert.True(new FileInfo(Path.Combine(folder, logo)).Length > 100));
        Assert.Equal([("mine", "/kit/Research.Cli.dll")], KernelSpec.List(kernels));
        _folder.Write("share/jupyter/kernels/python3/kernel.json", """{"argv": ["python3"]}""");
        Assert.Equal(
            $"{Path.Combine(kernels, "python3")}: found a kernel that starts something else, expected one of this kit.",
            Assert.Throws<ArgumentException>(() => KernelSpec.Uninstall(kernels, "python3")).Message);
        Assert.Equal(
            $"{Path.Combine(kernels, "python3")}: found a kernel that starts something else, expected one of this kit.",
            Assert.Throws<ArgumentException>(() => KernelSpec.Install(kernels, "python3", "/kit/Research.Cli.dll", "/kit"))
                .Message);
        Assert.Equal("""{"argv": ["python3"]}""", File.ReadAllText(Path.Combine(kernels, "python3", "kernel.json")));
        Assert.Equal(folder, KernelSpec.Install(kernels, "mine", "/kit/Research.Cli.dll", "/kit")); // of this kit: replaced
        Assert.Equal(folder, KernelSpec.Uninstall(kernels, "mine"));
        Assert.Null(KernelSpec.Uninstall(kernels, "mine"));
        Assert.Equal(
            "--name: found '../x', expected letters, digits, '.', '-' and '_'.",
            Assert.Throws<ArgumentException>(() => KernelSpec.Install(kernels, "../x", "", "")).Message);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void A_kernel_is_not_named_as_the_folder_of_all_kernels_or_the_one_above(string name)
    {
        string kernels = KernelSpec.FolderUnder(_folder.Path);
        string expected = $"--name: found '{name}', expected letters, digits, '.', '-' and '_'.";

        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => KernelSpec.Install(kernels, name, "", "")).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => KernelSpec.Uninstall(kernels, name)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_notebooks_ask_for_the_kernel_that_is_installed() =>
        Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb"), path =>
            Assert.Equal(KernelSpec.DefaultName, (string?)NotebookDocument.Load(path).Json["metadata"]!["kernelspec"]!["name"]));
}
