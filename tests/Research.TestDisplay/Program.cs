using System.Globalization;
using Research.Capture;
using Research.TestDisplay;

// The tests' programs: truth RATE KEY… shows the ground truth window; keys writes a line for every key. Both end when their input
// does.
using var end = new CancellationTokenSource();
new Thread(AwaitEnd) { IsBackground = true }.Start();
switch (args)
{
    case ["truth", var rate, .. var keys]:
        TruthWindow.Run(double.Parse(rate, CultureInfo.InvariantCulture), keys, end.Token);
        return 0;
    case ["keys"]:
        using (var source = KeySource.Open())
        {
            Console.WriteLine("ready");
            source.Listen(stroke => Console.WriteLine($"{stroke.Key} {stroke.Transition} {stroke.Time:R}"), end.Token);
        }

        return 0;
    default:
        Console.Error.WriteLine($"Found '{string.Join(' ', args)}'; expected truth RATE KEY…, or keys.");
        return 2;
}

void AwaitEnd()
{
    while (Console.In.Read() >= 0)
    {
    }

    end.Cancel();
}
