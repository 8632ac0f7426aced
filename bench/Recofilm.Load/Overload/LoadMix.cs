using Recofilm.Load.Wrk;

namespace Recofilm.Load.Overload;

/// <summary>The requests of clients under overload.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="ToRequests">The requests, from the users' tokens.</param>
/// <param name="SlowClients">The number of clients that send slowly beside the load, and of those that read slowly.</param>
internal sealed record LoadMix(
    string Name, Func<IReadOnlyList<string>, IReadOnlyList<LoadRequest>> ToRequests, int SlowClients = 0)
{
    // From a word of thousands of titles to one of none.
    private static readonly string[] _searches =
        ["the", "The The The The The The The The", "a b c d e f g", "star wars", "zzzzzz"];

    /// <summary>Every mix that is measured.</summary>
    public static readonly IReadOnlyList<LoadMix> All =
    [
        new("lists", Lists),
        new("lists, 80 slow clients", Lists, SlowClients: 40),
        new("half explained lists of 100", tokens => Mixed(tokens, _ => "/recommendations?limit=100&explain=true")),
        new("half searches", tokens => Mixed(
            tokens, place => $"/movies?title={Uri.EscapeDataString(_searches[place % _searches.Length])}")),
    ];

    private static LoadRequest[] Lists(IReadOnlyList<string> tokens) =>
    [
        .. tokens.Select((token, place) => place % 2 == 0
            ? new LoadRequest("GET", "/recommendations", token)
            : new LoadRequest("POST", "/hybrid", token, "{}")),
    ];

    private static LoadRequest[] Mixed(IReadOnlyList<string> tokens, Func<int, string> other) =>
    [
        .. tokens.Select((token, place) => new LoadRequest("GET", place % 2 == 0 ? "/recommendations" : other(place / 2), token)),
    ];
}
