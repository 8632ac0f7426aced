namespace Recofilm.Cli.Packaging;

/// <summary>A package as the Functions host reads it.</summary>
/// <param name="Bytes">The size of the zip, in bytes.</param>
/// <param name="Functions">The names of its functions, in the order of functions.metadata.</param>
/// <param name="Faults">A sentence for each fault that keeps the package from running; empty when there is none.</param>
public sealed record PackageSummary(long Bytes, IReadOnlyList<string> Functions, IReadOnlyList<string> Faults);
