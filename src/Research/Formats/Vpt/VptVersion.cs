using System.Globalization;

namespace Research.Formats.Vpt;

/// <summary>The version of the recorder, which the folder of a recording is named by.</summary>
internal static class VptVersion
{
    /// <summary>What the mouse's motion is multiplied by while a screen of the game is open.</summary>
    /// <param name="file">The log.</param>
    /// <param name="report">Takes the version, and the guess where none is there.</param>
    public static double Of(string file, ImportReport report)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (!decimal.TryParse(folder.TrimStart('v'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            report.Guess("scale of the mouse", 1,
                $"The folder '{folder}' is no version such as 6.9; the mouse's motion was not scaled.");
            return 1;
        }

        report.Version = folder.TrimStart('v');
        double scale = report.Version switch
        {
            "5.7" or "5.8" => 0.5,
            "6.7" or "6.8" or "6.9" => 2,
            _ => 1,
        };
        report.Map("scale of the mouse", scale == 1 ? 0 : 1,
            string.Create(CultureInfo.InvariantCulture,
            $"Version {report.Version}: motion while a screen of the game is open was multiplied by {scale}."));
        return scale;
    }
}
