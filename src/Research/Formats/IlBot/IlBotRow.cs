using Research.Sessions.Inputs;

namespace Research.Formats.IlBot;

/// <summary>A row of IL_bot's arrays that stands for an action.</summary>
/// <param name="Milliseconds">Its time, on the recording's clock.</param>
/// <param name="Event">What is done; null where a key is released or the wheel turns sideways, which the kit does not have.
/// </param>
/// <param name="X">Of the pointer, in pixels.</param>
/// <param name="Y">Of the pointer, in pixels.</param>
/// <param name="HasPlace">Whether the row says where the pointer is.</param>
/// <param name="Code">1 left, 2 right, 3 middle for a click; the recorder's code for a key; up above 0, down below for the wheel.
/// </param>
internal readonly record struct IlBotRow(double Milliseconds, InputEvent? Event, double X, double Y, bool HasPlace, double Code);
