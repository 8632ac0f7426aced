namespace Recofilm.Scale.Reports;

/// <summary>What a measurement must reach.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">What it is compared with.</param>
/// <param name="AtLeast">Whether it must be at least the limit; else at most.</param>
internal sealed record Target(string Name, double Value, double Limit, bool AtLeast)
{
    /// <summary>Whether it was reached.</summary>
    public bool Met => AtLeast ? Value >= Limit : Value <= Limit;
}
