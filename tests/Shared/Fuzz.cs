using System.Globalization;
using System.Text;

namespace Research.TestSupport;

/// <summary>
/// Readers against damaged files: real small files, each time with a few mutations that a seed gives, so that every run tries the
/// same inputs. The suite tries some hundreds for each reader; <c>RESEARCH_FUZZ_ROUNDS=20000 ./research test --filter Fuzz</c>
/// tries as many as that.
/// </summary>
internal static class Fuzz
{
    private const int UsualRounds = 400, MostMutations = 4;

    private const long MostBytes = 64 << 20; // beside what a file of a few kilobytes may promise

    // for one input: it is there to end a hang, not to measure
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "255", "65536", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
            "18446744073709551615", "1e308", "1e999", "-0.5", "NaN", "null", "\"\"",
    ];

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("RESEARCH_FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture,
            out int rounds) ? rounds : UsualRounds;

    /// <summary>Mutates one file of a folder at a time, and reads; then the file is as it was.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="read">Reads what is there.</param>
    /// <param name="documented">The exceptions that the reader's documentation names.</param>
    public static void Run(string folder, Action read, params Type[] documented)
    {
        read(); // the files as they are
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        int done = 0;
        int rounds = Rounds;
        var work = Task.Factory.StartNew(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                var random = new Random(round);
                int file = random.Next(files.Length);
                byte[] mutated = Mutate(contents[file], contents[random.Next(files.Length)], random);
                File.WriteAllBytes(files[file], mutated);
                Try(read, documented,
                    () => $"round {round}, {Path.GetRelativePath(folder, files[file])}, kept as {Keep(files[file], mutated)}");
                File.WriteAllBytes(files[file], contents[file]);
                Volatile.Write(ref done, round + 1);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        for (int before = -1; !work.Wait(Longest);)
        {
            int now = Volatile.Read(ref done);
            Assert.True(now > before, $"round {now} has not ended after {Longest.TotalMinutes:0} minutes");
            before = now;
        }
    }

    private static void Try(Action read, Type[] documented, Func<string> which)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (Exception e) when (documented.Any(type => type.IsInstanceOfType(e)))
        {
            if (e.Message.Length == 0)
            {
                Assert.Fail($"{which()}: found {e.GetType().Name} without a message");
            }
        }
        catch (Exception e)
        {
            Assert.Fail($"{which()}: found {e}; expected {string.Join(", ", documented.Select(type => type.Name))} or none");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > MostBytes)
        {
            Assert.Fail($"{which()}: allocated {allocated:N0} bytes; expected at most {MostBytes:N0}");
        }
    }

    private static string Keep(string file, byte[] content)
    {
        string kept = Path.Combine(Path.GetTempPath(), $"research-fuzz-{Guid.NewGuid():N}{Path.GetExtension(file)}");
        File.WriteAllBytes(kept, content);
        return kept;
    }

    private static byte[] Mutate(byte[] content, byte[] other, Random random)
    {
        var bytes = new List<byte>(content);
        for (int left = random.Next(1, MostMutations + 1); left > 0; left--)
        {
            int place = random.Next(bytes.Count + 1), length = Math.Min(random.Next(1, 65), bytes.Count - place);
            switch (random.Next(10))
            {
                case 0 when place < bytes.Count:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when place < bytes.Count:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(place, length);
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.GetRange(place, length));
                    break;
                case 4:
                    bytes.RemoveRange(place, bytes.Count - place); // cut off
                    break;
                case 5 when other.Length > 0:
                    int from = random.Next(other.Length);
                    bytes.InsertRange(place, other[from..Math.Min(other.Length, from + random.Next(1, 65))]);
                    break;
                case 6 when place + sizeof(uint) <= bytes.Count:
                    uint number = (uint[])[0, 1, 0x7fff_ffff, 0x8000_0000, uint.MaxValue] is var numbers
                        ? numbers[random.Next(numbers.Length)] : 0;
                    BitConverter.GetBytes(number)
                        .CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[place..]);
                    break;
                default:
                    ReplaceNumber(bytes, place, random);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Writes another number where the next digits are.</summary>
    private static void ReplaceNumber(List<byte> bytes, int place, Random random)
    {
        int first = bytes.FindIndex(Math.Min(place, bytes.Count), IsDigit);
        if (first >= 0)
        {
            int end = bytes.FindIndex(first, part => !IsDigit(part));
            bytes.RemoveRange(first, (end < 0 ? bytes.Count : end) - first);
            bytes.InsertRange(first, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
        }
    }

    private static bool IsDigit(byte part) => part is >= (byte)'0' and <= (byte)'9';
}
