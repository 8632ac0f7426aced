namespace Recofilm.Cli.Doctor;

/// <summary>The outcome of a check.</summary>
internal enum FindingState
{
    /// <summary>There is nothing to do.</summary>
    Good,

    /// <summary>An optional part is missing, or a setting may cause a surprise.</summary>
    Note,

    /// <summary><c>recofilm up</c> will fail.</summary>
    Bad,
}

/// <summary>The result of one check.</summary>
/// <param name="Subject">The part that was checked, such as "Node.js".</param>
/// <param name="State">The outcome.</param>
/// <param name="Text">A description of the finding and, unless it is good, of the remedy.</param>
internal sealed record Finding(string Subject, FindingState State, string Text)
{
    /// <summary>Returns the finding in one line.</summary>
    public override string ToString() => $"{Mark} {Subject,-12} {Text}";

    private string Mark => State switch
    {
        FindingState.Good => "✓",
        FindingState.Note => "–",
        _ => "✗",
    };
}
