using static Research.Checking.Severity;

namespace Research.Checking;

/// <summary>Every code that a check can find: how much it matters, why, and what repairs it.</summary>
public static class FindingCatalog
{
    private const string Again = "No command can restore it: record the session again, or leave it out.";
    private const string RunRepair = "./research repair {session}";
    private const string LookAtLamps = "Look at it: ./research check-sync {session} -o lamps.mp4. ";

    /// <summary>Kinds by code, from files to folders.</summary>
    public static IReadOnlyDictionary<string, FindingKind> Kinds { get; } = new Dictionary<string, FindingKind>
    {
        // Files
        ["git-lfs-pointer"] = new(Error, "The data are not here: the file stands for one that was not fetched.",
            "git lfs pull, in the repository that the file is from"),
        ["empty-file"] = new(Error, "The file has no content.", Again),
        ["log-missing"] = new(Error, "Labels need both logs: keys and frame times.",
            "Copy the missing log from where the session was recorded; no command can make it."),
        ["malformed-line"] = new(Error, "A lost line would shift or hold the labels of all frames after it.",
            "Mend the line by hand; of an event log, ./research eda {folder} --session {name} --skip-malformed leaves it out."),
        ["cut-off-line"] = new(Warning, "The recorder was stopped while it wrote; what came after is lost.", RunRepair),
        ["wrong-unit"] = new(Error, "Times are read as seconds: all windows and labels would be wrong.",
            "Divide every t of the file by the factor that was found."),
        ["actions-unreadable"] = new(Error, "Without its actions no key has a meaning.",
            "Mend {folder}/actions.json; docs/another-game.md has an example."),
        ["recording-not-ended"] = new(Warning, "The recorder was killed: the ends of its files may not agree.", RunRepair),
        ["recorder-stalled"] = new(Warning, "The picture stands still in these frames while keys are pressed.",
            "Record again at a lower rate or size, or with fewer programs running."),
        ["window-not-shown"] = new(Warning, "Pictures of these frames do not show the game, or only a part of it.",
            "Record again with the game's window in front, or cut the stretch out."),
        ["two-videos"] = new(Error, "It is not known which video belongs to the logs.", "Move all but one away."),
        ["mouse-log-missing"] = new(Error, "Actions that the mouse means are labelled as never held, and its motion is not known.",
            "Copy {name}_mouse.csv from where the session was recorded, or record again with --mouse."),

        // Clocks
        ["times-run-backwards"] = new(Error, "The order of frames is not known: their labels are wrong from here on.",
            "Sort nothing: the clock was set while recording. Cut the log and the video here, or record again."),
        ["several-episodes"] = new(Warning, "Windows and splits take the file for one continuous recording.",
            "Cut it into sessions, one for each recording, or mark each with fight_start and fight_end."),
        ["float32-times"] = new(Error, "32 bits hold 7 digits: times are rounded, by more the longer the recording is.",
            "Make the times from the frame's number: t = start + frame / rate; events cannot be restored."),
        ["frames-gap"] = new(Warning, "No window crosses a gap: frames beside it are lost for training.",
            "Nothing, if the recorder was paused; otherwise record again with fewer programs running."),
        ["time-stands-still"] = new(Warning, "Frames of one time get the same labels.",
            "Make the times from the frame's number where the rate was constant; otherwise record again."),
        ["rate-changes"] = new(Warning, "A window has a number of frames: it means another time in each part.",
            "Cut the session where the rate changes, or record again at a fixed rate."),
        ["clocks-apart"] = new(Error, "No key falls on a frame: the labels are empty.",
            "Add the difference to every t of one log, for example a time zone's hours."),
        ["events-before-video"] = new(Warning, "These presses are on no frame; what they hold is seen at frame 0.",
            LookAtLamps + "If the lamps are late or early, shift the event log; otherwise remove the lines."),
        ["events-after-video"] = new(Warning, "These presses are on no frame: video or frame log ends too early.", RunRepair),
        ["events-out-of-order"] = new(Warning, "The lines are sorted by time: a wrong time moves a press.",
            "Nothing, where threads wrote the log; otherwise mend the time of the line."),
        ["clock-jump"] = new(Error, "From here on, every label is on the wrong frame.",
            LookAtLamps + "Shift all times after the jump by its size, or cut the session there."),
        ["clock-drift"] = new(Error, "Labels and pictures run apart, by more in every minute.",
            LookAtLamps + "Scale the times of the log to the video's, or record again."),
        ["rate-mismatch"] = new(Error, "The video plays at another rate than it was recorded at.",
            "Write the video again at the log's rate: ffmpeg -r RATE -i {session}.mp4 OUT.mp4."),
        ["frame-count-mismatch"] = new(Error, "Frame k of the video is not line k of the log: labels are shifted.", RunRepair),
        ["not-checked"] = new(Note, "A check that was not made says nothing about the session.",
            "Nothing, or add what is missing and check again."),

        // Keys
        ["no-key-events"] = new(Warning, "Every action is labelled as never held.",
            "Was the keyboard another one, or did the recorder have no right to listen? Record again."),
        ["unknown-key"] = new(Note, "Presses of this key are in no label.",
            "If it means something in the game, bind it in {folder}/actions.json."),
        ["key-held-long"] = new(Warning, "If a release was lost, the action is labelled as held for all that time.",
            LookAtLamps + "If the release was lost, add its line by hand."),
        ["key-never-released"] = new(Warning, "The action is labelled as held to the last frame.",
            LookAtLamps + "Add the release by hand."),
        ["stuck-from-start"] = new(Warning, "The key was down before the recording, or a recorder reports it so.",
            LookAtLamps + "Remove the first press by hand if the picture does not show it."),
        ["down-while-down"] = new(Warning, "A release between the two presses was lost: the action is labelled as held.",
            LookAtLamps + "Add the release by hand."),
        ["up-without-down"] = new(Warning, "A press was lost: the action is labelled as not held before it.",
            LookAtLamps + "Add the press by hand."),
        ["opposite-keys"] = new(Warning, "No player walks left whenever he walks right: one key is logged for the other.",
            "Look at the bindings in {folder}/actions.json and at the recorder's key names."),
        ["press-too-short"] = new(Warning, "No finger does it: a program pressed the key, or times are wrong.",
            "Record without macros; presses shorter than a frame are in no label anyway."),
        ["events-at-once"] = new(Warning, "The recorder read many events late: their true times are lost.",
            "Record again with fewer programs running; labels of the seconds before are too late."),
        ["no-keys-for-long"] = new(Warning, "The recorder may have lost the keyboard: labels say that nothing is held.",
            LookAtLamps + "Cut the session there if the game was played on."),

        // Segments
        ["segment-nested"] = new(Error, "It is not known where the first segment ends.", "Add or remove the marker by hand."),
        ["segment-unopened"] = new(Error, "It is not known where the segment starts.", "Add or remove the marker by hand."),
        ["segment-unclosed"] = new(Warning, "The segment is closed at the last frame.", "Add the end by hand."),
        ["segment-empty"] = new(Warning, "Nothing can be learnt from a segment without frames.", "Remove both markers by hand."),
        ["no-segments"] = new(Warning, "Policies learn from frames in segments: there is nothing to learn from.",
            "Add fight_start and fight_end by hand, or \"segment\": \"session\" to {folder}/actions.json."),
        ["key-held-across"] = new(Warning, "The next segment starts with a key held that nobody may hold.",
            LookAtLamps + "Add the release by hand."),
        ["presses-outside"] = new(Warning, "Most of what was recorded is not used: the markers may be at wrong times.",
            LookAtLamps + "Mend the times of the markers."),

        // Actions
        ["action-never-pressed"] = new(Note, "The action cannot be learnt from this session, nor scored on it.",
            "Nothing, or see that another session has it."),
        ["action-always-held"] = new(Warning, "The action has no information: predicting it always is right.",
            LookAtLamps + "Leave the action out of {folder}/actions.json, or mend the log."),
        ["actions-identical"] = new(Warning, "Two columns of the labels are one: a recorder may name two keys alike.",
            "Look at the bindings in {folder}/actions.json; leave one out if both mean the same."),

        // Pictures
        ["video-unreadable"] = new(Error, "There are no pictures to learn from.",
            RunRepair + " (of this kit's recorder); an mp4 of another program without its index is lost."),
        ["video-cut-off"] = new(Error, "Frames after this one cannot be decoded.", RunRepair),
        ["frozen-picture"] = new(Warning, "Keys are pressed that the picture does not follow: labels without a cause.",
            LookAtLamps + "Cut the stretch out, or record again."),
        ["black-picture"] = new(Warning, "Keys are pressed and nothing is seen: the recorder did not see the game.",
            "Record the window in another mode (borderless instead of full screen)."),
        ["duplicated-frames"] = new(Warning, "The video has fewer pictures than frames: motion is seen half of the time.",
            "Record at the game's own rate, or at a divisor of it."),
        ["label-shift"] = new(Error, "Labels are on other frames than what they cause.",
            LookAtLamps + "Add the shift, with its sign, to every t of {name}_events.jsonl."),

        // Folders
        ["no-session"] = new(Error, "There is nothing to learn from.", "Name the folder that has NAME_events.jsonl."),
        ["actions-differ"] = new(Error, "Labels of the sessions have other columns.",
            "Use one actions.json for all folders of a game."),
        ["frame-size-differs"] = new(Warning, "Things have another size on the pictures that the network sees.",
            "Record all sessions at one size, or scale the videos with ffmpeg."),
        ["frame-shape-differs"] = new(Warning, "All frames are scaled to one size: one video's pictures are stretched.",
            "Crop or record all sessions to one shape."),
        ["frame-rate-differs"] = new(Warning, "A window has a number of frames: it means another time in each session.",
            "Record all sessions at one rate."),
        ["same-log"] = new(Error, "What is tested was trained on: scores are too high.",
            "Remove one of the two sessions."),
        ["same-frames"] = new(Error, "Pictures that are tested were trained on: scores are too high.",
            "Remove one of the two sessions, or cut the stretch out of one."),
    };
}
