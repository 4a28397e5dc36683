namespace Research.Checking;

/// <summary>A line of a log that cannot be read.</summary>
/// <param name="Line">Its number, from 1; 0 where the file itself cannot be read.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should.</param>
/// <param name="IsCutOff">Whether it is the last and no line break ends it.</param>
internal readonly record struct LogFault(int Line, string Found, string Expected, bool IsCutOff);
