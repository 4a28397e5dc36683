using System.CommandLine;
using Research.Inspection;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research inspect</c>: what a file or folder of data holds.</summary>
internal sealed class InspectCommand : KitCommand
{
    private readonly Argument<string> _path = OnlyPath("PATH",
        "A zarr store or a path into one, a .npz, .npy or .safetensors file, a folder of recorded sessions, or a run's folder.",
        "paths");

    public InspectCommand()
        : base("inspect",
            "Shows what a file or folder of data holds: shapes, types, chunks, attributes, first values, bytes on disk.",
            "research inspect episodes.zarr",
            "research inspect episodes.zip/episode_0/frames",
            "research inspect results/quick/cuphead/focal-grid/gru-512-seed-42-*")
    {
        Arguments.Add(_path);
        SetAction(parsed =>
        {
            var content = ContentTree.Of(parsed.GetValue(_path)!);
            var tree = new Tree(Markup.Escape(content.Line));
            Add(tree, content);
            AnsiConsole.Write(tree);
            return ExitCode.Done;
        });
    }

    private static void Add(IHasTreeNodes parent, ContentTree content)
    {
        foreach (var below in content.Below)
        {
            Add(parent.AddNode(Markup.Escape(below.Line)), below);
        }
    }
}
