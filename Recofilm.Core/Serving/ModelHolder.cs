namespace Recofilm.Core.Serving;

/// <summary>
/// Holds the model that serves. A request reads <see cref="Current"/> once and keeps that snapshot to its end, so that a
/// swap in between cannot mix two models; the old one is collected when its last request ends.
/// </summary>
public sealed class ModelHolder
{
    private volatile ModelSnapshot? _current;

    /// <summary>The serving model, or <see langword="null"/> until the first has been loaded.</summary>
    public ModelSnapshot? Current
    {
        get => _current;
        set => _current = value;
    }
}
