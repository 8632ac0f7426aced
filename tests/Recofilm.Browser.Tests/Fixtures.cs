using Recofilm.Browser.Tests;

[assembly: AssemblyFixture(typeof(Site))]

namespace Recofilm.Browser.Tests;

/// <summary>Tests that change which model serves, and so what everybody sees: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
