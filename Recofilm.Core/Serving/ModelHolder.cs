namespace Recofilm.Core.Serving;

/// <summary>
/// Holds the models that serve. A request asks once and keeps that snapshot to its end, so that a swap in between cannot mix
/// two models; the old one is collected when its last request ends.
/// </summary>
public sealed class ModelHolder
{
    private volatile ModelSnapshot? _current;
    private volatile Challenger? _challenger;

    /// <summary>The champion, or <see langword="null"/> until the first has been loaded.</summary>
    public ModelSnapshot? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>The model on trial, or <see langword="null"/> when there is none.</summary>
    public Challenger? Challenger
    {
        get => _challenger;
        set => _challenger = value;
    }

    /// <summary>The model that serves a user: the challenger to its share of them, else the champion.</summary>
    public ModelSnapshot? For(int userId) =>
        _challenger is { } challenger && challenger.Trial.Serves(userId) ? challenger.Model : _current;
}
