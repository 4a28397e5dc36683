using Research.Capture;
using Research.Sessions;

namespace Research.Inspection;

/// <summary>Folders of recorded sessions.</summary>
internal static class SessionContents
{
    private const string Events = "_events.jsonl", Frames = "_frames.jsonl";

    /// <summary>Null where the folder has no session.</summary>
    public static ContentTree? Of(string folder)
    {
        string[] names = [.. ((string[])[Events, Frames]).SelectMany(ending => Directory.EnumerateFiles(folder, "*" + ending)
            .Select(file => Path.GetFileName(file)[..^ending.Length]))
            .Distinct().Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return null;
        }

        var sessions = names.Length == 1 ? [Of(folder, names[0])]
            : names.Select(name => FolderContents.Try(Path.Combine(folder, name), _ => Of(folder, name))!);
        return new ContentTree($"{Path.GetFileName(folder)}: {ContentTree.Counted(names.Length, "recorded session")}",
            [.. sessions]);
    }

    private static ContentTree Of(string folder, string name)
    {
        var session = SessionLogs.Open(folder, name);
        var balance = session.Balance();
        string[] files = [.. new SessionFiles(folder, name).Existing];
        string held = string.Join(", ", balance.Actions.Select(action => $"{action.Action} {action.Percent:0.0} %"));
        return new ContentTree(
            $"{name}: {ContentTree.Counted(balance.Frames, "frame")}, {ContentTree.Counted(balance.Fights, "fight")} with "
            + $"{ContentTree.Counted(balance.FightFrames, "frame")}",
            [
                ContentTree.Leaf($"held in: {held}"),
                .. session.Warnings.Select(warning => ContentTree.Leaf($"warning: {warning}")),
                .. Directory.EnumerateFiles(folder, name + "*").Where(IsOfSession).Order(StringComparer.Ordinal)
                    .Select(file => ContentTree.Leaf($"{Path.GetFileName(file)}: {ContentTree.Size(new FileInfo(file).Length)}")),
            ]);

        // NAME2.mp4 is another session's; NAME.mp4.before-repair is a copy of this one's
        bool IsOfSession(string file) => files.Any(own => file == own || file.StartsWith(own + ".", StringComparison.Ordinal));
    }
}
