using Research.Alignment;

namespace Research.Checking;

/// <summary>Stretches of keys that stand in two sessions: a copy, a session that was cut twice, or a split that leaks.</summary>
internal static class SameLogs
{
    /// <summary>
    /// Events in a row, of the same keys and the same intervals to the millisecond. No player repeats twenty presses to the
    /// millisecond; what he plays again is tens of milliseconds off.
    /// </summary>
    private const int LeastEvents = 20;

    /// <summary>Compares every two sessions.</summary>
    public static void Check(FindingList findings, IReadOnlyList<CheckedSession> sessions)
    {
        var known = new Dictionary<int, (CheckedSession Session, int Event)>();
        foreach (var session in sessions)
        {
            var events = session.Log!.Events;
            int[] hashes = [.. Hashes(session.Log)];
            for (int i = 0; i < hashes.Length; i++)
            {
                if (known.TryGetValue(hashes[i], out var other) && other.Session != session
                    && Length(session.Log, i, other.Session.Log!, other.Event) is >= LeastEvents and var length)
                {
                    findings.Add("same-log", session.EventPlace(events[i].Line, events[i].Time),
                        $"{length} events of the same keys and intervals as in {other.Session.Name} from line "
                            + $"{other.Session.Log!.Events[other.Event].Line} on", "events of its own");
                    break;
                }
            }

            for (int i = 0; i < hashes.Length; i++)
            {
                known.TryAdd(hashes[i], (session, i));
            }
        }
    }

    /// <summary>A number for every stretch of events: of the keys alone, as intervals may be rounded up or down.</summary>
    private static IEnumerable<int> Hashes(EventLog log)
    {
        for (int i = 0; i + LeastEvents <= log.Events.Count; i++)
        {
            var hash = new HashCode();
            for (int k = i; k < i + LeastEvents; k++)
            {
                hash.Add(log.KeyNames[log.Events[k].Key], StringComparer.Ordinal);
                hash.Add(log.Events[k].Transition);
            }

            yield return hash.ToHashCode();
        }
    }

    /// <summary>Events from two places on that are the same.</summary>
    private static int Length(EventLog a, int i, EventLog b, int k)
    {
        int count = 0;
        while (i + count < a.Events.Count && k + count < b.Events.Count)
        {
            var (one, other) = (a.Events[i + count], b.Events[k + count]);
            double apart = one.Time - a.Events[i].Time - (other.Time - b.Events[k].Time);
            if (a.KeyNames[one.Key] != b.KeyNames[other.Key] || one.Transition != other.Transition || Math.Abs(apart) > 0.001)
            {
                break;
            }

            count++;
        }

        return count;
    }
}
