namespace Recofilm.Functions.Recommendations;

/// <summary>A feature of requests whose list explains a movie and is not shown, so it is not an impression.</summary>
internal sealed class UnshownList
{
    private UnshownList()
    {
    }

    /// <summary>The feature.</summary>
    public static UnshownList Instance { get; } = new();
}
