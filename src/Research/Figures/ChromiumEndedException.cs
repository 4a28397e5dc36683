namespace Research.Figures;

/// <summary>Chromium, or the page in it, is gone; a new one may do better.</summary>
internal sealed class ChromiumEndedException(string message) : Exception(message);
